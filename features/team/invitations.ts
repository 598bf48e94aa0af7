import "server-only";
import { and, desc, eq, gt, isNotNull, isNull, lt, lte, type SQL, sql } from "drizzle-orm";
import { database } from "@/db/client";
import { invitations, users } from "@/db/schema";
import type { Invitation, ListInvitationsQuery } from "@/features/team/schema";
import { authorize, type Context } from "@/lib/context";
import { NotFoundError } from "@/lib/errors";
import { decodeIdCursor, toPage } from "@/lib/keyset";
import type { Page } from "@/lib/pagination";

export async function listInvitations(ctx: Context, query: ListInvitationsQuery): Promise<Page<Invitation>> {
  authorize(ctx, "team:read");
  const before = decodeIdCursor(query.cursor);
  const rows = await selectInvitations()
    .where(
      and(
        eq(invitations.organizationId, ctx.organizationId),
        before ? lt(invitations.id, before) : undefined,
        query.status ? hasStatus(query.status) : undefined,
      ),
    )
    .orderBy(desc(invitations.id))
    .limit(query.limit + 1);
  return toPage(rows, { limit: query.limit, toItem: toInvitation, cursorOf: (row) => row.id });
}

export async function getInvitation(ctx: Context, id: string): Promise<Invitation> {
  authorize(ctx, "team:read");
  const [row] = await selectInvitations().where(
    and(eq(invitations.organizationId, ctx.organizationId), eq(invitations.id, id)),
  );
  if (!row) throw new NotFoundError("invitation");
  return toInvitation(row);
}

/** Neither accepted nor revoked; it may have expired. */
export function isOpen(): SQL | undefined {
  return and(isNull(invitations.acceptedAt), isNull(invitations.revokedAt));
}

function selectInvitations() {
  return database()
    .select({
      id: invitations.id,
      email: invitations.email,
      role: invitations.role,
      inviterId: users.id,
      inviterName: users.name,
      expiresAt: invitations.expiresAt,
      acceptedAt: invitations.acceptedAt,
      revokedAt: invitations.revokedAt,
      createdAt: invitations.createdAt,
    })
    .from(invitations)
    .innerJoin(users, eq(users.id, invitations.invitedBy));
}

type InvitationRow = Awaited<ReturnType<typeof selectInvitations>>[number];

function toInvitation(row: InvitationRow): Invitation {
  return {
    id: row.id,
    email: row.email,
    role: row.role,
    status: statusOf(row),
    invitedBy: { id: row.inviterId, name: row.inviterName },
    expiresAt: row.expiresAt.toISOString(),
    acceptedAt: row.acceptedAt?.toISOString() ?? null,
    revokedAt: row.revokedAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
  };
}

export function statusOf(
  row: Pick<InvitationRow, "acceptedAt" | "revokedAt" | "expiresAt">,
): Invitation["status"] {
  if (row.acceptedAt) return "accepted";
  if (row.revokedAt) return "revoked";
  return row.expiresAt.getTime() <= Date.now() ? "expired" : "pending";
}

function hasStatus(status: Invitation["status"]): SQL | undefined {
  switch (status) {
    case "accepted":
      return isNotNull(invitations.acceptedAt);
    case "revoked":
      return isNotNull(invitations.revokedAt);
    case "expired":
      return and(isOpen(), lte(invitations.expiresAt, sql`now()`));
    case "pending":
      return and(isOpen(), gt(invitations.expiresAt, sql`now()`));
  }
}
