import type { Metadata } from "next";
import { CenteredCard } from "@/components/centered-page";
import { LinkClosed } from "@/features/customer-accounts/components/link-closed";
import { ResetForm } from "@/features/customer-accounts/components/reset-form";
import { ResetRequestForm } from "@/features/customer-accounts/components/reset-request-form";
import { findDesk } from "@/features/customer-accounts/desk";
import { linkWay } from "@/features/customer-accounts/link-mail";
import { findLink } from "@/features/customer-accounts/one-time-links";

export const metadata: Metadata = { title: "New password" };

/** With the token of a mail: sets the password. With the id of an app, which may be empty: asks for such a mail. */
export default async function ResetPage({ searchParams }: PageProps<"/oauth/reset">) {
  const { token, client_id: clientId } = await searchParams;
  const link = typeof token === "string" ? await findLink("reset_password", token) : null;
  if (typeof token === "string" && link) {
    return (
      <CenteredCard title="Set a new password">
        <ResetForm token={token} email={link.email} />
      </CenteredCard>
    );
  }
  if (typeof clientId === "string" && (await findDesk(clientId))) {
    return (
      <CenteredCard title="Forgot your password?">
        <p className="text-sm text-muted-foreground">
          Enter the address of your account. We send you a link to set a new password with.
        </p>
        <ResetRequestForm clientId={clientId} linkWay={linkWay()} />
      </CenteredCard>
    );
  }
  return (
    <CenteredCard title="This link doesn't work">
      <LinkClosed>
        It was used already, or is older than an hour. Connect your site again, and choose “Forgot your
        password?” where you sign in.
      </LinkClosed>
    </CenteredCard>
  );
}
