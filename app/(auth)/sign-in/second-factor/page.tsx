import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { CenteredCard } from "@/components/centered-page";
import { Button } from "@/components/ui/button";
import { signInHref } from "@/features/auth/links";
import { safeNextPath } from "@/features/auth/next-path";
import { pendingSignInId } from "@/features/auth/pending-cookie";
import { EnrollStep } from "@/features/factors/components/enroll-step";
import { FinishSignIn } from "@/features/factors/components/finish-sign-in";
import { ProveStep } from "@/features/factors/components/prove-step";
import { passkeyObstacle } from "@/features/factors/passkey-offer";
import { findPendingSignIn, mayEnroll, type PendingSignIn } from "@/features/factors/pending";
import { SingleSignOnButton } from "@/features/sign-in/components/single-sign-on-button";
import { isSingleSignOnOffered } from "@/features/sign-in/oidc-provider";
import { env } from "@/lib/env";

export const metadata: Metadata = { title: "Second factor" };

export default async function SecondFactorPage({ searchParams }: PageProps<"/sign-in/second-factor">) {
  const { next } = await searchParams;
  const path = safeNextPath(typeof next === "string" ? next : null);
  const id = await pendingSignInId();
  const pending = id === null ? null : await findPendingSignIn(id);
  if (!pending) redirect(signInHref(path === "/" ? undefined : path));
  return (
    <CenteredCard
      title={pending.kinds.length > 0 && !pending.factor ? "Confirm that it is you" : "Add a second factor"}
    >
      <Step pending={pending} next={path} />
      <Link
        href={signInHref()}
        className="self-start text-sm rounded-sm text-link underline decoration-1 underline-offset-3 hover:decoration-2"
      >
        Back to sign-in
      </Link>
    </CenteredCard>
  );
}

function Step({ pending, next }: { pending: PendingSignIn; next: string }) {
  const obstacle = passkeyObstacle();
  if (pending.factor) return <FinishSignIn next={next} />;
  if (pending.kinds.length > 0)
    return <ProveStep kinds={pending.kinds} isPasskeyOffered={obstacle === null} next={next} />;
  if (mayEnroll(pending)) return <EnrollStep passkeyObstacle={obstacle} next={next} />;
  return <ProveAnew hasPassword={pending.hasPassword} next={next} />;
}

/** A link in a mail, or a sign-in at the provider hours ago, is too little to add a factor with. */
function ProveAnew({ hasPassword, next }: { hasPassword: boolean; next: string }) {
  return (
    <>
      <p className="text-sm">
        Your role needs a second factor, and you have none yet. To add one, first sign in anew
        {hasPassword ? " with your password." : " at your provider."}
      </p>
      {hasPassword && (
        <Button asChild variant="primary" size="lg">
          <Link href={signInHref(next === "/" ? undefined : next)}>Sign in with your password</Link>
        </Button>
      )}
      {isSingleSignOnOffered() && <SingleSignOnButton name={env.OIDC_NAME} next={next} asksAnew />}
    </>
  );
}
