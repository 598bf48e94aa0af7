import type { Metadata } from "next";
import { CenteredCard } from "@/components/centered-page";
import { findAddressChange } from "@/features/customer-accounts/change-address";
import { LinkClosed } from "@/features/customer-accounts/components/link-closed";
import { NewAddressForm } from "@/features/customer-accounts/components/verify-form";
import { readDesk } from "@/features/customer-accounts/queries";
import { currentCustomer } from "@/features/customer-accounts/session-cookie";

export const metadata: Metadata = { title: "Confirm your new address" };

/** Takes a click, so that a program that looks at links in mails confirms nothing. */
export default async function ConfirmAddressPage({ searchParams }: PageProps<"/account/confirm-address">) {
  const { token } = await searchParams;
  const offered = typeof token === "string" ? await findAddressChange(token) : null;
  if (typeof token !== "string" || !offered) {
    return (
      <CenteredCard title="This link doesn't work">
        <LinkClosed>
          It was used already, or is older than 24 hours. Ask for a new one in your profile.
        </LinkClosed>
      </CenteredCard>
    );
  }
  const { account, email } = offered;
  const [desk, session] = await Promise.all([
    readDesk(account.organizationId),
    currentCustomer(account.organizationId),
  ]);
  return (
    <CenteredCard title="Confirm your new address">
      <p className="text-sm text-muted-foreground wrap-anywhere">
        The account of {account.email} at {desk.name} is to have this address from now on. Confirm it only if
        it is your account.
      </p>
      <NewAddressForm token={token} email={email} asksPassword={session?.account.id !== account.id} />
    </CenteredCard>
  );
}
