"use server";

import { redirect } from "next/navigation";
import type * as z from "zod";
import { formText, refusalOf } from "@/features/auth/form-text";
import { signInHref } from "@/features/auth/links";
import { safeNextPath } from "@/features/auth/next-path";
import { continueWith, pendingSignInId } from "@/features/auth/pending-cookie";
import { requestVisitor } from "@/features/auth/session-cookie";
import { startAuthenticatorApp, startPasskey } from "@/features/factors/add";
import { askForPasskey } from "@/features/factors/passkeys";
import {
  askPendingForPasskey,
  completeSignIn,
  contextOf,
  enroll,
  findPendingSignIn,
  finishEnrollment,
  mayEnroll,
  over,
  type PendingSignIn,
  signInWithPasskey,
} from "@/features/factors/pending";
import {
  type AddedFactor,
  type AuthenticatorSecret,
  addAuthenticatorAppSchema,
  addPasskeySchema,
  codeSchema,
  passkeyAnswerSchema,
} from "@/features/factors/schema";
import { consumeRateLimit, type RateLimit } from "@/features/limits/rate-limit";
import { AppError, InvalidError } from "@/lib/errors";
import { issuesIn } from "@/lib/issues";
import { limitedAddress } from "@/lib/limited-address";

/** Each asked question is a row for minutes. */
const QUESTIONS: RateLimit = { name: "passkey-question:address", max: 100, windowSeconds: 900 };

/** What an action answers to code: a message that is thrown would not reach the browser. */
export type Answer<Result> = { result: Result } | { error: string };

export interface CodeState {
  tries: number;
  error: string | null;
}

/** The second step of a sign-in, by a code. A plain form: it works without JavaScript. */
export async function sendCode(previous: CodeState, form: FormData): Promise<CodeState> {
  const next = safeNextPath(formText(form, "next"));
  const sent = await answering(async () => {
    const code = parse(codeSchema, formText(form, "code"));
    const pending = await requirePending();
    return continueWith(await completeSignIn(pending, await requestVisitor(), { code }), next);
  });
  if ("error" in sent) return { tries: (Number(previous?.tries) || 0) + 1, error: sent.error };
  redirect(sent.result);
}

export async function askForStepPasskey(): Promise<Answer<object>> {
  return answering(async () => {
    await countQuestion();
    return askPendingForPasskey(await requirePending());
  });
}

/** The second step of a sign-in, by a passkey. */
export async function sendStepPasskey(answer: unknown, next: string): Promise<{ error: string }> {
  const sent = await answering(async () => {
    const passkey = parse(passkeyAnswerSchema, answer);
    const entry = await completeSignIn(await requirePending(), await requestVisitor(), { passkey });
    return continueWith(entry, safeNextPath(next));
  });
  if ("error" in sent) return sent;
  redirect(sent.result);
}

export async function askForSignInPasskey(): Promise<Answer<object>> {
  return answering(async () => {
    await countQuestion();
    return askForPasskey("sign-in");
  });
}

/** A whole sign-in by a passkey alone. */
export async function sendSignInPasskey(answer: unknown, next: string): Promise<{ error: string }> {
  const sent = await answering(async () => {
    const entry = await signInWithPasskey(parse(passkeyAnswerSchema, answer), await requestVisitor());
    return continueWith(entry, safeNextPath(next));
  });
  if ("error" in sent) return sent;
  redirect(sent.result);
}

export async function startAppAtSignIn(): Promise<Answer<AuthenticatorSecret>> {
  return answering(async () => startAuthenticatorApp(await requireEnrolling()));
}

export async function addAppAtSignIn(input: unknown): Promise<Answer<AddedFactor>> {
  return answering(async () => {
    const body = parse(addAuthenticatorAppSchema, input);
    return enroll(await requirePending(), await requestVisitor(), body);
  });
}

export async function startPasskeyAtSignIn(): Promise<Answer<object>> {
  return answering(async () => startPasskey(await requireEnrolling()));
}

export async function addPasskeyAtSignIn(input: unknown): Promise<Answer<AddedFactor>> {
  return answering(async () => {
    const body = parse(addPasskeySchema, input);
    return enroll(await requirePending(), await requestVisitor(), body);
  });
}

/** The last step of whoever had to add a factor. */
export async function finishSignIn(form: FormData): Promise<void> {
  const next = safeNextPath(formText(form, "next"));
  const sent = await answering(async () => {
    const entry = await finishEnrollment(await requirePending(), await requestVisitor());
    return continueWith(entry, next);
  });
  redirect("error" in sent ? signInHref(next) : sent.result);
}

async function requirePending(): Promise<PendingSignIn> {
  const id = await pendingSignInId();
  const pending = id === null ? null : await findPendingSignIn(id);
  if (!pending) throw over();
  return pending;
}

async function requireEnrolling() {
  await countQuestion();
  const pending = await requirePending();
  if (!mayEnroll(pending)) throw over();
  return contextOf(pending, await requestVisitor());
}

async function countQuestion(): Promise<void> {
  const { ip } = await requestVisitor();
  await consumeRateLimit(QUESTIONS, limitedAddress(ip), "Too many tries from this address.");
}

async function answering<Result>(work: () => Promise<Result>): Promise<Answer<Result>> {
  try {
    return { result: await work() };
  } catch (error) {
    if (error instanceof AppError) return { error: error.issues?.[0]?.message ?? refusalOf(error) };
    throw error;
  }
}

function parse<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new InvalidError("What was sent can't be read.", issuesIn(parsed.error));
}
