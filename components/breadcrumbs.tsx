import { ChevronRight } from "lucide-react";
import { IntentLink } from "./intent-link";

export interface Crumb {
  label: string;
  /** Absent for the page itself. */
  href?: string;
}

export function Breadcrumbs({ items }: { items: Crumb[] }) {
  return (
    <nav aria-label="Breadcrumb">
      <ol className="flex items-center gap-1 text-sm text-muted-foreground">
        {items.map((item, index) => (
          <li
            key={item.label}
            className={index === 0 ? "flex shrink-0 items-center gap-1" : "flex min-w-0 items-center gap-1"}
          >
            {index > 0 && <ChevronRight aria-hidden className="size-3.5 shrink-0" />}
            {item.href ? (
              <IntentLink
                href={item.href}
                className="inline-flex min-h-6 min-w-0 items-center rounded-sm hover:text-foreground hover:underline"
              >
                <span className="truncate">{item.label}</span>
              </IntentLink>
            ) : (
              <span aria-current="page" className="truncate text-foreground">
                {item.label}
              </span>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}
