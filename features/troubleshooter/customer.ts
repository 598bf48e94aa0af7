import "server-only";
import type { Context } from "@/lib/context";
import { ForbiddenError } from "@/lib/errors";

/** Whose tickets the caller may see. Throws ForbiddenError for anybody who is not a customer: no permission stands in for being the one. */
export function requireCustomer({ actor }: Context): { customerId: string; sessionId: string } {
  if (actor.type === "customer") return actor;
  throw new ForbiddenError("Only an app that a customer connected can do this.");
}
