import { ForbiddenError } from "@/lib/errors";
import type { Scope } from "@/lib/scopes";

declare const organizationBrand: unique symbol;

/** The tenant's id. Only features/auth/context.ts and tests make one, so a query that takes it can't be called without a gate. */
export type OrganizationId = number & { readonly [organizationBrand]: true };

type Actor =
  | { type: "user"; userId: number; name: string; sessionId: string; authenticatedAt: Date }
  | { type: "token"; tokenId: string; userId: number; name: string }
  | { type: "system"; name: string };

/** Who asks, in which organization, with which rights. First argument of every query and service. */
export interface Context {
  actor: Actor;
  organizationId: OrganizationId;
  permissions: ReadonlySet<Scope>;
  requestId: string;
  ip: string | null;
  userAgent: string | null;
}

/** Throws ForbiddenError, naming the scope that is missing. */
export function authorize(ctx: Context, scope: Scope): void {
  if (ctx.permissions.has(scope)) return;
  const who = ctx.actor.type === "token" ? "This token" : "Your role";
  throw new ForbiddenError(
    `${who} lacks the scope ${scope}. Ask an admin to grant it, or use a token that has it.`,
  );
}

/** The user on whose behalf the context acts, if any. */
export function actorUserId(ctx: Context): number | null {
  return ctx.actor.type === "system" ? null : ctx.actor.userId;
}

/** The actor's own id as text: a user's number, a token's UUID, a job's name. */
export function actorId({ actor }: Context): string {
  if (actor.type === "token") return actor.tokenId;
  return actor.type === "user" ? String(actor.userId) : actor.name;
}

/** `user:1`, `token:<id>` or `system:<name>`. */
export function actorLabel(ctx: Context): string {
  return `${ctx.actor.type}:${actorId(ctx)}`;
}
