import "server-only";
import { toOrganizationId } from "@/features/auth/system-context";
import type { Client, Context } from "@/lib/context";
import { ForbiddenError } from "@/lib/errors";
import { noteRequest } from "@/lib/request-log";

interface ActingCustomer {
  organizationId: number;
  customerId: string;
  name: string;
  /** Of the app's session, or of the customer's browser. */
  sessionId: string;
}

/** A customer has no permissions: what is theirs is found by their id. */
export function customerContext(
  { organizationId, customerId, name, sessionId }: ActingCustomer,
  requestId: string,
  client: Client,
): Context {
  noteRequest({ organizationId, actor: "customer", customerId });
  return {
    actor: { type: "customer", customerId, name, sessionId },
    organizationId: toOrganizationId(organizationId),
    permissions: new Set(),
    requestId,
    ...client,
  };
}

/** Whose tickets the caller may see. Throws ForbiddenError for anybody who is not a customer: no permission stands in for being the one. */
export function requireCustomer({ actor }: Context): { customerId: string; sessionId: string } {
  if (actor.type === "customer") return actor;
  throw new ForbiddenError("Only an app that a customer connected can do this.");
}
