import "server-only";
import { and, eq, sql } from "drizzle-orm";
import { currentTransaction, database, transaction } from "@/db/client";
import { apiTokens, memberships } from "@/db/schema";
import { changesBetween, recordAudit } from "@/features/audit/record";
import { isActiveMemberOf } from "@/features/members/predicates";
import { changeToken, lockCaller, whoSeesSecret } from "@/features/tokens/change";
import { getToken } from "@/features/tokens/queries";
import { assertHolds, assertMayGain, assertWithinCaller, reachBeyond } from "@/features/tokens/reach";
import type { CreatedToken, CreateToken, Token, UpdateToken } from "@/features/tokens/schema";
import { hashToken, mintToken, tokenHint } from "@/features/tokens/secret";
import { actorUserId, assertPresentSecret, authorize, type Context } from "@/lib/context";
import { ConflictError, ForbiddenError, UnauthorizedError } from "@/lib/errors";
import { expandScopes } from "@/lib/scopes";

/** Mints a token; the answer is the only place where it ever appears. Throws InvalidError for what reaches beyond its maker. */
export async function createToken(ctx: Context, input: CreateToken): Promise<CreatedToken> {
  authorize(ctx, "tokens:write");
  const createdBy = actorUserId(ctx);
  if (createdBy === null)
    throw new ForbiddenError("Only a person, or a token of theirs, can create a token.");
  assertPresentSecret(ctx);
  const scopes = [...new Set(input.scopes)];
  assertHolds(ctx, scopes);
  const token = mintToken();
  return transaction(async () => {
    await lockMembership(ctx, createdBy);
    const caller = await lockCaller(ctx);
    const expiresAt = input.expiresAt ?? null;
    const allowedCidrs = [...new Set(input.allowedCidrs ?? caller?.allowedCidrs ?? [])];
    assertWithinCaller(caller, { scopes, expiresAt, allowedCidrs });
    const [row] = await database()
      .insert(apiTokens)
      .values({
        organizationId: ctx.organizationId,
        createdBy,
        name: input.name,
        hash: hashToken(token),
        ...tokenHint(token),
        secretSeenBy: whoSeesSecret(ctx, caller),
        scopes,
        allowedCidrs,
        expiresAt: expiresAt === null ? null : new Date(expiresAt),
      })
      .returning({ id: apiTokens.id });
    if (!row) throw new Error("insert returned no row");
    await recordAudit(ctx, {
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

/**
 * Changes what a token may do, from where and until when, from its next call on. Its owner gives it nothing that they, or the token they call
 * with, don't have; anybody else with the right can only take from it.
 */
export async function updateToken(ctx: Context, id: string, input: UpdateToken): Promise<Token> {
  return changeToken(ctx, id, ({ before, caller }) => {
    if (before.status === "revoked") throw revokedError();
    const wanted = {
      ...(input.name !== undefined && { name: input.name }),
      ...(input.scopes && { scopes: [...new Set(input.scopes)] }),
      ...(input.allowedCidrs && { allowedCidrs: [...new Set(input.allowedCidrs)] }),
      ...(input.expiresAt !== undefined && { expiresAt: input.expiresAt }),
    };
    const changes = changesBetween(before, wanted);
    if (Object.keys(changes).length === 0) return null;
    const after = { ...before, ...wanted };
    const wider = reachBeyond(after, before);
    if (wider.length > 0 || changes.name) assertMayGain(ctx, before, wider);
    if (wider.length > 0) {
      const had = expandScopes(before.scopes);
      assertHolds(
        ctx,
        after.scopes.filter((scope) => !had.has(scope)),
      );
      assertWithinCaller(caller, after);
    }
    const { expiresAt, ...columns } = wanted;
    const end = expiresAt === undefined || expiresAt === null ? expiresAt : new Date(expiresAt);
    return {
      action: "updated",
      set: { ...columns, ...(end !== undefined && { expiresAt: end }) },
    };
  });
}

/** Ends a token for good. Revoking one that is already revoked changes nothing. */
export async function revokeToken(ctx: Context, id: string): Promise<void> {
  await changeToken(ctx, id, ({ before }) => {
    if (before.status === "revoked") return null;
    return { action: "revoked", set: { revokedAt: sql`now()` } };
  });
}

/** Who is being removed at this moment leaves no token behind that would work again once they come back. */
async function lockMembership(ctx: Context, userId: number): Promise<void> {
  const [member] = await currentTransaction()
    .select({ userId: memberships.userId })
    .from(memberships)
    .where(and(isActiveMemberOf(ctx.organizationId), eq(memberships.userId, userId)))
    .for("share");
  if (!member) throw new UnauthorizedError("You were removed or disabled a moment ago.");
}

export function revokedError(): ConflictError {
  return new ConflictError("The token is revoked, which is for good. Create a new one.");
}
