import type { Metadata } from "next";
import { cookies } from "next/headers";
import { cache, type ReactNode } from "react";
import { requireAccount } from "@/features/account/caller";
import { AccountShell } from "@/features/account/components/account-shell";
import { signOutOfAccount } from "@/features/customer-accounts/actions";
import { readDesk } from "@/features/customer-accounts/queries";
import { signedInCustomer } from "@/features/customer-accounts/session-cookie";
import { withDirectionMarks } from "@/lib/direction-marks";
import { parseTheme, THEME_COOKIE } from "@/lib/theme";

/** Once for the title and the frame. */
const loadDesk = cache(readDesk);

export async function generateMetadata(): Promise<Metadata> {
  const session = await signedInCustomer();
  const desk = session && (await loadDesk(session.account.organizationId));
  const name = desk && withDirectionMarks(desk.name);
  return {
    ...(name && { title: { template: `%s · ${name}`, default: name } }),
    robots: { index: false },
  };
}

/** The frame of a customer's own pages. It protects nothing: each page asks for its own caller. */
export default async function AccountLayout({ children }: { children: ReactNode }) {
  const { account } = await requireAccount();
  const desk = await loadDesk(account.organizationId);
  const theme = parseTheme((await cookies()).get(THEME_COOKIE)?.value);
  return (
    <AccountShell desk={desk} email={account.email} theme={theme} signOutAction={signOutOfAccount}>
      {children}
    </AccountShell>
  );
}
