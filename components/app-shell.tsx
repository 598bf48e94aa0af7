import { CircleHelp } from "lucide-react";
import type { ReactNode } from "react";
import type { Theme } from "@/lib/theme";
import { BrandMark } from "./brand";
import { Hotkeys } from "./hotkeys";
import { IntentLink } from "./intent-link";
import { MobileNav } from "./mobile-nav";
import { Nav, NavHotkeys } from "./nav";
import type { NavGroup } from "./nav-types";
import { ShortcutButton, ShortcutSheet } from "./shortcut-sheet";
import { SignOutButton } from "./sign-out-button";
import { SkipLink } from "./skip-link";
import { ThemeToggle } from "./theme-toggle";
import { Button } from "./ui/button";

interface AppShellProps {
  /** The name of the organization, beside the mark. */
  title: string;
  homeHref: string;
  nav: NavGroup[];
  /** The API reference or other docs; on every page at the same place. */
  helpHref?: string;
  /** With `href` the name leads to the user's own settings. */
  user: { name: string; detail?: string; href?: string };
  theme: Theme;
  /** Opens what finds anything, beside the name of the organization. */
  searchButton?: ReactNode;
  /** A server action. */
  signOutAction: () => Promise<void>;
  children: ReactNode;
}

/** Frame of every signed-in page: skip link, navigation, help, the account, and a focusable main. */
export function AppShell(props: AppShellProps) {
  const footer = <ShellFooter {...props} />;
  return (
    <div className="min-h-dvh md:grid md:grid-cols-[15rem_minmax(0,1fr)]">
      <SkipLink />
      <aside
        aria-label="Sidebar"
        className="sticky top-0 flex h-dvh flex-col border-r border-border bg-sidebar max-md:hidden"
      >
        <div className="flex h-14 shrink-0 items-center gap-1 pr-2.5 pl-4">
          <HomeLink title={props.title} href={props.homeHref} className="h-full min-w-0 flex-1" />
          {props.searchButton}
        </div>
        <div className="min-h-0 flex-1 overflow-y-auto">
          <Nav groups={props.nav} />
        </div>
        {footer}
      </aside>
      <header className="sticky top-0 z-30 flex h-14 items-center gap-2 border-b border-border bg-background px-3 md:hidden">
        <MobileNav groups={props.nav} footer={footer} />
        <HomeLink title={props.title} href={props.homeHref} className="h-full min-w-0 flex-1" />
        {props.searchButton}
      </header>
      <main
        id="main"
        tabIndex={-1}
        className="mx-auto flex w-full max-w-352 min-w-0 flex-col gap-5 px-4 py-5 focus-visible:outline-none md:px-8 md:py-7"
      >
        {props.children}
      </main>
      <Hotkeys />
      <NavHotkeys groups={props.nav} />
      <ShortcutSheet />
    </div>
  );
}

function HomeLink({ title, href, className }: { title: string; href: string; className?: string }) {
  return (
    <div className={className}>
      <IntentLink
        href={href}
        className="flex h-full min-w-0 items-center gap-2.5 rounded-md text-sm font-semibold"
      >
        <BrandMark />
        <span className="truncate">{title}</span>
      </IntentLink>
    </div>
  );
}

function ShellFooter({ helpHref, user, theme, signOutAction }: AppShellProps) {
  return (
    <div className="flex flex-col gap-2 border-t border-border p-2.5">
      <div className="flex items-center gap-1">
        {helpHref ? (
          <Button asChild variant="ghost" size="sm" className="flex-1 justify-start text-muted-foreground">
            <IntentLink href={helpHref}>
              <CircleHelp aria-hidden />
              Help
            </IntentLink>
          </Button>
        ) : (
          <span className="flex-1" />
        )}
        <ShortcutButton />
        <ThemeToggle theme={theme} />
      </div>
      <div className="flex items-center gap-2">
        <UserName {...user} />
        <SignOutButton action={signOutAction} />
      </div>
    </div>
  );
}

function UserName({ name, detail, href }: AppShellProps["user"]) {
  const text = (
    <>
      <span className="block truncate text-sm font-medium">{name}</span>
      {detail && <span className="block truncate text-xs text-muted-foreground">{detail}</span>}
    </>
  );
  if (!href) return <p className="min-w-0 flex-1 pl-2">{text}</p>;
  return (
    <IntentLink
      href={href}
      title="Your profile"
      className="min-w-0 flex-1 rounded-md px-2 py-1 transition-colors hover:bg-accent focus-visible:-outline-offset-2"
    >
      {text}
    </IntentLink>
  );
}
