"use server";

import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { formText, previousTries } from "@/features/auth/form-text";
import { continueWith } from "@/features/auth/pending-cookie";
import { findSession, sessionCookieName } from "@/features/auth/session";
import { requestVisitor } from "@/features/auth/session-cookie";
import { acceptInvitation, findInvitation, type Proof } from "@/features/team/accept-invitation";
import { newPersonSchema } from "@/features/team/accept-schema";
import { AppError, type Issue } from "@/lib/errors";
import { issuesIn } from "@/lib/issues";

export interface AcceptState {
  /** Counts the tries, so that each failed one moves the focus to its errors. */
  tries: number;
  issues: Issue[];
  /** A refusal of the whole form. */
  error: string | null;
  /** What was typed, so that nobody types it twice. */
  name: string;
}

export async function acceptInvite(previous: AcceptState, form: FormData): Promise<AcceptState> {
  const [token, name, password] = ["token", "name", "password"].map((field) => formText(form, field));
  let path: string;
  const failed = { tries: previousTries(previous) + 1, issues: [], error: null, name: name ?? "" };
  try {
    const invitation = await findInvitation(token ?? "");
    const proof = await proofFrom(invitation, { name, password });
    if ("issues" in proof) return { ...failed, issues: proof.issues };
    const entry = await acceptInvitation(token ?? "", proof, await requestVisitor());
    path = await continueWith(entry, "/");
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return error.issues ? { ...failed, issues: error.issues } : { ...failed, error: error.message };
  }
  redirect(path);
}

/** A session of the invited account speaks for itself; otherwise the form does. */
async function proofFrom(
  invitation: Awaited<ReturnType<typeof findInvitation>>,
  typed: { name: string | undefined; password: string | undefined },
): Promise<Proof | { issues: Issue[] }> {
  const cookie = (await cookies()).get(sessionCookieName())?.value;
  const session = cookie ? await findSession(cookie) : null;
  if (session && session.userId === invitation?.accountId) {
    const { userId, authenticatedAt, factor } = session;
    return { kind: "session", userId, authenticatedAt, factor };
  }
  if (invitation?.accountId) return { kind: "password", password: typed.password ?? "" };
  const parsed = newPersonSchema.safeParse(typed);
  if (parsed.success) return { kind: "new", ...parsed.data };
  return { issues: issuesIn(parsed.error) };
}
