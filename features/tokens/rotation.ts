import "server-only";
import { and, eq, sql } from "drizzle-orm";
import { database } from "@/db/client";
import { apiTokens } from "@/db/schema";
import { endOverlap, extendOverlap, rotateSecret, type SecretKind } from "@/features/rotation/rotation";
import { changeToken, type TokenColumns, whoSeesSecret } from "@/features/tokens/change";
import { assertMayGain, assertSecretWithinCaller } from "@/features/tokens/reach";
import type { CreatedToken, RotateToken, Token } from "@/features/tokens/schema";
import { hashToken, mintToken, tokenHint } from "@/features/tokens/secret";
import { revokedError } from "@/features/tokens/service";
import type { Context } from "@/lib/context";
import { ConflictError, ForbiddenError, NotFoundError } from "@/lib/errors";
import type { ExtendOverlap } from "@/lib/overlap";

/** Whatever used the token so far used the old one. */
export const TOKEN_SECRET: SecretKind<TokenColumns> = {
  noun: "token",
  rotated: "rotated",
  keepPrevious: {
    previousHash: sql`${apiTokens.hash}`,
    previousLastFour: sql`${apiTokens.lastFour}`,
    previousLastUsedAt: sql`${apiTokens.lastUsedAt}`,
  },
  dropPrevious: {
    previousHash: null,
    previousLastFour: null,
    previousExpiresAt: null,
    previousLastUsedAt: null,
  },
  setEnd: (previousExpiresAt) => ({ previousExpiresAt }),
};

/** Replaces a token by a new one, which its owner alone is shown. */
export async function rotateToken(
  ctx: Context,
  id: string,
  { overlapSeconds }: RotateToken,
): Promise<CreatedToken> {
  const known = await currentHash(ctx, id);
  const token = mintToken();
  const rotated = await changeToken(ctx, id, ({ before, hash, caller }) => {
    assertMayGain(ctx, before);
    assertSecretWithinCaller(caller, before);
    assertRotatable(before);
    const secret = { present: hash, endsAt: before.previousExpiresAt };
    const set = { ...secretColumns(token), secretSeenBy: whoSeesSecret(ctx, caller) };
    return rotateSecret(ctx, TOKEN_SECRET, secret, { known, overlapSeconds, set });
  });
  return { ...rotated, token };
}

/**
 * Makes the new secret of a token that was handed over, once, for its new owner. The old one works on for as long as was decided when it was
 * handed over.
 */
export async function revealToken(ctx: Context, id: string): Promise<CreatedToken> {
  const token = mintToken();
  const revealed = await changeToken(ctx, id, ({ before, caller }) => {
    assertMayGain(ctx, before);
    assertSecretWithinCaller(caller, before);
    if (before.status === "revoked") throw revokedError();
    if (!before.awaitsReveal)
      throw new ConflictError("The secret was shown already. Rotate the token to get a new one.");
    return {
      action: "revealed",
      set: { ...secretColumns(token), secretSeenBy: whoSeesSecret(ctx, caller) },
      notes: { token: { from: "changed", to: "changed" } },
    };
  });
  return { ...revealed, token };
}

export async function endTokenOverlap(ctx: Context, id: string): Promise<Token> {
  return changeToken(ctx, id, ({ before }) => endOverlap(TOKEN_SECRET, before.previousExpiresAt));
}

export async function extendTokenOverlap(
  ctx: Context,
  id: string,
  { overlapSeconds }: ExtendOverlap,
): Promise<Token> {
  return changeToken(ctx, id, ({ before, caller }) => {
    if (ctx.actor.type === "token" && ctx.actor.tokenId === id)
      throw new ForbiddenError(
        "A token can't extend its own overlap: whoever got hold of the old one would keep it alive. Have a person or another token do it.",
      );
    assertMayGain(ctx, before);
    assertSecretWithinCaller(caller, before);
    const endsAt = before.status === "overlap" ? before.previousExpiresAt : null;
    return extendOverlap(ctx, TOKEN_SECRET, { endsAt, overlapSeconds });
  });
}

export function secretColumns(token: string): TokenColumns {
  return { hash: hashToken(token), ...tokenHint(token) };
}

function assertRotatable({ status, awaitsReveal }: Token): void {
  if (status === "revoked") throw revokedError();
  if (status === "expired")
    throw new ConflictError("The token has expired. Give it a later expiry first, then rotate it.");
  if (awaitsReveal)
    throw new ConflictError("Nobody has seen its present secret yet: reveal it (POST …/reveal) instead.");
}

async function currentHash(ctx: Context, id: string): Promise<string> {
  const [row] = await database()
    .select({ hash: apiTokens.hash })
    .from(apiTokens)
    .where(and(eq(apiTokens.organizationId, ctx.organizationId), eq(apiTokens.id, id)));
  if (!row) throw new NotFoundError("token");
  return row.hash;
}
