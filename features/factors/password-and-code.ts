import "server-only";
import * as z from "zod";
import type { Entry } from "@/features/auth/enter";
import type { Visitor } from "@/features/auth/session";
import { signInWithPassword } from "@/features/auth/sign-in";
import { completeSignIn, findPendingSignIn, over } from "@/features/factors/pending";
import { codeSchema } from "@/features/factors/schema";
import { InvalidError, UnauthorizedError } from "@/lib/errors";

const codeFieldSchema = z.object({ code: codeSchema });

/**
 * Signs a program in with one call. Null for a wrong password. Throws UnauthorizedError where a second factor is missing or wrong, and
 * RateLimitedError after too many tries.
 */
export async function signInWithPasswordAndCode(
  credentials: unknown,
  visitor: Visitor,
): Promise<Entry | null> {
  const entry = await signInWithPassword(credentials, visitor);
  if (entry?.pendingId === undefined) return entry;
  const pending = await findPendingSignIn(entry.pendingId);
  if (!pending) throw over();
  if (pending.kinds.length === 0)
    throw new UnauthorizedError(
      "Your role needs a second factor, and you have none. Sign in with a browser once, and add one.",
    );
  const { data } = codeFieldSchema.safeParse(credentials);
  if (!data)
    throw new UnauthorizedError(
      "This account has a second factor. Send a code of its authenticator app, or a recovery code, as `code`.",
    );
  return completeSignIn(pending, visitor, data).catch((error: unknown) => {
    // To whoever signs in everything that is wrong is one answer.
    throw error instanceof InvalidError ? new UnauthorizedError(error.message) : error;
  });
}
