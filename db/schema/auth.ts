import { sql } from "drizzle-orm";
import {
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
import { id, moment, timestamps } from "@/db/columns";
import { SESSION_FACTORS } from "@/db/enums";
import { organizations, users } from "@/db/schema/organizations";

/** The cookie carries this id encrypted; revoking the row ends the session on the next request. Each confirmation changes the id. */
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
    /** When the person last proved who they are, by password or through the provider. */
    authenticatedAt: moment().notNull().defaultNow(),
    /** The second factor that the person last showed; null if none was asked for. */
    factor: text({ enum: SESSION_FACTORS }),
    expiresAt: moment().notNull(),
    revokedAt: moment(),
    /** After a confirmation: the id before, which works for seconds more, with what it had proved until then. */
    previousId: uuid(),
    previousAuthenticatedAt: moment(),
    previousEndsAt: moment(),
  },
  (t) => [
    index("sessions_user").on(t.userId, t.id),
    index("sessions_expiry").on(t.expiresAt),
    index("sessions_previous").on(t.previousId).where(sql`previous_id is not null`),
  ],
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
    /** Who was shown the present secret. Null: nobody, as it was handed over and its new owner has not asked for it yet. */
    secretSeenBy: integer().references(() => users.id, { onDelete: "set null" }),
    scopes: text().array().notNull(),
    expiresAt: moment(),
    lastUsedAt: moment(),
    lastUsedIp: text(),
    lastUsedRoute: text(),
    revokedAt: moment(),
    /** Networks in CIDR form that may use it; none means any. */
    allowedCidrs: text().array().notNull().default(sql`'{}'`),
    /** After a rotation: the hash of the token before, which works until the overlap ends. */
    previousHash: text(),
    previousLastFour: text(),
    previousExpiresAt: moment(),
    previousLastUsedAt: moment(),
    ...timestamps,
  },
  (t) => [
    uniqueIndex("api_tokens_hash").on(t.hash),
    uniqueIndex("api_tokens_previous_hash").on(t.previousHash).where(sql`previous_hash is not null`),
    index("api_tokens_organization").on(t.organizationId, t.id),
    index("api_tokens_creator").on(t.createdBy),
    check("api_tokens_scopes_not_empty", sql`cardinality(${t.scopes}) > 0`),
  ],
);

/** Calls per token and UTC day, for the use chart. */
export const tokenUsage = pgTable(
  "token_usage",
  {
    tokenId: uuid()
      .notNull()
      .references(() => apiTokens.id, { onDelete: "cascade" }),
    day: date({ mode: "string" }).notNull(),
    requests: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.tokenId, t.day] })],
);

/** Who a person is at a single sign-on provider. */
export const userIdentities = pgTable(
  "user_identities",
  {
    issuer: text().notNull(),
    subject: text().notNull(),
    userId: integer()
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    createdAt: moment().notNull().defaultNow(),
    lastUsedAt: moment().notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.issuer, t.subject] }), index("user_identities_user").on(t.userId)],
);
