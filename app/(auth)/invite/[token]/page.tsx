import type { Metadata } from "next";
import { cookies } from "next/headers";
import { Time } from "@/components/time";
import { roleLabel } from "@/features/auth/role-label";
import { findSession, sessionCookieName } from "@/features/auth/session";
import { findInvitation } from "@/features/team/accept-invitation";
import { AcceptClosed } from "@/features/team/components/accept-closed";
import { AcceptForm } from "@/features/team/components/accept-form";
import { AcceptSignIn } from "@/features/team/components/accept-sign-in";

// The address is the secret: other sites must not learn it from a referrer, nor search engines keep it.
export const metadata: Metadata = {
  title: "Invitation",
  referrer: "same-origin",
  robots: { index: false, follow: false },
};

export default async function InvitePage({ params }: PageProps<"/invite/[token]">) {
  const { token } = await params;
  const invitation = await findInvitation(token);
  const cookie = (await cookies()).get(sessionCookieName())?.value;
  const session = cookie ? await findSession(cookie) : null;
  return (
    <div className="flex flex-col gap-5 rounded-xl border border-border bg-card p-6 shadow-xs">
      {invitation?.status === "pending" ? (
        <>
          <h1 className="text-xl font-semibold tracking-tight wrap-anywhere">
            Join {invitation.organizationName}
          </h1>
          <p className="text-sm text-muted-foreground wrap-anywhere">
            {invitation.invitedBy} invites {invitation.email} to join {invitation.organizationName} as{" "}
            {roleLabel(invitation.role)}. The link expires <Time value={invitation.expiresAt} />.
          </p>
          {session && session.userId !== invitation.accountId && (
            <p className="rounded-md bg-warning-soft px-3 py-2 text-sm">
              You are signed in as {session.name}. Accepting signs this browser in as {invitation.email}.
            </p>
          )}
          <Accept token={token} invitation={invitation} userId={session?.userId ?? null} />
        </>
      ) : (
        <AcceptClosed reason={invitation?.status ?? "unknown"} />
      )}
    </div>
  );
}

interface AcceptProps {
  token: string;
  invitation: NonNullable<Awaited<ReturnType<typeof findInvitation>>>;
  /** Who is signed in to this browser. */
  userId: number | null;
}

function Accept({ token, invitation, userId }: AcceptProps) {
  const { email, account, accountId } = invitation;
  if (accountId !== null && accountId === userId)
    return <AcceptForm token={token} email={email} asks="nothing" />;
  if (account === "single-sign-on") return <AcceptSignIn token={token} />;
  return <AcceptForm token={token} email={email} asks={account === "none" ? "new" : "password"} />;
}
