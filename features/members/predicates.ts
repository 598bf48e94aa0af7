import "server-only";
import { and, type Column, eq, isNull, type SQL, sql } from "drizzle-orm";
import { memberships, organizations } from "@/db/schema";

/** The membership gives its user rights. */
export const IS_ACTIVE_MEMBER = isNull(memberships.disabledAt);

/** The same in one organization, by its id or the column of a join. */
export function isActiveMemberOf(organizationId: number | Column): SQL | undefined {
  return and(eq(memberships.organizationId, organizationId), IS_ACTIVE_MEMBER);
}

/** The same as text, for a statement that gives memberships this name. */
export function isActiveAs(name: "m" | "o" | "seen"): string {
  return `${name}.disabled_at is null`;
}

/** The same for a row that has been read. */
export function memberStatus(disabledAt: Date | null): "active" | "disabled" {
  return disabledAt === null ? "active" : "disabled";
}

/** Whether whoever has the role of the membership signs in with a second factor, where the organization is joined. */
export const IS_FACTOR_REQUIRED = sql<boolean>`${memberships.role} = any(${organizations.factorRoles})`;
