import type { Metadata } from "next";
import { CenteredCard } from "@/components/centered-page";
import { Time } from "@/components/time";
import { InvitationForm } from "@/features/customer-accounts/components/invitation-form";
import { LinkClosed } from "@/features/customer-accounts/components/link-closed";
import { findLink } from "@/features/customer-accounts/one-time-links";
import { readDesk } from "@/features/customer-accounts/queries";

export const metadata: Metadata = { title: "Invitation" };

export default async function InvitationPage({ searchParams }: PageProps<"/oauth/invitation">) {
  const { token } = await searchParams;
  const link = typeof token === "string" ? await findLink("invitation", token) : null;
  if (typeof token !== "string" || !link) {
    return (
      <CenteredCard title="This link doesn't work">
        <LinkClosed>
          It was used already, or is too old. If you have an account, sign in where you connect your site. If
          not, ask the support team for a new invitation.
        </LinkClosed>
      </CenteredCard>
    );
  }
  const desk = await readDesk(link.organizationId);
  return (
    <CenteredCard title={`Your account at ${desk.name}`}>
      <p className="text-sm text-muted-foreground wrap-anywhere">
        Choose a password. You then connect your sites and follow your support tickets with it. The link
        expires <Time value={link.expiresAt.toISOString()} />.
      </p>
      <InvitationForm token={token} email={link.email} />
    </CenteredCard>
  );
}
