import "server-only";
import type { Token } from "@/features/tokens/schema";
import { networkBeyond } from "@/lib/allow-list";
import { actorUserId, assertPresentSecret, type Context } from "@/lib/context";
import { AppError, ForbiddenError, InvalidError, type Issue } from "@/lib/errors";
import { expandScopes, type Scope } from "@/lib/scopes";

/** How far a token reaches: what it may do, until when, and from where. */
export type Reach = Pick<Token, "scopes" | "expiresAt" | "allowedCidrs">;

/** Where one token reaches further than another; nothing where it stays within. */
export function reachBeyond(wanted: Reach, limit: Reach): Issue[] {
  const scopes = beyond(wanted.scopes, expandScopes(limit.scopes));
  const end = limit.expiresAt;
  const outlives =
    end !== null && (wanted.expiresAt === null || Date.parse(wanted.expiresAt) > Date.parse(end));
  return [
    ...(scopes.length > 0 ? [{ path: "scopes", message: `Leave out ${scopes.join(", ")}.` }] : []),
    ...(outlives ? [{ path: "expiresAt", message: `Give a time up to ${end}.` }] : []),
    ...networkIssues(wanted.allowedCidrs, limit.allowedCidrs),
  ];
}

/**
 * The one rule for what a call may give a token, or get of it: never more than the token that makes the call reaches itself. Null stands for a
 * person, whose role bounds all their tokens anyway. Throws InvalidError, naming the fields.
 */
export function assertWithinCaller(caller: Reach | null, wanted: Reach): void {
  const issues = caller ? reachBeyond(wanted, caller) : [];
  if (issues.length === 0) return;
  throw new InvalidError("A token can't make or get one that reaches further than it does itself.", issues);
}

/** The same for calls that hand a secret out or keep one alive, where no field is at fault. Throws ForbiddenError. */
export function assertSecretWithinCaller(caller: Reach | null, token: Token): void {
  const issues = caller ? reachBeyond(token, caller) : [];
  if (issues.length === 0) return;
  const what = issues.map(({ path }) => path).join(", ");
  throw new ForbiddenError(
    `“${token.name}” reaches further than the token that makes this call (${what}). Do it in a browser, or with a token that reaches as far.`,
  );
}

/** Throws InvalidError for scopes beyond what the caller may do at this moment. */
export function assertHolds(ctx: Context, scopes: Scope[]): void {
  const lacking = beyond(scopes, ctx.permissions);
  if (lacking.length === 0) return;
  throw new InvalidError("A token can't do more than its maker.", [
    { path: "scopes", message: `You don't hold ${lacking.join(", ")}. Leave them out.` },
  ]);
}

/**
 * Only its owner gives a token more or gets a secret of it, be it through a token of their own: not with the old secret of a rotation, which
 * somebody else may hold by now. Throws ForbiddenError.
 */
export function assertMayGain(ctx: Context, token: Token, issues: Issue[] = []): void {
  assertPresentSecret(ctx);
  if (actorUserId(ctx) === token.createdBy.id) return;
  throw new AppError(
    "forbidden",
    `“${token.name}” belongs to ${token.createdBy.name}. You can narrow or revoke it; only they can rename, widen or rotate it.`,
    issues.length > 0 ? { issues } : {},
  );
}

function beyond(scopes: Scope[], held: ReadonlySet<Scope>): Scope[] {
  return [...expandScopes(scopes)].filter((scope) => !held.has(scope));
}

/** No networks at all stands for every network. */
function networkIssues(wanted: string[], limit: string[]): Issue[] {
  if (limit.length === 0) return [];
  const message = `Stay within ${limit.join(", ")}.`;
  if (wanted.length === 0) return [{ path: "allowedCidrs", message }];
  const first = networkBeyond(wanted, limit);
  return first === null ? [] : [{ path: `allowedCidrs.${wanted.indexOf(first)}`, message }];
}
