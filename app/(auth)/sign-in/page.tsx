import type { Metadata } from "next";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { setupHref } from "@/features/auth/links";
import { safeNextPath } from "@/features/auth/next-path";
import { findSession, sessionCookieName } from "@/features/auth/session";
import { PasskeyButton } from "@/features/factors/components/passkey-button";
import { passkeyObstacle } from "@/features/factors/passkey-offer";
import { SignInForm } from "@/features/sign-in/components/sign-in-form";
import { SingleSignOnButton } from "@/features/sign-in/components/single-sign-on-button";
import { isSingleSignOnOffered } from "@/features/sign-in/oidc-provider";
import { isSetupDone } from "@/features/sign-in/setup";
import { refusalText } from "@/features/sign-in/sign-in-refusal";
import { env } from "@/lib/env";

export const metadata: Metadata = { title: "Sign in" };

export default async function SignInPage({ searchParams }: PageProps<"/sign-in">) {
  if (!(await isSetupDone())) redirect(setupHref());
  const { next, error } = await searchParams;
  const path = safeNextPath(typeof next === "string" ? next : null);
  const cookie = (await cookies()).get(sessionCookieName())?.value;
  if (cookie && (await findSession(cookie))) redirect(path);
  return (
    <div className="flex flex-col gap-5 rounded-xl border border-border bg-card p-6 shadow-xs">
      <h1 className="text-xl font-semibold tracking-tight">Sign in</h1>
      <SignInForm
        next={path}
        wasSignedOut={Boolean(cookie)}
        refusal={refusalText(typeof error === "string" ? error : null)}
      />
      {passkeyObstacle() === null && <PasskeyButton step="sign-in" next={path} />}
      {isSingleSignOnOffered() && <SingleSignOnButton name={env.OIDC_NAME} next={path} />}
    </div>
  );
}
