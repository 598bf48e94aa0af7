import "server-only";
import { and, eq, isNull, sql } from "drizzle-orm";
import { database, transaction } from "@/db/client";
import { apiTokens } from "@/db/schema";
import { recordAudit } from "@/features/audit/record";
import { getToken } from "@/features/tokens/queries";
import type { CreatedToken, CreateToken } from "@/features/tokens/schema";
import { hashToken, mintToken, tokenHint } from "@/features/tokens/secret";
import { actorUserId, authorize, type Context } from "@/lib/context";
import { ForbiddenError, InvalidError } from "@/lib/errors";
import { expandScopes } from "@/lib/scopes";

/** Mints a token; the answer is the only place where it ever appears. Throws InvalidError for scopes that its maker lacks. */
export async function createToken(ctx: Context, input: CreateToken): Promise<CreatedToken> {
  authorize(ctx, "tokens:write");
  const createdBy = actorUserId(ctx);
  if (createdBy === null)
    throw new ForbiddenError("Only a person, or a token of theirs, can create a token.");
  const scopes = [...new Set(input.scopes)];
  const beyond = [...expandScopes(scopes)].filter((scope) => !ctx.permissions.has(scope));
  if (beyond.length > 0) {
    throw new InvalidError("A token can't do more than its maker.", [
      { path: "scopes", message: `You don't hold ${beyond.join(", ")} yourself. Leave them out.` },
    ]);
  }

  await assertNotOutlivingParent(ctx, input.expiresAt ?? null);

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
        scopes,
        expiresAt: input.expiresAt ? new Date(input.expiresAt) : null,
      })
      .returning({ id: apiTokens.id });
    if (!row) throw new Error("insert returned no row");
    await recordAudit(tx, ctx, {
      action: "token.created",
      target: { type: "token", id: row.id, name: input.name },
      changes: { scopes: { from: null, to: scopes }, expiresAt: { from: null, to: input.expiresAt ?? null } },
    });
    const created = await getToken(ctx, row.id);
    return { ...created, token };
  });
}

/** A token that ends must not mint one that lives on. */
async function assertNotOutlivingParent(ctx: Context, expiresAt: string | null): Promise<void> {
  if (ctx.actor.type !== "token") return;
  const [parent] = await database()
    .select({ expiresAt: apiTokens.expiresAt })
    .from(apiTokens)
    .where(and(eq(apiTokens.organizationId, ctx.organizationId), eq(apiTokens.id, ctx.actor.tokenId)));
  if (!parent?.expiresAt || (expiresAt !== null && new Date(expiresAt) <= parent.expiresAt)) return;
  throw new InvalidError("A token can't outlive the token that makes it.", [
    { path: "expiresAt", message: `Give a time up to ${parent.expiresAt.toISOString()}.` },
  ]);
}

/** Ends a token for good. Revoking one that is already revoked changes nothing. */
export async function revokeToken(ctx: Context, id: string): Promise<void> {
  authorize(ctx, "tokens:write");
  const token = await getToken(ctx, id);
  await transaction(async (tx) => {
    const revoked = await tx
      .update(apiTokens)
      .set({ revokedAt: sql`now()` })
      .where(
        and(
          eq(apiTokens.organizationId, ctx.organizationId),
          eq(apiTokens.id, id),
          isNull(apiTokens.revokedAt),
        ),
      )
      .returning({ id: apiTokens.id });
    if (revoked.length === 0) return;
    await recordAudit(tx, ctx, {
      action: "token.revoked",
      target: { type: "token", id, name: token.name },
      changes: { status: { from: token.status, to: "revoked" } },
    });
  });
}
