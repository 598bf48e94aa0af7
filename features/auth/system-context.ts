import "server-only";
import { permissionsOf } from "@/features/auth/permissions";
import type { Client, Context, OrganizationId } from "@/lib/context";
import { newRequestId } from "@/lib/request-log";
import type { Role } from "@/lib/roles";
import { SCOPES } from "@/lib/scopes";

/** The rights of our own background work in one organization. */
export function systemContext(name: string, organizationId: number): Context {
  return {
    actor: { type: "system", name },
    organizationId: toOrganizationId(organizationId),
    permissions: new Set(SCOPES),
    requestId: newRequestId(),
    ip: null,
    userAgent: null,
  };
}

interface Person {
  userId: number;
  name: string;
  role: Role;
  organizationId: number;
  sessionId: string;
}

/** What a person does in the moment of signing in or out, when no request has a context yet. */
export function personContext({ role, organizationId, ...person }: Person, client: Client): Context {
  return {
    actor: { type: "user", ...person, authenticatedAt: new Date() },
    organizationId: toOrganizationId(organizationId),
    permissions: permissionsOf(role),
    requestId: newRequestId(),
    ...client,
  };
}

/** The only place where a number becomes a tenant id: it comes from a verified session, token or job. */
export function toOrganizationId(id: number): OrganizationId {
  return id as OrganizationId;
}
