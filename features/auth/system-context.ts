import "server-only";
import { randomUUID } from "node:crypto";
import type { Context, OrganizationId } from "@/lib/context";
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

/** The only place where a number becomes a tenant id: it comes from a verified session, token or job. */
export function toOrganizationId(id: number): OrganizationId {
  return id as OrganizationId;
}

export function newRequestId(): string {
  return `req_${randomUUID().replaceAll("-", "")}`;
}
