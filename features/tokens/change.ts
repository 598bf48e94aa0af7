import "server-only";
import { and, eq, inArray } from "drizzle-orm";
import type { PgUpdateSetSource } from "drizzle-orm/pg-core";
import { currentTransaction, database } from "@/db/client";
import { apiTokens } from "@/db/schema";
import { applyChange, type Changeable, type ColumnsChange, toChange } from "@/features/audit/change";
import { changesBetween } from "@/features/audit/record";
import { readToken } from "@/features/tokens/queries";
import type { Reach } from "@/features/tokens/reach";
import type { Token } from "@/features/tokens/schema";
import { actorUserId, authorize, type Context } from "@/lib/context";
import { NotFoundError, UnauthorizedError } from "@/lib/errors";
import { isScope } from "@/lib/scopes";

export type TokenColumns = PgUpdateSetSource<typeof apiTokens>;

/** The token that makes a call. */
export interface CallingToken extends Reach {
  /** Whoever was shown its secret is shown what it makes. */
  secretSeenBy: number | null;
}

export interface LockedToken {
  before: Token;
  /** Changes with each rotation. */
  hash: string;
  caller: CallingToken | null;
}

/**
 * The one way to change a token: `decide` sees it as it is, while nobody else can change it or the token that calls, and returns what is
 * written with its audit row; null changes nothing.
 */
export async function changeToken(
  ctx: Context,
  id: string,
  decide: (locked: LockedToken) => ColumnsChange<TokenColumns> | null,
): Promise<Token> {
  authorize(ctx, "tokens:write");
  return applyChange(ctx, TOKEN, id, (locked) =>
    toChange("token", decide(locked), (set) => writeToken(ctx, id, set)),
  );
}

export const TOKEN: Changeable<string, Token, LockedToken> = {
  lock: lockToken,
  read: readToken,
  target: ({ id, name }) => ({ type: "token", id, name }),
  difference: (before, { name, scopes, allowedCidrs, expiresAt, previousExpiresAt, status }) =>
    changesBetween(before, {
      name,
      scopes,
      allowedCidrs,
      expiresAt,
      previousExpiresAt,
      // Any other follows from the dates.
      ...(status === "revoked" && { status }),
    }),
};

export async function writeToken(ctx: Context, id: string, set: TokenColumns): Promise<void> {
  await database()
    .update(apiTokens)
    .set(set)
    .where(ownTokens(ctx, [id]));
}

/** The token that calls, locked until the transaction ends so that nobody takes from it meanwhile; null for a person. */
export async function lockCaller(ctx: Context): Promise<CallingToken | null> {
  if (ctx.actor.type !== "token") return null;
  const rows = await lockTokens(ctx, [ctx.actor.tokenId]);
  return callerOf(rows, ctx.actor.tokenId);
}

/** Who is shown a secret that the call makes. */
export function whoSeesSecret(ctx: Context, caller: CallingToken | null): number | null {
  return caller ? caller.secretSeenBy : actorUserId(ctx);
}

async function lockToken(ctx: Context, id: string): Promise<LockedToken> {
  const callerId = ctx.actor.type === "token" ? ctx.actor.tokenId : null;
  const rows = await lockTokens(ctx, callerId === null ? [id] : [id, callerId]);
  const row = rows.find((one) => one.id === id);
  if (!row) throw new NotFoundError("token");
  const caller = callerId === null ? null : callerOf(rows, callerId);
  return { before: await readToken(ctx, id), hash: row.hash, caller };
}

/** In the order of their ids: two tokens that change each other would otherwise wait in a circle. */
function lockTokens(ctx: Context, ids: string[]) {
  return currentTransaction()
    .select({
      id: apiTokens.id,
      hash: apiTokens.hash,
      scopes: apiTokens.scopes,
      expiresAt: apiTokens.expiresAt,
      allowedCidrs: apiTokens.allowedCidrs,
      secretSeenBy: apiTokens.secretSeenBy,
      revokedAt: apiTokens.revokedAt,
    })
    .from(apiTokens)
    .where(ownTokens(ctx, ids))
    .orderBy(apiTokens.id)
    .for("update");
}

function callerOf(rows: Awaited<ReturnType<typeof lockTokens>>, id: string): CallingToken {
  const row = rows.find((one) => one.id === id);
  if (!row || row.revokedAt) throw new UnauthorizedError("The token was revoked a moment ago.");
  return {
    scopes: row.scopes.filter(isScope),
    expiresAt: row.expiresAt?.toISOString() ?? null,
    allowedCidrs: row.allowedCidrs,
    secretSeenBy: row.secretSeenBy,
  };
}

function ownTokens(ctx: Context, ids: string[]) {
  return and(eq(apiTokens.organizationId, ctx.organizationId), inArray(apiTokens.id, ids));
}
