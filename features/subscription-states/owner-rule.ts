import "server-only";
import { type SQL, sql } from "drizzle-orm";
import { EVENT_TYPES } from "@/features/event-catalog/names";
import { ADDED_TYPE, readScopeOf } from "@/features/event-catalog/read-scopes";
import { isActiveAs } from "@/features/members/predicates";
import { ownerLacks } from "@/features/subscription-states/owner-lacks";
import { ROLES, type Role } from "@/lib/roles";

/** The membership `o` of the owner of subscription `s`: without a row, when they were disabled or removed. */
export const OWNER_JOIN = sql.raw(`
  left join memberships o
    on o.organization_id = s.organization_id and o.user_id = s.created_by and ${isActiveAs("o")}`);

const answers = new Map<string, boolean>();

/** Written once: walking every role and type anew would cost each publish and each claim more than all the rest of it. */
const MAY_GET = {
  "e.type": sql.raw(rolesCondition("e.type", mayGet)),
  "d.event_type": sql.raw(rolesCondition("d.event_type", mayGet)),
  "q.event_type": sql.raw(rolesCondition("q.event_type", mayGet)),
};

/** Whether the owner, of membership `o`, may be sent events of the type in `column` at this moment. Never null. */
export function ownerMayGet(column: keyof typeof MAY_GET): SQL {
  return MAY_GET[column];
}

/** The same for a statement about one subscription `s`, which needs no join then. */
export function ownerAllows(column: "d.event_type"): SQL {
  return sql`exists (
    select 1 from memberships o
    where o.organization_id = s.organization_id and o.user_id = s.created_by and ${sql.raw(isActiveAs("o"))}
      and ${ownerMayGet(column)})`;
}

/** Whether the owner, of membership `o`, may be sent events of every type. Never null. */
export const OWNER_GETS_ALL = sql.raw(
  rolesCondition("''", (role) => EVENT_TYPES.every((type) => mayGet(role, type))),
);

/** Whether the owner, of membership `o`, may be sent events of any type at all. Never null. */
export const OWNER_GETS_SOME = sql.raw(
  rolesCondition("''", (role) => EVENT_TYPES.some((type) => mayGet(role, type))),
);

/**
 * The rule as SQL, so that one statement can fan out, or claim, by the roles of this moment. Types that the organization added are named in no
 * list: who may get those is told what they may not get.
 */
export function rolesCondition(column: string, may: (role: Role, type: string) => boolean): string {
  const parts = ROLES.flatMap((role) => {
    const mayOthers = may(role, ADDED_TYPE);
    const named = EVENT_TYPES.filter((type) => may(role, type) !== mayOthers);
    if (named.length === 0) return mayOthers ? [`o.role = '${role}'`] : [];
    return [`o.role = '${role}' and ${column} ${mayOthers ? "not in" : "in"} ('${named.join("', '")}')`];
  });
  return `((${["false", ...parts].join(" or ")}) is true)`;
}

/** Asked for every role and type as the module is loaded; types that the same scope shows are alike. */
function mayGet(role: Role, type: string): boolean {
  const key = `${role} ${readScopeOf(type)}`;
  const known = answers.get(key) ?? ownerLacks(role, [type]).length === 0;
  answers.set(key, known);
  return known;
}
