import "server-only";
import { and, eq, gt, sql } from "drizzle-orm";
import { database, transaction } from "@/db/client";
import type { SessionFactor } from "@/db/enums";
import { invitations, memberships, organizations, users } from "@/db/schema";
import { recordAudit } from "@/features/audit/record";
import { type Entry, enter } from "@/features/auth/enter";
import { hashNewPassword } from "@/features/auth/new-password";
import type { Visitor } from "@/features/auth/session";
import { checkPassword } from "@/features/auth/sign-in";
import { personContext } from "@/features/auth/system-context";
import type { NewPerson } from "@/features/team/accept-schema";
import { storeAgentEvent } from "@/features/team/agent-event";
import { hashInvitationToken, isInvitationToken } from "@/features/team/invitation-token";
import { isOpen, statusOf } from "@/features/team/invitations";
import type { Invitation } from "@/features/team/schema";
import type { Client } from "@/lib/context";
import { ConflictError, InvalidError, NotFoundError } from "@/lib/errors";
import type { Role } from "@/lib/roles";

/** What the holder of a link may know. */
export interface OpenInvitation {
  status: Invitation["status"];
  organizationName: string;
  email: string;
  role: Role;
  invitedBy: string;
  expiresAt: string;
  /** Whether the address has an account: it is then confirmed instead of made. */
  account: "none" | "password" | "single-sign-on";
  accountId: number | null;
}

/** How an invited person shows to be who was invited. */
export type Proof =
  | ({ kind: "new" } & NewPerson)
  | { kind: "password"; password: string }
  /** Signed in to this browser as that user. */
  | { kind: "session"; userId: number; authenticatedAt: Date; factor: SessionFactor | null };

/** Null for a link that never was. */
export async function findInvitation(token: string): Promise<OpenInvitation | null> {
  if (!isInvitationToken(token)) return null;
  const [row] = await database()
    .select({
      acceptedAt: invitations.acceptedAt,
      revokedAt: invitations.revokedAt,
      expiresAt: invitations.expiresAt,
      email: invitations.email,
      role: invitations.role,
      organizationName: organizations.name,
      invitedBy: sql<string>`(select name from users inviter where inviter.id = ${invitations.invitedBy})`,
      userId: users.id,
      hasPassword: sql<boolean>`${users.passwordHash} is not null`,
    })
    .from(invitations)
    .innerJoin(organizations, eq(organizations.id, invitations.organizationId))
    .leftJoin(users, eq(users.email, invitations.email))
    .where(eq(invitations.tokenHash, hashInvitationToken(token)));
  if (!row) return null;
  const account = row.hasPassword ? "password" : "single-sign-on";
  return {
    status: statusOf(row),
    organizationName: row.organizationName,
    email: row.email,
    role: row.role,
    invitedBy: row.invitedBy,
    expiresAt: row.expiresAt.toISOString(),
    account: row.userId === null ? "none" : account,
    accountId: row.userId,
  };
}

/**
 * Makes the invited person a member and lets them in. A link works once, however many try at the same moment.
 * Throws ConflictError for a link that is used up, and InvalidError at `password` for a wrong one.
 */
export async function acceptInvitation(
  token: string,
  proof: Proof,
  { sessionId: replacedId = null, ...client }: Visitor,
): Promise<Entry> {
  const invitation = await findInvitation(token);
  if (!invitation) throw new NotFoundError("invitation");
  assertPending(invitation.status);
  // Slow on purpose, and so before the transaction.
  const person = await identify(invitation, proof, client);
  return transaction(async () => {
    const [accepted] = await database()
      .update(invitations)
      .set({ acceptedAt: sql`now()` })
      .where(
        and(
          eq(invitations.tokenHash, hashInvitationToken(token)),
          isOpen(),
          gt(invitations.expiresAt, sql`now()`),
        ),
      )
      .returning({
        id: invitations.id,
        organizationId: invitations.organizationId,
        email: invitations.email,
        role: invitations.role,
      });
    if (!accepted) throw used();
    const { organizationId, role } = accepted;
    const { userId, name } = "userId" in person ? person : await addUser({ ...person, ...accepted });
    const [member] = await database()
      .insert(memberships)
      .values({ organizationId, userId, role })
      .onConflictDoNothing()
      .returning({ userId: memberships.userId });
    if (!member) throw new ConflictError("You belong to this organization already. Sign in instead.");
    const visitor = { ...client, sessionId: replacedId };
    const entry = await enter(userId, visitor, { organizationId, ...provenBy(proof) });
    if (!entry) throw new Error("a new member is not let in");
    const sessionId = entry.sessionId ?? entry.pendingId;
    const ctx = personContext({ userId, name, role, organizationId, sessionId }, client);
    await recordAudit(ctx, {
      action: "invitation.accepted",
      target: { type: "invitation", id: accepted.id, name: accepted.email },
      changes: { status: { from: "pending", to: "accepted" } },
    });
    await recordAudit(ctx, {
      action: "user.joined",
      target: { type: "user", id: String(userId), name },
      changes: { role: { from: null, to: role }, email: { from: null, to: accepted.email } },
    });
    await storeAgentEvent(ctx, "agent.created", userId);
    return entry;
  });
}

/** A session that speaks for somebody has proved no more than it had before. */
function provenBy(proof: Proof): Parameters<typeof enter>[2] {
  if (proof.kind !== "session") return { proof: "own" };
  const { authenticatedAt, factor } = proof;
  return { proof: "session", authenticatedAt, factor };
}

type Identified = { userId: number; name: string } | { name: string; passwordHash: string };

async function identify(invitation: OpenInvitation, proof: Proof, client: Client): Promise<Identified> {
  if (proof.kind === "session") return signedInAs(invitation.email, proof.userId);
  if (invitation.account === "none") {
    if (proof.kind !== "new") throw used();
    const owner = { ...invitation, name: proof.name };
    return { name: proof.name, passwordHash: await hashNewPassword(proof.password, owner) };
  }
  if (invitation.account === "single-sign-on") {
    throw new ConflictError(
      "You have an account without a password here. Sign in, then open the link again.",
    );
  }
  const user = await checkPassword({ email: invitation.email, password: proof.password }, client);
  if (user) return user;
  throw new InvalidError("The password is wrong.", [
    { path: "password", message: "That is not the password of your account." },
  ]);
}

async function signedInAs(email: string, userId: number): Promise<Identified> {
  const [user] = await database()
    .select({ userId: users.id, name: users.name })
    .from(users)
    .where(and(eq(users.id, userId), eq(users.email, email)));
  if (user) return user;
  throw new ConflictError(`The invitation is for ${email}. Sign out, then open the link again.`);
}

async function addUser({
  email,
  name,
  passwordHash,
}: {
  email: string;
  name: string;
  passwordHash: string;
}): Promise<{ userId: number; name: string }> {
  const [user] = await database()
    .insert(users)
    .values({ email, name, passwordHash })
    .onConflictDoNothing()
    .returning({ userId: users.id, name: users.name });
  if (user) return user;
  throw new ConflictError("Someone has just made an account for this address. Open the link again.");
}

function assertPending(status: Invitation["status"]): void {
  if (status === "pending") return;
  if (status === "accepted") throw used();
  throw new ConflictError(
    `This invitation ${status === "expired" ? "has expired" : "was revoked"}. Ask for a new one.`,
  );
}

function used(): ConflictError {
  return new ConflictError("This invitation was used already. Sign in instead.");
}
