"use client";

import { usePathname } from "next/navigation";
import { IntentLink } from "@/components/intent-link";
import { accountHref, accountProfileHref, accountSitesHref } from "@/features/account/links";
import { cn } from "@/lib/cn";

const PAGES = [
  { href: accountHref(), label: "Tickets", isCurrent: /^\/account(\/tickets|$)/ },
  { href: accountSitesHref(), label: "Connected sites", isCurrent: /^\/account\/sites$/ },
  { href: accountProfileHref(), label: "Profile", isCurrent: /^\/account\/(profile|delete)$/ },
];

export function AccountNav() {
  const path = usePathname();
  return (
    <nav aria-label="Account" className="-mb-px flex flex-wrap gap-x-1">
      {PAGES.map(({ href, label, isCurrent }) => (
        <IntentLink
          key={href}
          href={href}
          aria-current={isCurrent.test(path) ? "page" : undefined}
          className={cn(
            "flex min-h-11 items-center border-b-2 px-2 text-sm font-medium",
            isCurrent.test(path)
              ? "border-primary text-foreground"
              : "border-transparent text-muted-foreground hover:text-foreground",
          )}
        >
          {label}
        </IntentLink>
      ))}
    </nav>
  );
}
