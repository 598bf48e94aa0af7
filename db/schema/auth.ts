import { sql } from "drizzle-orm";
import { check, index, integer, pgTable, primaryKey, smallint, text, uniqueIndex } from "drizzle-orm/pg-core";
import { id, moment, timestamps } from "@/db/columns";
import { organizations, users } from "@/db/schema/organizations";

/** The cookie carries this id encrypted; revoking the row ends the session on the next request. */
export const sessions = pgTable(
  "sessions",
  {
    id: id(),
    organizationId: integer()
      .notNull()
      .references(() => organizations.id, { onDelete: "cascade" }),
    userId: integer()
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    ip: text(),
    userAgent: text(),
    createdAt: moment().notNull().defaultNow(),
    lastSeenAt: moment().notNull().defaultNow(),
    expiresAt: moment().notNull(),
    revokedAt: moment(),
  },
  (t) => [index("sessions_user").on(t.userId, t.id), index("sessions_expiry").on(t.expiresAt)],
);

export const apiTokens = pgTable(
  "api_tokens",
  {
    id: id(),
    organizationId: integer()
      .notNull()
      .references(() => organizations.id, { onDelete: "cascade" }),
    createdBy: integer()
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    name: text().notNull(),
    prefix: text().notNull(),
    lastFour: text().notNull(),
    /** SHA-256 (hex) of the whole token. */
    hash: text().notNull(),
    scopes: text().array().notNull(),
    expiresAt: moment(),
    lastUsedAt: moment(),
    lastUsedIp: text(),
    lastUsedRoute: text(),
    revokedAt: moment(),
    ...timestamps,
  },
  (t) => [
    uniqueIndex("api_tokens_hash").on(t.hash),
    index("api_tokens_organization").on(t.organizationId, t.id),
    index("api_tokens_creator").on(t.createdBy),
    check("api_tokens_scopes_not_empty", sql`cardinality(${t.scopes}) > 0`),
  ],
);

/** Stored answers of POSTs with an Idempotency-Key, kept 24 h. The answer is encrypted: it may hold a secret shown once. */
export const idempotencyKeys = pgTable(
  "idempotency_keys",
  {
    organizationId: integer()
      .notNull()
      .references(() => organizations.id, { onDelete: "cascade" }),
    actor: text().notNull(),
    key: text().notNull(),
    requestHash: text().notNull(),
    status: smallint().notNull(),
    answerCiphertext: text().notNull(),
    createdAt: moment().notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.actor, t.key] }),
    index("idempotency_keys_created").on(t.createdAt),
  ],
);

/** Fixed-window counters shared by all processes; `key` is a hash, so no address or e-mail is stored. */
export const rateLimits = pgTable(
  "rate_limits",
  {
    key: text().primaryKey(),
    count: integer().notNull(),
    windowEndsAt: moment().notNull(),
  },
  (t) => [index("rate_limits_window").on(t.windowEndsAt)],
);

export const auditLog = pgTable(
  "audit_log",
  {
    id: id(),
    organizationId: integer()
      .notNull()
      .references(() => organizations.id, { onDelete: "cascade" }),
    actorType: text({ enum: ["user", "token", "system"] }).notNull(),
    actorId: text().notNull(),
    actorName: text().notNull(),
    action: text().notNull(),
    targetType: text().notNull(),
    targetId: text().notNull(),
    targetName: text().notNull(),
    /** field → { from, to }; secrets appear as "changed" only. */
    changes: text().notNull().default("{}"),
    ip: text(),
    requestId: text().notNull(),
    createdAt: moment().notNull().defaultNow(),
  },
  (t) => [
    index("audit_log_organization").on(t.organizationId, t.id),
    index("audit_log_target").on(t.organizationId, t.targetType, t.targetId, t.id),
    check("audit_log_actor_type", sql`${t.actorType} in ('user', 'token', 'system')`),
  ],
);
