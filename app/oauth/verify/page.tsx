import type { Metadata } from "next";
import { CenteredCard } from "@/components/centered-page";
import { LinkClosed } from "@/features/customer-accounts/components/link-closed";
import { VerifyForm } from "@/features/customer-accounts/components/verify-form";
import { findVerification } from "@/features/customer-accounts/confirm";
import { readDesk } from "@/features/customer-accounts/queries";
import { currentCustomer } from "@/features/customer-accounts/session-cookie";

export const metadata: Metadata = { title: "Confirm your address" };

/** Takes a click, so that a program that looks at links in mails confirms nothing. */
export default async function VerifyPage({ searchParams }: PageProps<"/oauth/verify">) {
  const { token } = await searchParams;
  const account = typeof token === "string" ? await findVerification(token) : null;
  if (typeof token !== "string" || !account) {
    return (
      <CenteredCard title="This link doesn't work">
        <LinkClosed>
          It was used already, or is older than 24 hours. Connect your site again: the page that asks you
          offers a new link.
        </LinkClosed>
      </CenteredCard>
    );
  }
  const [desk, session] = await Promise.all([
    readDesk(account.organizationId),
    currentCustomer(account.organizationId),
  ]);
  return (
    <CenteredCard title="Confirm your address">
      <p className="text-sm text-muted-foreground wrap-anywhere">
        An account at {desk.name} was made with your address. Confirm it only if it was you who made it: your
        earlier tickets at {desk.name} then show in it.
      </p>
      <VerifyForm token={token} email={account.email} asksPassword={session?.account.id !== account.id} />
    </CenteredCard>
  );
}
