import "server-only";
import { and, eq, gt, sql } from "drizzle-orm";
import { database, transaction } from "@/db/client";
import type { FactorKind, SessionFactor } from "@/db/enums";
import { memberships, organizations, pendingSignIns, users } from "@/db/schema";
import { type Entry, enter, PENDING_MINUTES } from "@/features/auth/enter";
import { kindsOf } from "@/features/auth/queries";
import { createSession, type Visitor } from "@/features/auth/session";
import { personContext } from "@/features/auth/system-context";
import { addAuthenticatorApp, addPasskey } from "@/features/factors/add";
import { askForPasskey } from "@/features/factors/passkeys";
import { type FactorProof, prove } from "@/features/factors/prove";
import { credentialOf, listCredentials } from "@/features/factors/queries";
import type { AddAuthenticatorApp, AddedFactor, AddPasskey, PasskeyAnswer } from "@/features/factors/schema";
import { IS_FACTOR_REQUIRED, isActiveMemberOf } from "@/features/members/predicates";
import type { Context } from "@/lib/context";
import { env } from "@/lib/env";
import { InvalidError, UnauthorizedError } from "@/lib/errors";
import type { Role } from "@/lib/roles";
import { MINUTE_MS } from "@/lib/time";

/** A sign-in that still lacks its second factor. */
export interface PendingSignIn {
  id: string;
  userId: number;
  organizationId: number;
  name: string;
  role: Role;
  hasPassword: boolean;
  authenticatedAt: Date;
  /** Added in this sign-in. */
  factor: SessionFactor | null;
  /** What the person can be asked for. None: they have to add one. */
  kinds: FactorKind[];
}

/** Null for one that is over. */
export async function findPendingSignIn(id: string): Promise<PendingSignIn | null> {
  const [row] = await database()
    .select({
      id: pendingSignIns.id,
      userId: pendingSignIns.userId,
      organizationId: pendingSignIns.organizationId,
      name: users.name,
      role: memberships.role,
      hasPassword: sql<boolean>`${users.passwordHash} is not null`,
      authenticatedAt: pendingSignIns.authenticatedAt,
      factor: pendingSignIns.factor,
      isRequired: IS_FACTOR_REQUIRED,
    })
    .from(pendingSignIns)
    .innerJoin(users, eq(users.id, pendingSignIns.userId))
    .innerJoin(organizations, eq(organizations.id, pendingSignIns.organizationId))
    .innerJoin(
      memberships,
      and(eq(memberships.userId, pendingSignIns.userId), isActiveMemberOf(pendingSignIns.organizationId)),
    )
    .where(and(eq(pendingSignIns.id, id), gt(pendingSignIns.expiresAt, sql`now()`)));
  if (!row) return null;
  const { isRequired, ...pending } = row;
  const kinds = await kindsOf(pending.userId);
  // It waited for a factor that an admin has reset meanwhile.
  return kinds.length > 0 || isRequired ? { ...pending, kinds } : null;
}

/** Whether the first proof is good enough to add a factor: a mailbox, or whoever sat at the browser hours ago, is not. */
export function mayEnroll({ kinds, authenticatedAt }: PendingSignIn): boolean {
  const age = Date.now() - authenticatedAt.getTime();
  return kinds.length === 0 && age <= (env.REAUTHENTICATION_STRICT_MINUTES + PENDING_MINUTES) * MINUTE_MS;
}

export function contextOf(pending: PendingSignIn, { ip, userAgent }: Visitor): Context {
  return personContext({ ...pending, sessionId: pending.id }, { ip, userAgent });
}

export async function askPendingForPasskey({ id, userId }: PendingSignIn) {
  return askForPasskey(`pending:${id}`, await listCredentials(userId));
}

/** Opens the session. Two tries at once with right codes open one. Throws InvalidError for a wrong code or passkey. */
export async function completeSignIn(
  pending: PendingSignIn,
  visitor: Visitor,
  proof: FactorProof,
): Promise<Entry> {
  const { id, userId } = pending;
  const proven = await prove({ userId, ...placeOf(userId, visitor), subject: `pending:${id}` }, proof);
  // A recovery code is the lesser proof: it makes no mailbox into a person who has just shown who they are.
  const authenticatedAt = proven.factor === "recovery_code" ? pending.authenticatedAt : new Date();
  return transaction(async () => {
    await takePending(id);
    await proven.spend();
    return open({ ...pending, authenticatedAt }, visitor, proven.factor);
  });
}

/** Adds the first factor of somebody whose role needs one. The session comes with the next step, once the recovery codes are kept. */
export function enroll(
  pending: PendingSignIn,
  visitor: Visitor,
  input: AddAuthenticatorApp | AddPasskey,
): Promise<AddedFactor> {
  if (!mayEnroll(pending)) throw over();
  const ctx = contextOf(pending, visitor);
  return transaction(async () => {
    const added = "code" in input ? await addAuthenticatorApp(ctx, input) : await addPasskey(ctx, input);
    const noted = await database()
      .update(pendingSignIns)
      .set({ factor: added.factor.kind })
      .where(eq(pendingSignIns.id, pending.id))
      .returning({ id: pendingSignIns.id });
    if (noted.length === 0) throw over();
    return added;
  });
}

/** Opens the session of whoever has just added a factor. */
export function finishEnrollment(pending: PendingSignIn, visitor: Visitor): Promise<Entry> {
  const { factor } = pending;
  if (factor === null) throw over();
  return transaction(async () => {
    await takePending(pending.id);
    return open(pending, visitor, factor);
  });
}

/** Signs in with a passkey alone: it is something one has, and asks for a finger, a face or a PIN. */
export async function signInWithPasskey(answer: PasskeyAnswer, visitor: Visitor): Promise<Entry> {
  const userId = (await credentialOf(answer.id))?.userId;
  if (userId === undefined) throw unknownPasskey();
  const prover = { userId, ...placeOf(userId, visitor), subject: "sign-in" as const };
  const proven = await prove(prover, { passkey: answer });
  return transaction(async () => {
    const entry = await enter(userId, visitor, { proof: "passkey", factor: proven.factor });
    if (entry?.sessionId === undefined) throw unknownPasskey();
    await proven.spend();
    return entry;
  });
}

function placeOf(userId: number, { device, ip, userAgent }: Visitor) {
  return { client: { ip, userAgent }, knownPlace: device?.userId === userId ? device.id : null };
}

async function open(
  { userId, organizationId, authenticatedAt }: PendingSignIn,
  visitor: Visitor,
  factor: SessionFactor,
): Promise<Entry> {
  const sessionId = await createSession(userId, visitor, { organizationId, authenticatedAt, factor });
  if (sessionId === null) throw over();
  return { userId, sessionId };
}

async function takePending(id: string): Promise<void> {
  const taken = await database()
    .delete(pendingSignIns)
    .where(and(eq(pendingSignIns.id, id), gt(pendingSignIns.expiresAt, sql`now()`)))
    .returning({ id: pendingSignIns.id });
  if (taken.length === 0) throw over();
}

export function over(): UnauthorizedError {
  return new UnauthorizedError("This sign-in took too long. Start again with your password.");
}

function unknownPasskey(): InvalidError {
  const message = "This passkey is not known here. Sign in with your password, then add it in your profile.";
  return new InvalidError(message, [{ path: "passkey", message }]);
}
