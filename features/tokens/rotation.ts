import "server-only";
import { and, eq, sql } from "drizzle-orm";
import { database } from "@/db/client";
import { apiTokens } from "@/db/schema";
import { changeToken, type TokenColumns, viewerOf } from "@/features/tokens/change";
import { assertMayGain, assertSecretWithinCaller } from "@/features/tokens/limits";
import type { CreatedToken, RotateToken, Token } from "@/features/tokens/schema";
import { hashToken, mintToken, tokenHint } from "@/features/tokens/secret";
import { revokedError } from "@/features/tokens/service";
import type { Context } from "@/lib/context";
import { ConflictError, ForbiddenError, NotFoundError } from "@/lib/errors";
import { assertLonger, type ExtendOverlap } from "@/lib/overlap";
import { formatDuration } from "@/lib/time";

/** Replaces a token by a new one, which its owner alone is shown. The old one works on for the overlap; of two rotations at once one happens. */
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
    if (hash !== known) throw overlapError();
    return {
      action: "rotated",
      set: {
        ...secretColumns(token),
        secretSeenBy: viewerOf(ctx, caller),
        ...overlapColumns(overlapSeconds),
      },
      changes: () => ({ token: { from: "changed", to: "changed" }, overlap: overlapChange(overlapSeconds) }),
    };
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
      set: { ...secretColumns(token), secretSeenBy: viewerOf(ctx, caller) },
      changes: () => ({ token: { from: "changed", to: "changed" } }),
    };
  });
  return { ...revealed, token };
}

/** Refuses the old token of a rotation from now on. Without an overlap there is nothing to do. */
export async function endTokenOverlap(ctx: Context, id: string): Promise<Token> {
  return changeToken(ctx, id, ({ before }) => {
    if (before.previousExpiresAt === null) return null;
    return {
      action: "overlap_ended",
      set: NO_OVERLAP,
      changes: () => ({ previousExpiresAt: { from: before.previousExpiresAt, to: null } }),
    };
  });
}

/** Lets the old token of a rotation work longer. Only while it does: a token that was refused once stays refused. */
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
    if (before.status !== "overlap" || before.previousExpiresAt === null) throw noOverlapError();
    assertLonger(overlapSeconds, before.previousExpiresAt);
    return {
      action: "overlap_extended",
      set: { previousExpiresAt: sql`now() + make_interval(secs => ${overlapSeconds})` },
      changes: (after) => ({
        previousExpiresAt: { from: before.previousExpiresAt, to: after.previousExpiresAt },
      }),
    };
  });
}

export function secretColumns(token: string): TokenColumns {
  return { hash: hashToken(token), ...tokenHint(token) };
}

/** Expressions over the row as it is before the update. Whatever used the token so far used the old one. */
export function overlapColumns(seconds: number): TokenColumns {
  if (seconds === 0) return NO_OVERLAP;
  return {
    previousHash: sql`${apiTokens.hash}`,
    previousLastFour: sql`${apiTokens.lastFour}`,
    previousExpiresAt: sql`now() + make_interval(secs => ${seconds})`,
    previousLastUsedAt: sql`${apiTokens.lastUsedAt}`,
  };
}

export function overlapChange(seconds: number) {
  return { from: null, to: seconds > 0 ? formatDuration(seconds * 1_000) : "none" };
}

const NO_OVERLAP = {
  previousHash: null,
  previousLastFour: null,
  previousExpiresAt: null,
  previousLastUsedAt: null,
};

function assertRotatable({ status, awaitsReveal }: Token): void {
  if (status === "revoked") throw revokedError();
  if (status === "expired")
    throw new ConflictError("The token has expired. Give it a later expiry first, then rotate it.");
  if (awaitsReveal)
    throw new ConflictError("Nobody has seen its present secret yet: reveal it (POST …/reveal) instead.");
  if (status === "overlap") throw overlapError();
}

/** As the caller may know it: whoever waits for the row behind another rotation finds it changed. */
async function currentHash(ctx: Context, id: string): Promise<string> {
  const [row] = await database()
    .select({ hash: apiTokens.hash })
    .from(apiTokens)
    .where(and(eq(apiTokens.organizationId, ctx.organizationId), eq(apiTokens.id, id)));
  if (!row) throw new NotFoundError("token");
  return row.hash;
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
