import "server-only";
import { and, eq } from "drizzle-orm";
import { currentTransaction, database, transaction } from "@/db/client";
import { sessions, users } from "@/db/schema";
import { applyChange, type Changeable } from "@/features/audit/change";
import { changesBetween, recordAudit } from "@/features/audit/record";
import { confirmPassword } from "@/features/auth/confirm-password";
import { assertConfirmed } from "@/features/auth/confirmation";
import { hasFactor } from "@/features/auth/enter";
import { hashNewPassword } from "@/features/auth/new-password";
import { getMe } from "@/features/auth/queries";
import { renewSession } from "@/features/auth/renew-session";
import { requirePerson } from "@/features/auth/require-person";
import type { Me } from "@/features/auth/schema";
import { endSessions, signOutEverywhere } from "@/features/auth/sign-out-everywhere";
import { askForPasskey } from "@/features/factors/passkeys";
import { type FactorProof, type Proven, prove } from "@/features/factors/prove";
import { listCredentials } from "@/features/factors/queries";
import type { ChangePassword, Reauthentication, UpdateProfile } from "@/features/profile/schema";
import { storeAgentEvent } from "@/features/team/agent-event";
import type { Context } from "@/lib/context";
import { ConflictError, InvalidError, NotFoundError } from "@/lib/errors";

export async function updateProfile(ctx: Context, { name }: UpdateProfile): Promise<Me> {
  const { userId } = requirePerson(ctx);
  return transaction(async () => {
    await applyChange(ctx, PERSON, userId, ({ before }) => {
      if (name === undefined) return null;
      const changed = { name: { from: before.name, to: name } };
      return {
        action: "user.updated",
        write: () => database().update(users).set({ name }).where(eq(users.id, userId)),
        tell: () => storeAgentEvent(ctx, "agent.updated", userId, { changed }),
      };
    });
    return getMe(ctx);
  });
}

interface Person {
  id: number;
  name: string;
}

const PERSON: Changeable<number, Person> = {
  async lock(ctx, userId) {
    await currentTransaction().select({ id: users.id }).from(users).where(eq(users.id, userId)).for("update");
    return { before: await readPerson(ctx, userId) };
  },
  read: readPerson,
  target: ({ id, name }) => ({ type: "user", id: String(id), name }),
  difference: changesBetween,
};

async function readPerson(_: Context, userId: number): Promise<Person> {
  const [row] = await database()
    .select({ id: users.id, name: users.name })
    .from(users)
    .where(eq(users.id, userId));
  if (!row) throw new NotFoundError("user");
  return row;
}

/** A session's id after the person has shown who they are; its cookie has to be set anew. */
export interface RenewedSession {
  id: string;
  userId: number;
}

/** Ends every other session of the person. Throws InvalidError at `currentPassword` when that is wrong. */
export async function changePassword(ctx: Context, input: ChangePassword): Promise<RenewedSession> {
  const { userId, sessionId } = requirePerson(ctx);
  // It confirms as well, which a password alone doesn't for whoever has a factor.
  if (await hasFactor(userId)) assertConfirmed(ctx, "access");
  const currentHash = await confirmPassword(userId, input.currentPassword);
  if (currentHash === null) {
    await recordFailure(ctx, "user.password_changed");
    throw new InvalidError("The current password is wrong.", [
      { path: "currentPassword", message: "That is not your current password." },
    ]);
  }
  const { user, organization } = await getMe(ctx);
  const owner = { ...user, organizationName: organization.name };
  const passwordHash = await hashNewPassword(input.newPassword, owner, "newPassword");
  return transaction(async () => {
    const changed = await database()
      .update(users)
      .set({ passwordHash })
      .where(and(eq(users.id, userId), eq(users.passwordHash, currentHash)))
      .returning({ id: users.id });
    if (changed.length === 0) {
      throw new ConflictError("The password was changed in another window just now. Sign in with that one.");
    }
    const { id } = await renewSession(sessionId);
    const ended = await signOutEverywhere(userId, id);
    await recordAudit(ctx, {
      action: "user.password_changed",
      target: { type: "user", id: String(userId), name: ctx.actor.name },
      changes: {
        password: { from: "changed", to: "changed" },
        ...(ended > 0 && { otherSessions: { from: ended, to: "ended" } }),
      },
    });
    return { id, userId };
  });
}

/**
 * Lets sensitive calls of this session pass again, under a new id: by password, or by a second factor for whoever has one. Throws InvalidError
 * at `password`, `code` or `passkey` when it is wrong.
 */
export async function reauthenticate(ctx: Context, proof: Reauthentication): Promise<RenewedSession> {
  const { userId, sessionId } = requirePerson(ctx);
  const proven =
    "password" in proof ? await provePassword(ctx, proof.password) : await proveFactor(ctx, proof);
  return transaction(async () => {
    await proven?.spend();
    const { id, changes } = await renewSession(sessionId, { factor: proven?.factor });
    await recordAudit(ctx, {
      action: "session.reauthenticated",
      target: { type: "session", id, name: ctx.actor.name },
      changes,
    });
    return { id, userId };
  });
}

async function provePassword(ctx: Context, password: string): Promise<null> {
  const { userId } = requirePerson(ctx);
  // Otherwise whoever knows the password could take the factors away.
  if (await hasFactor(userId))
    throw new ConflictError(
      "You have a second factor: confirm with it. A password alone is not enough any more.",
    );
  if ((await confirmPassword(userId, password)) !== null) return null;
  await recordFailure(ctx, "session.reauthenticated");
  throw new InvalidError("The password is wrong.", [
    { path: "password", message: "That is not your password." },
  ]);
}

function proveFactor(ctx: Context, proof: FactorProof): Promise<Proven> {
  const { userId } = requirePerson(ctx);
  const { ip, userAgent } = ctx;
  const subject = `confirm:${userId}` as const;
  return prove({ userId, client: { ip, userAgent }, knownPlace: "session", subject }, proof);
}

/** What the browser needs to ask for a passkey. */
export async function startReauthentication(ctx: Context) {
  const { userId } = requirePerson(ctx);
  return askForPasskey(`confirm:${userId}`, await listCredentials(userId));
}

/** Ends one session of the caller's. Throws NotFoundError for anybody else's; one that has ended stays so. */
export async function endSession(ctx: Context, id: string): Promise<void> {
  const { userId } = requirePerson(ctx);
  await transaction(async () => {
    const own = and(eq(sessions.userId, userId), eq(sessions.id, id));
    const [session] = await database().select({ id: sessions.id }).from(sessions).where(own);
    if (!session) throw new NotFoundError("session");
    if ((await endSessions(own)) === 0) return;
    await recordAudit(ctx, {
      action: "session.ended",
      target: { type: "session", id, name: ctx.actor.name },
    });
  });
}

export async function endOtherSessions(ctx: Context): Promise<void> {
  const { userId, sessionId } = requirePerson(ctx);
  await transaction(async () => {
    const ended = await signOutEverywhere(userId, sessionId);
    if (ended === 0) return;
    await recordAudit(ctx, {
      action: "session.others_ended",
      target: { type: "user", id: String(userId), name: ctx.actor.name },
      changes: { otherSessions: { from: ended, to: "ended" } },
    });
  });
}

/** In a transaction of its own, since what was refused must stay on record. */
async function recordFailure(ctx: Context, action: string): Promise<void> {
  const { userId } = requirePerson(ctx);
  const target = { type: "user", id: String(userId), name: ctx.actor.name };
  await transaction(() => recordAudit(ctx, { action, target, outcome: "failure" }));
}
