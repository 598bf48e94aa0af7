import { eq } from "drizzle-orm";
import { Secret, TOTP } from "otpauth";
import { database } from "@/db/client";
import { createContext, createOrganization, createUser, type TestUser } from "@/db/factories";
import { factors } from "@/db/schema";
import { enter } from "@/features/auth/enter";
import type { Visitor } from "@/features/auth/session";
import { addAuthenticatorApp, startAuthenticatorApp } from "./add";
import { findPendingSignIn, type PendingSignIn } from "./pending";

export const VISITOR: Visitor = { ip: "203.0.113.9", userAgent: "Test" };

/** A code as an app shows it, whose clock is off by so many steps. */
export function codeOf(secret: string, steps = 0): string {
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({
    timestamp: Date.now() + steps * 30_000,
  });
}

export interface Equipped {
  user: TestUser;
  ctx: ReturnType<typeof createContext>;
  secret: string;
  factorId: string;
  recoveryCodes: string[];
}

/** Somebody with an authenticator app, none of whose codes is used up. */
export async function createEquipped(user?: TestUser): Promise<Equipped> {
  const person = user ?? (await createUser(await createOrganization()));
  const ctx = createContext(person);
  const { secret } = await startAuthenticatorApp(ctx);
  const added = await addAuthenticatorApp(ctx, { name: "Phone", secret, code: codeOf(secret) });
  await database().update(factors).set({ lastStep: null }).where(eq(factors.id, added.factor.id));
  const { factor, recoveryCodes } = added;
  return { user: person, ctx, secret, factorId: factor.id, recoveryCodes: recoveryCodes ?? [] };
}

/** As after the right password. */
export async function startSignIn(user: TestUser): Promise<PendingSignIn> {
  const entry = await enter(user.id, VISITOR, { proof: "own" });
  const pending = entry?.pendingId === undefined ? null : await findPendingSignIn(entry.pendingId);
  if (!pending) throw new Error("no second factor was asked for");
  return pending;
}
