import { permissionsOf } from "@/features/auth/permissions";
import { readScopesOf, scopesMissing } from "@/features/event-catalog/read-scopes";
import type { Role } from "@/lib/roles";
import type { Scope } from "@/lib/scopes";

/** Whoever may not have subscriptions any more is sent nothing by those they had. */
const OWNER_SCOPE: Scope = "subscriptions:write";

/** Scopes that the owner of a subscription to these types lacks for it; with no role, as they are not an active member, all. */
export function ownerLacks(role: Role | null, eventTypes: readonly string[]): Scope[] {
  return scopesMissing([OWNER_SCOPE, ...readScopesOf(eventTypes)], role ? permissionsOf(role) : []);
}
