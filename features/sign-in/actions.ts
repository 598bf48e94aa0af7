"use server";

import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import { enter } from "@/features/auth/enter";
import { formText, previousTries, refusalOf } from "@/features/auth/form-text";
import { signInHref } from "@/features/auth/links";
import { safeNextPath } from "@/features/auth/next-path";
import { continueWith } from "@/features/auth/pending-cookie";
import { setupSchema } from "@/features/auth/schema";
import { revokeSession, sessionCookieName, sessionCookieOptions } from "@/features/auth/session";
import { requestVisitor } from "@/features/auth/session-cookie";
import { signInWithPassword } from "@/features/auth/sign-in";
import { signInWithLink } from "@/features/auth/sign-in-link";
import { completeSetup } from "@/features/sign-in/setup";
import { isFromThisMachine } from "@/lib/client-address";
import { AppError, type Issue } from "@/lib/errors";
import { issuesIn } from "@/lib/issues";

export interface SignInState {
  error: string | null;
  /** What was typed, so that nobody types it twice. */
  email: string;
}

export async function signIn(_: SignInState, form: FormData): Promise<SignInState> {
  const email = formText(form, "email");
  let path: string;
  try {
    const entry = await signInWithPassword(
      { email, password: formText(form, "password") },
      await requestVisitor(),
    );
    if (!entry) return { error: "Email or password is wrong.", email };
    path = await continueWith(entry, safeNextPath(formText(form, "next")));
  } catch (error) {
    if (error instanceof AppError) return { error: refusalOf(error), email };
    throw error;
  }
  redirect(path);
}

export interface LinkState {
  error: string | null;
}

/** Takes a click, so that a program that looks at links in mails uses none up. */
export async function signInByLink(_: LinkState, form: FormData): Promise<LinkState> {
  const entry = await signInWithLink(formText(form, "token"), await requestVisitor());
  if (!entry)
    return { error: "This link was used already, or is older than an hour. Sign in with your password." };
  redirect(await continueWith(entry, "/"));
}

/** Ends the session itself, so that a copy of the cookie is worth nothing. A form may say in `next` where to go on after the next sign-in. */
export async function signOut(form?: FormData): Promise<void> {
  const { sessionId, ...client } = await requestVisitor();
  if (sessionId) await revokeSession(sessionId, client);
  const store = await cookies();
  // Browsers ignore a deletion of a `__Host-` cookie that isn't marked secure, which `delete` can't do.
  store.set(sessionCookieName(), "", { ...sessionCookieOptions(), maxAge: 0 });
  const next = safeNextPath(form ? formText(form, "next") : null);
  redirect(signInHref(next === "/" ? undefined : next));
}

export interface SetUpState {
  /** Counts the tries, so that each failed one moves the focus to its errors. */
  tries: number;
  issues: Issue[];
  /** A refusal of the whole form. */
  error: string | null;
  isTaken: boolean;
  values: { name: string; email: string; organizationName: string; timeZone: string };
}

export async function setUp(previous: SetUpState, form: FormData): Promise<SetUpState> {
  const values = {
    name: formText(form, "name"),
    email: formText(form, "email"),
    organizationName: formText(form, "organizationName"),
    timeZone: formText(form, "timeZone"),
  };
  const failed = { tries: previousTries(previous) + 1, issues: [], error: null, isTaken: false, values };
  const parsed = setupSchema.safeParse({
    ...values,
    password: formText(form, "password"),
    passwordConfirmation: formText(form, "passwordConfirmation"),
    token: formText(form, "token") || undefined,
  });
  if (!parsed.success) {
    const issues = issuesIn(parsed.error);
    return { ...failed, issues };
  }
  try {
    const isLoopback = isFromThisMachine(await headers());
    const visitor = await requestVisitor();
    const { userId } = await completeSetup(parsed.data, { isLoopback, ip: visitor.ip });
    const entry = await enter(userId, visitor, { proof: "own" });
    if (entry) await continueWith(entry, "/");
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.issues) return { ...failed, issues: error.issues };
    return { ...failed, error: error.message, isTaken: error.code === "conflict" };
  }
  redirect("/");
}
