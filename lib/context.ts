import { env } from "@/lib/env";
import { ForbiddenError } from "@/lib/errors";
import { isForPeople, type Scope, strongestScopes } from "@/lib/scopes";

declare const organizationBrand: unique symbol;

/** The tenant's id. Only features/auth/context.ts and tests make one, so a query that takes it can't be called without a gate. */
export type OrganizationId = number & { readonly [organizationBrand]: true };

type Actor =
  | { type: "user"; userId: number; name: string; sessionId: string; authenticatedAt: Date }
  | {
      type: "token";
      tokenId: string;
      userId: number;
      name: string;
      /** Called with the secret from before a rotation, whose overlap lasts. */
      isOldSecret?: boolean;
      /** The rights of its owner's role, which it can't exceed. */
      ownerMay?: ReadonlySet<Scope>;
    }
  /** A customer through an app: no role stands behind it, so what it may do is what its own surface offers. */
  | { type: "customer"; customerId: string; name: string; sessionId: string }
  | { type: "system"; name: string };

/** Who asks, in which organization, with which rights. First argument of every query and service. */
export interface Context {
  actor: Actor;
  organizationId: OrganizationId;
  permissions: ReadonlySet<Scope>;
  requestId: string;
  ip: string | null;
  userAgent: string | null;
  /** The incoming webhook's request that this happens for, and how many deliveries of ours led to it. */
  cause?: { requestId: string; hops: number };
}

/** Who did it, for a sentence: a token says that it is one. */
export function actorInWords({ actor }: Context): string {
  return actor.type === "token" ? `the token “${actor.name}”` : actor.name;
}

/** Who is at the other end, as far as it can be known. */
export type Client = Pick<Context, "ip" | "userAgent">;

/**
 * Throws ForbiddenError, naming the scope that is missing and who lacks it: a person's role, a token, or the role of its owner. Where it is the
 * token, a link leads to one that has it.
 */
export function authorize(ctx: Context, scope: Scope): void {
  if (ctx.permissions.has(scope)) return;
  const { actor } = ctx;
  if (actor.type !== "token") {
    throw new ForbiddenError(
      `Your role lacks the permission ${scope}. An admin can give you a role that has it.`,
      { missingScope: scope },
    );
  }
  if (isForPeople(scope)) {
    throw new ForbiddenError(
      "A token can't do this, whatever its scopes: it may read people, never change them. Sign in to Replify in a browser.",
    );
  }
  if (actor.ownerMay && !actor.ownerMay.has(scope)) {
    throw new ForbiddenError(
      `The role of this token's owner lacks the permission ${scope}, and a token may never do more than its owner. An admin can give them a role that has it.`,
      { missingScope: scope },
    );
  }
  throw new ForbiddenError(
    `This token lacks the scope ${scope}. Add it to the token in Settings → API → Tokens, or open createTokenUrl to create one that has it.`,
    { missingScope: scope, createTokenUrl: createTokenUrl(actor.name, [...ctx.permissions, scope]) },
  );
}

/**
 * For calls that make something which outlives their own credential. Throws ForbiddenError for the secret that a token had before its rotation:
 * whoever left may know it, and would keep what they make with it.
 */
export function assertPresentSecret({ actor }: Context): void {
  if (actor.type !== "token" || !actor.isOldSecret) return;
  throw new ForbiddenError(
    "This is the old secret of a rotated token: it can't make, widen or rotate anything. Use the new one.",
  );
}

/** The form for a new token, filled in. */
function createTokenUrl(name: string, scopes: Scope[]): string {
  const url = new URL("/settings/api/tokens/new", env.APP_URL);
  url.searchParams.set("name", name);
  url.searchParams.set("scopes", strongestScopes(scopes).join(","));
  return url.href;
}

/** The user on whose behalf the context acts, if any. */
export function actorUserId(ctx: Context): number | null {
  return "userId" in ctx.actor ? ctx.actor.userId : null;
}

/** The actor's own id as text: a user's number, a token's or customer's UUID, a job's name. */
export function actorId({ actor }: Context): string {
  if (actor.type === "token") return actor.tokenId;
  if (actor.type === "customer") return actor.customerId;
  return actor.type === "user" ? String(actor.userId) : actor.name;
}

/** What people call the actor; null for our own background work. */
export function actorName({ actor }: Context): string | null {
  return actor.type === "system" ? null : actor.name;
}

/** `user:1`, `token:<id>`, `customer:<id>` or `system:<name>`. */
export function actorLabel(ctx: Context): string {
  return `${ctx.actor.type}:${actorId(ctx)}`;
}
