import "server-only";
import { and, eq, inArray, lte, type SQL, sql } from "drizzle-orm";
import { currentTransaction, database, transaction } from "@/db/client";
import { invitations, memberships, users } from "@/db/schema";
import { applyChange, type Changeable } from "@/features/audit/change";
import { changesBetween, recordAudit } from "@/features/audit/record";
import { memberStatus } from "@/features/members/predicates";
import { assertMayGrant } from "@/features/team/grants";
import { mintInvitationToken } from "@/features/team/invitation-token";
import { getInvitation, isOpen, statusOf } from "@/features/team/invitations";
import { mailInvitations } from "@/features/team/invite-mail";
import type {
  CreateInvitations,
  Invitation,
  ResentInvitation,
  SentInvitation,
  SentInvitations,
} from "@/features/team/schema";
import { actorUserId, authorize, type Context } from "@/lib/context";
import { env } from "@/lib/env";
import { AppError, ConflictError, ForbiddenError, type Issue } from "@/lib/errors";

/** Invites all of the addresses or none. The answer and the mail are the only places where the links ever appear. */
export async function createInvitations(ctx: Context, input: CreateInvitations): Promise<SentInvitations> {
  authorize(ctx, "team:write");
  assertMayGrant(ctx, input.role);
  const invitedBy = actorUserId(ctx);
  if (invitedBy === null) throw new ForbiddenError("Only a person, or a token of theirs, can invite people.");
  const emails = [...new Set(input.emails)];
  return transaction(async () => {
    await refuseMembers(ctx, input.emails);
    await retireExpired(ctx, emails);
    const minted = emails.map((email) => ({ email, ...mintInvitationToken() }));
    const rows = await database()
      .insert(invitations)
      .values(
        minted.map(({ email, hash }) => ({
          organizationId: ctx.organizationId,
          email,
          role: input.role,
          tokenHash: hash,
          invitedBy,
          expiresAt: expiry(),
        })),
      )
      .onConflictDoNothing()
      .returning({ id: invitations.id, email: invitations.email });
    const idOf = new Map(rows.map((row) => [row.email, row.id]));
    refuse(
      input.emails,
      (email) => !idOf.has(email),
      "was invited already. Resend or revoke that invitation.",
    );
    const sent: SentInvitation[] = [];
    for (const { email, url } of minted) {
      const id = idOf.get(email) ?? "";
      await recordAudit(ctx, {
        action: "invitation.created",
        target: { type: "invitation", id, name: email },
        changes: { role: { from: null, to: input.role } },
      });
      sent.push({ ...(await getInvitation(ctx, id)), url });
    }
    return { data: sent, mailed: await mailInvitations(ctx, sent) };
  });
}

/** A new link in place of the one before, with the whole time to accept it. */
export async function resendInvitation(ctx: Context, id: string): Promise<ResentInvitation> {
  authorize(ctx, "team:write");
  const { hash, url } = mintInvitationToken();
  return transaction(async () => {
    const invitation = await applyChange(ctx, INVITATION, id, ({ before }) => {
      // Whoever gets a link could use it.
      assertMayGrant(ctx, before.role);
      assertOpen(before);
      return {
        action: "invitation.resent",
        write: () => renew(ctx, id, hash),
        notes: { link: { from: "changed", to: "changed" } },
      };
    });
    const sent = { ...invitation, url };
    return { ...sent, mailed: await mailInvitations(ctx, [sent]) };
  });
}

async function renew(ctx: Context, id: string, tokenHash: string): Promise<void> {
  await database()
    .update(invitations)
    // Who is shown the link answers for it.
    .set({
      tokenHash,
      expiresAt: expiry(),
      ...(ctx.actor.type === "user" && { invitedBy: ctx.actor.userId }),
    })
    .where(and(ownOpen(ctx), eq(invitations.id, id)));
}

/** Its link stops working. Revoking twice changes nothing. */
export async function revokeInvitation(ctx: Context, id: string): Promise<void> {
  authorize(ctx, "team:write");
  await applyChange(ctx, INVITATION, id, ({ before }) => {
    if (before.status === "revoked") return null;
    assertOpen(before);
    return { action: "invitation.revoked", write: () => revoke(ctx, eq(invitations.id, id)) };
  });
}

/** For who may invite nobody any more, in the transaction that sees to that: they know these links, and each would let them in again. */
export async function revokeInvitationsBy(ctx: Context, userId: number): Promise<void> {
  await revokeOnRecord(ctx, eq(invitations.invitedBy, userId));
}

async function revokeOnRecord(ctx: Context, which: SQL | undefined): Promise<void> {
  for (const { id, email, expiresAt } of await revoke(ctx, which)) {
    const from = statusOf({ acceptedAt: null, revokedAt: null, expiresAt });
    await recordAudit(ctx, {
      action: "invitation.revoked",
      target: { type: "invitation", id, name: email },
      changes: { status: { from, to: "revoked" } },
    });
  }
}

function revoke(ctx: Context, which: SQL | undefined) {
  return database()
    .update(invitations)
    .set({ revokedAt: sql`now()` })
    .where(and(ownOpen(ctx), which))
    .returning({ id: invitations.id, email: invitations.email, expiresAt: invitations.expiresAt });
}

const INVITATION: Changeable<string, Invitation> = {
  async lock(ctx, id) {
    await currentTransaction()
      .select({ id: invitations.id })
      .from(invitations)
      .where(and(eq(invitations.organizationId, ctx.organizationId), eq(invitations.id, id)))
      .for("no key update");
    return { before: await getInvitation(ctx, id) };
  },
  read: getInvitation,
  target: ({ id, email }) => ({ type: "invitation", id, name: email }),
  difference: (before, { status }) => changesBetween(before, { status }),
};

function ownOpen(ctx: Context) {
  return and(eq(invitations.organizationId, ctx.organizationId), isOpen());
}

function assertOpen({ email, status }: Invitation): void {
  if (status === "accepted")
    throw new ConflictError(
      `${email} has accepted this invitation already. Change or remove the user instead.`,
    );
  if (status === "revoked")
    throw new ConflictError(`The invitation of ${email} was revoked. Invite them again.`);
}

function expiry() {
  return sql`now() + make_interval(days => ${env.INVITATION_DAYS})`;
}

async function refuseMembers(ctx: Context, emails: string[]): Promise<void> {
  const members = await database()
    .select({ email: users.email, disabledAt: memberships.disabledAt })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(and(eq(memberships.organizationId, ctx.organizationId), inArray(users.email, emails)));
  const statuses = new Map(members.map((member) => [member.email, memberStatus(member.disabledAt)]));
  refuse(emails, (email) => statuses.get(email) === "active", "is a user of this organization already.");
  refuse(emails, (email) => statuses.get(email) === "disabled", "is a disabled user. Enable them instead.");
}

/** An expired invitation is still the open one of its address; a new one takes its place. */
async function retireExpired(ctx: Context, emails: string[]): Promise<void> {
  const isExpired = lte(invitations.expiresAt, sql`now()`);
  await revokeOnRecord(ctx, and(inArray(invitations.email, emails), isExpired));
}

function refuse(emails: string[], isRefused: (email: string) => boolean, why: string): void {
  const issues: Issue[] = emails.flatMap((email, index) =>
    isRefused(email) ? [{ path: `emails.${index}`, message: `${email} ${why}` }] : [],
  );
  const [first] = issues;
  if (!first) return;
  const more = issues.length > 1 ? ` (and ${issues.length - 1} more)` : "";
  throw new AppError("conflict", `${first.message}${more} Nobody was invited.`, { issues });
}
