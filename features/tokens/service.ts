import "server-only";
import { and, eq, gt, isNull, lt, lte, or, type SQL, sql } from "drizzle-orm";
import { database, type Transaction, transaction } from "@/db/client";
import { apiTokens } from "@/db/schema";
import { changesBetween, recordAudit } from "@/features/audit/record";
import {
  assertMayChange,
  assertScopesWithin,
  assertWithinParent,
  parentLimits,
} from "@/features/tokens/limits";
import { getToken, ownerPermissions } from "@/features/tokens/queries";
import type { CreatedToken, CreateToken, RotateToken, Token, UpdateToken } from "@/features/tokens/schema";
import { hashToken, mintToken, tokenHint } from "@/features/tokens/secret";
import { actorUserId, authorize, type Context } from "@/lib/context";
import { ConflictError, ForbiddenError, NotFoundError } from "@/lib/errors";
import { assertLonger, type ExtendOverlap } from "@/lib/overlap";
import { formatDuration } from "@/lib/time";

/** Mints a token; the answer is the only place where it ever appears. Throws InvalidError for scopes that its maker lacks. */
export async function createToken(ctx: Context, input: CreateToken): Promise<CreatedToken> {
  authorize(ctx, "tokens:write");
  const createdBy = actorUserId(ctx);
  if (createdBy === null)
    throw new ForbiddenError("Only a person, or a token of theirs, can create a token.");
  const scopes = [...new Set(input.scopes)];
  assertScopesWithin(scopes, ctx.permissions, "You don't hold");
  const parent = await parentLimits(ctx);
  const expiresAt = input.expiresAt ?? null;
  const allowedCidrs = [...new Set(input.allowedCidrs ?? parent?.allowedCidrs ?? [])];
  assertWithinParent(parent, { expiresAt, allowedCidrs });

  const token = mintToken();
  return transaction(async (tx) => {
    const [row] = await tx
      .insert(apiTokens)
      .values({
        organizationId: ctx.organizationId,
        createdBy,
        name: input.name,
        hash: hashToken(token),
        ...tokenHint(token),
        secretSeenBy: createdBy,
        scopes,
        allowedCidrs,
        expiresAt: expiresAt === null ? null : new Date(expiresAt),
      })
      .returning({ id: apiTokens.id });
    if (!row) throw new Error("insert returned no row");
    await recordAudit(tx, ctx, {
      action: "token.created",
      target: { type: "token", id: row.id, name: input.name },
      changes: {
        scopes: { from: null, to: scopes },
        expiresAt: { from: null, to: expiresAt },
        allowedCidrs: { from: null, to: allowedCidrs },
      },
    });
    const created = await getToken(ctx, row.id);
    return { ...created, token };
  });
}

/** Changes what a token may do, from where and until when. Whoever changes a token gives it nothing that they don't have themselves. */
export async function updateToken(ctx: Context, id: string, input: UpdateToken): Promise<Token> {
  authorize(ctx, "tokens:write");
  const before = await getToken(ctx, id);
  if (before.status === "revoked") throw revokedError();
  assertMayChange(ctx, before);
  const { expiresAt, ...rest } = input;
  if (input.scopes) {
    assertScopesWithin(input.scopes, ctx.permissions, "You don't hold");
    const ownerMay = await ownerPermissions(ctx, before.createdBy.id);
    assertScopesWithin(input.scopes, ownerMay, `${before.createdBy.name}, whose token it is, doesn't hold`);
  }
  assertWithinParent(await parentLimits(ctx), input);
  const columns = {
    ...rest,
    ...(input.scopes && { scopes: [...new Set(input.scopes)] }),
    ...(input.allowedCidrs && { allowedCidrs: [...new Set(input.allowedCidrs)] }),
    ...(expiresAt !== undefined && { expiresAt: expiresAt === null ? null : new Date(expiresAt) }),
  };
  const changes = changesBetween(before, { ...columns, ...(expiresAt !== undefined && { expiresAt }) });
  if (Object.keys(changes).length === 0) return before;
  return transaction(async (tx) => {
    const isUpdated = await updateOwn(tx, ctx, id, { set: columns, where: isNull(apiTokens.revokedAt) });
    if (!isUpdated) throw revokedError();
    await recordAudit(tx, ctx, {
      action: "token.updated",
      target: { type: "token", id, name: input.name ?? before.name },
      changes,
    });
    return getToken(ctx, id);
  });
}

/** Replaces a token by a new one. The old one works on for the overlap; of two rotations at once only one happens. */
export async function rotateToken(
  ctx: Context,
  id: string,
  { overlapSeconds }: RotateToken,
): Promise<CreatedToken> {
  authorize(ctx, "tokens:write");
  const before = await getToken(ctx, id);
  if (before.status === "revoked") throw revokedError();
  if (before.status === "expired")
    throw new ConflictError("The token has expired. Give it a later expiry first, then rotate it.");
  if (before.status === "overlap") throw overlapError();
  assertMayChange(ctx, before);
  const hash = await currentHash(ctx, id);
  const token = mintToken();
  return transaction(async (tx) => {
    const isRotated = await updateOwn(tx, ctx, id, {
      set: {
        hash: hashToken(token),
        ...tokenHint(token),
        secretSeenBy: actorUserId(ctx),
        ...(overlapSeconds > 0 ? overlapColumns(overlapSeconds) : NO_OVERLAP),
      },
      where: and(
        isNull(apiTokens.revokedAt),
        // Else somebody was faster.
        eq(apiTokens.hash, hash),
        or(isNull(apiTokens.previousExpiresAt), lte(apiTokens.previousExpiresAt, sql`now()`)),
      ),
    });
    if (!isRotated) throw overlapError();
    await recordAudit(tx, ctx, {
      action: "token.rotated",
      target: { type: "token", id, name: before.name },
      changes: {
        token: { from: "changed", to: "changed" },
        overlap: { from: null, to: overlapSeconds > 0 ? formatDuration(overlapSeconds * 1_000) : "none" },
      },
    });
    return { ...(await getToken(ctx, id)), token };
  });
}

/** Refuses the old token of a rotation from now on. Without an overlap there is nothing to do. */
export async function endTokenOverlap(ctx: Context, id: string): Promise<Token> {
  authorize(ctx, "tokens:write");
  const before = await getToken(ctx, id);
  return transaction(async (tx) => {
    const isEnded = await updateOwn(tx, ctx, id, {
      set: NO_OVERLAP,
      where: gt(apiTokens.previousExpiresAt, sql`now()`),
    });
    if (!isEnded) return before;
    await recordAudit(tx, ctx, {
      action: "token.overlap_ended",
      target: { type: "token", id, name: before.name },
      changes: { previousExpiresAt: { from: before.previousExpiresAt, to: null } },
    });
    return getToken(ctx, id);
  });
}

/** Lets the old token of a rotation work longer. Only while it does: a token that was refused once stays refused. */
export async function extendTokenOverlap(
  ctx: Context,
  id: string,
  { overlapSeconds }: ExtendOverlap,
): Promise<Token> {
  authorize(ctx, "tokens:write");
  if (ctx.actor.type === "token" && ctx.actor.tokenId === id)
    throw new ForbiddenError(
      "A token can't extend its own overlap: whoever got hold of the old one would keep it alive. Have a person or another token do it.",
    );
  const before = await getToken(ctx, id);
  if (before.status !== "overlap" || before.previousExpiresAt === null) throw noOverlapError();
  assertMayChange(ctx, before);
  assertLonger(overlapSeconds, before.previousExpiresAt);
  return transaction(async (tx) => {
    const end = sql`now() + make_interval(secs => ${overlapSeconds})`;
    const isExtended = await updateOwn(tx, ctx, id, {
      set: { previousExpiresAt: end },
      where: and(
        isNull(apiTokens.revokedAt),
        gt(apiTokens.previousExpiresAt, sql`now()`),
        lt(apiTokens.previousExpiresAt, end),
      ),
    });
    if (!isExtended) throw noOverlapError();
    const after = await getToken(ctx, id);
    await recordAudit(tx, ctx, {
      action: "token.overlap_extended",
      target: { type: "token", id, name: before.name },
      changes: { previousExpiresAt: { from: before.previousExpiresAt, to: after.previousExpiresAt } },
    });
    return after;
  });
}

/** Ends a token for good. Revoking one that is already revoked changes nothing. */
export async function revokeToken(ctx: Context, id: string): Promise<void> {
  authorize(ctx, "tokens:write");
  const token = await getToken(ctx, id);
  await transaction(async (tx) => {
    const isRevoked = await updateOwn(tx, ctx, id, {
      set: { revokedAt: sql`now()` },
      where: isNull(apiTokens.revokedAt),
    });
    if (!isRevoked) return;
    await recordAudit(tx, ctx, {
      action: "token.revoked",
      target: { type: "token", id, name: token.name },
      changes: { status: { from: token.status, to: "revoked" } },
    });
  });
}

async function currentHash(ctx: Context, id: string): Promise<string> {
  const [row] = await database()
    .select({ hash: apiTokens.hash })
    .from(apiTokens)
    .where(and(eq(apiTokens.organizationId, ctx.organizationId), eq(apiTokens.id, id)));
  if (!row) throw new NotFoundError("token");
  return row.hash;
}

const NO_OVERLAP = {
  previousHash: null,
  previousLastFour: null,
  previousExpiresAt: null,
  previousLastUsedAt: null,
};

/** Expressions over the row as it is before the update. Whatever used the token so far used the old one. */
function overlapColumns(seconds: number) {
  return {
    previousHash: sql`${apiTokens.hash}`,
    previousLastFour: sql`${apiTokens.lastFour}`,
    previousExpiresAt: sql`now() + make_interval(secs => ${seconds})`,
    previousLastUsedAt: sql`${apiTokens.lastUsedAt}`,
  };
}

type TokenColumns = Parameters<ReturnType<typeof updateTokens>["set"]>[0];

function updateTokens(tx: Transaction) {
  return tx.update(apiTokens);
}

/** False, with nothing done, when the guard no longer holds. */
async function updateOwn(
  tx: Transaction,
  ctx: Context,
  id: string,
  { set, where }: { set: TokenColumns; where: SQL | undefined },
): Promise<boolean> {
  const rows = await updateTokens(tx)
    .set(set)
    .where(and(eq(apiTokens.organizationId, ctx.organizationId), eq(apiTokens.id, id), where))
    .returning({ id: apiTokens.id });
  return rows.length > 0;
}

function revokedError(): ConflictError {
  return new ConflictError("The token is revoked, which is for good. Create a new one.");
}

function noOverlapError(): ConflictError {
  return new ConflictError(
    "The overlap is over, or was just changed. Reload to see until when the old token works.",
  );
}

function overlapError(): ConflictError {
  return new ConflictError(
    "The token was just rotated, and the one before it still works. End the overlap (POST …/end-overlap) or wait until it is over, then rotate again.",
  );
}
