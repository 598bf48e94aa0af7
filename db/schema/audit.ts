import { sql } from "drizzle-orm";
import {
  bigint,
  check,
  date,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { id, moment } from "@/db/columns";
import { AUDIT_ACTORS, AUDIT_OUTCOMES, REFUSAL_KINDS } from "@/db/enums";
import { gramIndex } from "@/db/gram-index";
import { organizations } from "@/db/schema/organizations";

/** Append-only: the application's database role may insert and read, nothing else, and a trigger refuses changes by anyone. */
export const auditLog = pgTable(
  "audit_log",
  {
    id: id(),
    organizationId: integer()
      .notNull()
      .references(() => organizations.id),
    actorType: text({ enum: AUDIT_ACTORS }).notNull(),
    actorId: text().notNull(),
    actorName: text().notNull(),
    action: text().notNull(),
    targetType: text().notNull(),
    targetId: text().notNull(),
    targetName: text().notNull(),
    /** field → { from, to }; secrets appear as "changed" only. */
    changes: text().notNull().default("{}"),
    outcome: text({ enum: AUDIT_OUTCOMES }).notNull().default("success"),
    ip: text(),
    userAgent: text(),
    requestId: text().notNull(),
    createdAt: moment().notNull().defaultNow(),
  },
  (t) => [
    index("audit_log_organization").on(t.organizationId, t.id),
    index("audit_log_target").on(t.organizationId, t.targetType, t.targetId, t.id),
    index("audit_log_actor").on(t.organizationId, t.actorType, t.actorId, t.id),
    // The operator class serves prefixes such as token.* whatever the database's collation.
    index("audit_log_action").on(t.organizationId, t.action.op("text_pattern_ops"), t.id),
    index("audit_log_names").using("gin", t.targetName.op("gin_trgm_ops"), t.actorName.op("gin_trgm_ops")),
    gramIndex("audit_log_target_grams", t.targetName),
    gramIndex("audit_log_actor_grams", t.actorName),
    index("audit_log_failures").on(t.organizationId, t.id).where(sql`outcome = 'failure'`),
    check("audit_log_outcome", sql`${t.outcome} in ('success', 'failure')`),
    check("audit_log_actor_type", sql`${t.actorType} in ('user', 'token', 'customer', 'system')`),
  ],
);

/**
 * Each organization's entries as a chain, written by a trigger when a transaction commits: `hash` is SHA-256 over the hash before and the
 * entry's own fields, so that no entry can be changed, removed or slipped in without breaking all that follow.
 */
export const auditChain = pgTable(
  "audit_chain",
  {
    organizationId: integer()
      .notNull()
      .references(() => organizations.id),
    position: bigint({ mode: "number" }).notNull(),
    entryId: uuid()
      .notNull()
      .references(() => auditLog.id),
    /** Hex. */
    hash: text().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.position] }),
    uniqueIndex("audit_chain_entry").on(t.entryId),
  ],
);

/** How far each organization's chain has been published as events; no row before the first. */
export const auditStreams = pgTable("audit_streams", {
  organizationId: integer()
    .primaryKey()
    .references(() => organizations.id),
  position: bigint({ mode: "number" }).notNull(),
});

/** How many calls were refused to whom on a day (UTC), until the day is over and the audit log has the number. */
export const refusedCalls = pgTable(
  "refused_calls",
  {
    organizationId: integer()
      .notNull()
      .references(() => organizations.id),
    actorType: text({ enum: ["user", "token"] }).notNull(),
    actorId: text().notNull(),
    actorName: text().notNull(),
    /** Of a token its owner. No reference: the number outlives the person. */
    userId: integer().notNull(),
    kind: text({ enum: REFUSAL_KINDS }).notNull(),
    day: date().notNull(),
    calls: integer().notNull().default(1),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.actorType, t.actorId, t.kind, t.day] }),
    index("refused_calls_day").on(t.day),
  ],
);
