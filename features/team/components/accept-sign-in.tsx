import Link from "next/link";
import { Button } from "@/components/ui/button";
import { signInHref } from "@/features/auth/links";
import { acceptInvitationHref } from "@/features/team/links";

/** For people whose account has no password: their provider says who they are. */
export function AcceptSignIn({ token }: { token: string }) {
  return (
    <>
      <p className="text-sm">You have an account already. Sign in to it, then accept the invitation.</p>
      <Button asChild variant="primary" size="lg">
        <Link href={signInHref(acceptInvitationHref(token))}>Sign in</Link>
      </Button>
    </>
  );
}
