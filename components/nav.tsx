"use client";

import { usePathname } from "next/navigation";
import { cn } from "@/lib/cn";
import { formatCount } from "@/lib/format-number";
import { useHotkey } from "./hotkeys";
import { IntentLink } from "./intent-link";
import { NavCount } from "./nav-count";
import type { NavGroup, NavItem } from "./nav-types";
import { useGoTo } from "./use-go-to";

interface NavProps {
  groups: NavGroup[];
  onNavigate?: () => void;
}

export function Nav({ groups, onNavigate }: NavProps) {
  const pathname = usePathname();
  const currentHref = findCurrent(groups, pathname);
  return (
    <nav aria-label="Main" className="flex flex-col gap-4 px-2.5 py-2">
      {groups.map((group) => (
        <div key={group.label ?? ""} className="flex flex-col gap-0.5">
          {group.label && (
            <p className="px-2 pb-1 text-xs font-medium text-muted-foreground">{group.label}</p>
          )}
          {/* biome-ignore lint/a11y/noRedundantRoles: Safari drops the role of lists without bullets. */}
          <ul role="list" className="flex flex-col gap-0.5">
            {group.items.map((item) => (
              <li key={item.href}>
                <NavLink item={item} isCurrent={item.href === currentHref} onNavigate={onNavigate} />
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}

/** Binds the `g …` sequences of the items; mounted once, whichever navigation is visible. */
export function NavHotkeys({ groups }: { groups: NavGroup[] }) {
  return groups
    .flatMap((group) => group.items)
    .flatMap((item) =>
      item.hotkey
        ? [<NavHotkey key={item.href} keys={item.hotkey} href={item.href} label={item.label} />]
        : [],
    );
}

function NavHotkey({ keys, href, label }: { keys: string; href: string; label: string }) {
  const goTo = useGoTo();
  useHotkey(keys, () => goTo(href), { label, group: "Go to" });
  return null;
}

interface NavLinkProps {
  item: NavItem;
  isCurrent: boolean;
  onNavigate: (() => void) | undefined;
}

function NavLink({ item, isCurrent, onNavigate }: NavLinkProps) {
  return (
    <IntentLink
      href={item.href}
      aria-current={isCurrent ? "page" : undefined}
      onClick={onNavigate}
      className={cn(
        "flex h-8 items-center gap-2.5 rounded-md px-2 text-sm text-muted-foreground transition-colors hover:bg-accent hover:text-foreground focus-visible:-outline-offset-2 max-md:h-11 max-md:text-base [&_svg]:size-4 [&_svg]:shrink-0",
        isCurrent && "bg-selected font-medium text-foreground [&_svg]:text-link",
      )}
    >
      <span aria-hidden className="contents">
        {item.icon}
      </span>
      <span className="min-w-0 flex-1 truncate">{item.label}</span>
      {item.badge}
      {item.count ? <NavCount text={formatCount(item.count)} label={item.countLabel} /> : null}
    </IntentLink>
  );
}

/** The longest href that the path equals or continues, so a detail page marks its list. */
function findCurrent(groups: NavGroup[], pathname: string): string | undefined {
  return groups
    .flatMap((group) => group.items.map((item) => item.href))
    .filter((href) => pathname === href || (href !== "/" && pathname.startsWith(`${href}/`)))
    .sort((a, b) => b.length - a.length)[0];
}
