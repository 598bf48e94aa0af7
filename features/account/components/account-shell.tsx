import Link from "next/link";
import type { ReactNode } from "react";
import { LetterMark } from "@/components/brand";
import { brandStyle } from "@/components/brand-style";
import { SkipLink } from "@/components/skip-link";
import { ThemeToggle } from "@/components/theme-toggle";
import { Button } from "@/components/ui/button";
import { accountHref } from "@/features/account/links";
import type { Theme } from "@/lib/theme";
import { AccountNav } from "./account-nav";

interface AccountShellProps {
  desk: { name: string; brandColor: string | null };
  /** The address of the account. */
  email: string;
  theme: Theme;
  /** A server action. */
  signOutAction: () => Promise<void>;
  children: ReactNode;
}

/** Frame of the pages of a signed-in customer. Nothing in it leads to where the desk works. */
export function AccountShell({ desk, email, theme, signOutAction, children }: AccountShellProps) {
  return (
    <div
      style={brandStyle(desk.brandColor)}
      className="mx-auto flex min-h-dvh w-full max-w-3xl flex-col px-4"
    >
      <SkipLink />
      <header className="flex flex-col gap-1 border-b border-border pt-3">
        <div className="flex items-center gap-2">
          <Link
            href={accountHref()}
            className="flex min-h-11 min-w-0 flex-1 items-center gap-2.5 rounded-md font-semibold"
          >
            <LetterMark name={desk.name} />
            <span className="truncate">{desk.name}</span>
          </Link>
          <ThemeToggle theme={theme} />
          <form action={signOutAction}>
            <Button type="submit" variant="ghost" size="md">
              Sign out
            </Button>
          </form>
        </div>
        <AccountNav />
      </header>
      <main
        id="main"
        tabIndex={-1}
        className="flex min-w-0 flex-1 flex-col gap-5 py-5 focus-visible:outline-none"
      >
        {children}
      </main>
      <footer className="border-t border-border py-4 text-sm text-muted-foreground wrap-anywhere">
        Signed in as {email}
      </footer>
    </div>
  );
}
