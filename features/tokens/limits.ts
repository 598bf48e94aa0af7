import "server-only";
import { and, eq } from "drizzle-orm";
import { database } from "@/db/client";
import { apiTokens } from "@/db/schema";
import { networkBeyond } from "@/features/tokens/allow-list";
import type { Token } from "@/features/tokens/schema";
import type { Context } from "@/lib/context";
import { ForbiddenError, InvalidError } from "@/lib/errors";
import { expandScopes, type Scope } from "@/lib/scopes";

/** What binds the token that is calling, and so every token it makes or changes. */
interface ParentLimits {
  expiresAt: Date | null;
  allowedCidrs: string[];
}

/** Null for a person, whom nothing binds but their role. */
export async function parentLimits(ctx: Context): Promise<ParentLimits | null> {
  if (ctx.actor.type !== "token") return null;
  const [parent] = await database()
    .select({ expiresAt: apiTokens.expiresAt, allowedCidrs: apiTokens.allowedCidrs })
    .from(apiTokens)
    .where(and(eq(apiTokens.organizationId, ctx.organizationId), eq(apiTokens.id, ctx.actor.tokenId)));
  return parent ?? null;
}

/** Throws InvalidError for what would let a token outlive, or be used beyond the networks of, the one that makes or changes it. */
export function assertWithinParent(
  parent: ParentLimits | null,
  given: { expiresAt?: string | null | undefined; allowedCidrs?: string[] | undefined },
): void {
  if (!parent) return;
  const { expiresAt, allowedCidrs } = given;
  const end = parent.expiresAt;
  if (end && expiresAt !== undefined && (expiresAt === null || new Date(expiresAt) > end)) {
    throw new InvalidError("A token can't make one that outlives it.", [
      { path: "expiresAt", message: `Give a time up to ${end.toISOString()}.` },
    ]);
  }
  if (allowedCidrs === undefined || parent.allowedCidrs.length === 0) return;
  const within = `Stay within ${parent.allowedCidrs.join(", ")}.`;
  const beyond = networkBeyond(allowedCidrs, parent.allowedCidrs);
  if (allowedCidrs.length > 0 && beyond === null) return;
  const path = beyond === null ? "allowedCidrs" : `allowedCidrs.${allowedCidrs.indexOf(beyond)}`;
  throw new InvalidError("A token can't open more networks than it may be used from itself.", [
    { path, message: within },
  ]);
}

/** Throws InvalidError for scopes beyond those held; `who` begins the sentence: "You don't hold". */
export function assertScopesWithin(scopes: Scope[], held: ReadonlySet<Scope>, who: string): void {
  const beyond = [...expandScopes(scopes)].filter((scope) => !held.has(scope));
  if (beyond.length === 0) return;
  throw new InvalidError("A token can't do more than its maker.", [
    { path: "scopes", message: `${who} ${beyond.join(", ")}. Leave them out.` },
  ]);
}

/**
 * Throws ForbiddenError for a token that can do more than the caller: a new secret of it, or a longer life, would be a way to more rights.
 * A person may always change their own, as those never exceed them.
 */
export function assertMayChange(ctx: Context, token: Token): void {
  const { actor } = ctx;
  if (actor.type === "user" && actor.userId === token.createdBy.id) return;
  const beyond = [...expandScopes(token.scopes)].filter((scope) => !ctx.permissions.has(scope));
  if (beyond.length === 0) return;
  throw new ForbiddenError(
    `“${token.name}” can do more than you: ${beyond.join(", ")}. You can revoke it; to change or rotate it, ask its owner ${token.createdBy.name} or an admin.`,
  );
}
