import type { Metadata } from "next";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { SignInForm } from "@/features/auth/components/sign-in-form";
import { SingleSignOnButton } from "@/features/auth/components/single-sign-on-button";
import { safeNextPath } from "@/features/auth/next-path";
import { isSingleSignOnOffered } from "@/features/auth/oidc-provider";
import { findSession, sessionCookieName } from "@/features/auth/session";
import { isSetupDone } from "@/features/auth/setup";
import { refusalText } from "@/features/auth/sign-in-refusal";
import { env } from "@/lib/env";

export const metadata: Metadata = { title: "Sign in" };

export default async function SignInPage({ searchParams }: PageProps<"/sign-in">) {
  if (!(await isSetupDone())) redirect("/setup");
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
      {isSingleSignOnOffered() && <SingleSignOnButton name={env.OIDC_NAME} next={path} />}
    </div>
  );
}
