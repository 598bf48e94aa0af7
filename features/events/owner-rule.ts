import "server-only";
import { type SQL, sql } from "drizzle-orm";
import { EVENT_TYPES, type EventType } from "@/features/events/catalog/names";
import { ownerLacks } from "@/features/events/owner-lacks";
import { isActiveAs } from "@/features/team/predicates";
import { ROLES, type Role } from "@/lib/roles";

/** The membership `o` of the owner of subscription `s`: without a row, when they were disabled or removed. */
export const OWNER_JOIN = sql.raw(`
  left join memberships o
    on o.organization_id = s.organization_id and o.user_id = s.created_by and ${isActiveAs("o")}`);

/** Written once: walking every role and type anew would cost each publish and each claim more than all the rest of it. */
const MAY_GET = {
  "e.type": sql.raw(rolesCondition("e.type", mayGet)),
  "d.event_type": sql.raw(rolesCondition("d.event_type", mayGet)),
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

/** The rule as SQL, so that one statement can fan out, or claim, by the roles of this moment. */
export function rolesCondition(column: string, may: (role: Role, type: EventType) => boolean): string {
  const parts = ROLES.flatMap((role) => {
    const types = EVENT_TYPES.filter((type) => may(role, type));
    if (types.length === 0) return [];
    if (types.length === EVENT_TYPES.length) return [`o.role = '${role}'`];
    return [`o.role = '${role}' and ${column} in ('${types.join("', '")}')`];
  });
  return `((${["false", ...parts].join(" or ")}) is true)`;
}

function mayGet(role: Role, type: EventType): boolean {
  return ownerLacks(role, [type]).length === 0;
}
