import type { Role } from "@/lib/roles";
import { expandScopes, RESOURCES, type Resource, type Scope } from "@/lib/scopes";

type Access = "none" | "read" | "write";

/** What each role may do. Handlers, screens and the generated permission test all read this table. */
const ACCESS: Record<Role, Record<Resource, Access>> = {
  // The log is written by Replify itself, and by nobody else.
  admin: { ...every("write"), audit_log: "read" },
  developer: { ...every("write"), team: "read", customers: "read", audit_log: "read" },
  agent: {
    ...every("none"),
    events: "read",
    subscriptions: "read",
    deliveries: "read",
    incoming_webhooks: "read",
    tickets: "write",
    chats: "write",
    customers: "write",
    mails: "write",
    team: "read",
  },
  viewer: { ...every("read"), tokens: "none", oauth_clients: "none", audit_log: "none" },
};

const PERMISSIONS: Record<Role, ReadonlySet<Scope>> = {
  admin: scopesOf(ACCESS.admin),
  developer: scopesOf(ACCESS.developer),
  agent: scopesOf(ACCESS.agent),
  viewer: scopesOf(ACCESS.viewer),
};

export function permissionsOf(role: Role): ReadonlySet<Scope> {
  return PERMISSIONS[role];
}

function every(access: Access): Record<Resource, Access> {
  // The keys are RESOURCES, all of them.
  return Object.fromEntries(RESOURCES.map((resource) => [resource, access])) as Record<Resource, Access>;
}

function scopesOf(access: Record<Resource, Access>): ReadonlySet<Scope> {
  return expandScopes(
    RESOURCES.flatMap((resource): Scope[] => {
      const level = access[resource];
      return level === "none" ? [] : [`${resource}:${level}`];
    }),
  );
}
