import Link from "next/link";
import { Button } from "@/components/ui/button";

/** For people whose account has no password: their provider says who they are. */
export function AcceptSignIn({ token }: { token: string }) {
  return (
    <>
      <p className="text-sm">You have an account already. Sign in to it, then accept the invitation.</p>
      <Button asChild variant="primary" size="lg">
        <Link href={`/sign-in?next=${encodeURIComponent(`/invite/${token}`)}`}>Sign in</Link>
      </Button>
    </>
  );
}
