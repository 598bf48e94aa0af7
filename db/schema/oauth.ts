import { sql } from "drizzle-orm";
import {
  type AnyPgColumn,
  boolean,
  check,
  index,
  integer,
  pgTable,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { id, moment, timestamps } from "@/db/columns";
import {
  DEVICE_REQUEST_STATUSES,
  OAUTH_CLIENT_TYPES,
  OAUTH_GRANTS,
  OAUTH_SCOPES,
  SESSION_END_REASONS,
  SESSION_ORIGINS,
} from "@/db/enums";
import { gramIndex } from "@/db/gram-index";
import { customerAccounts } from "@/db/schema/customer-accounts";
import { organizations, users } from "@/db/schema/organizations";

/** Apps that customers of the desk connect. */
export const oauthClients = pgTable(
  "oauth_clients",
  {
    id: id(),
    organizationId: integer()
      .notNull()
      .references(() => organizations.id, { onDelete: "cascade" }),
    createdBy: integer().references(() => users.id, { onDelete: "set null" }),
    name: text().notNull(),
    /** Who is behind it, as customers read it when they are asked for consent. */
    publisher: text(),
    /** The public one that the app presents; `id` is for our own API. */
    clientId: text().notNull(),
    type: text({ enum: OAUTH_CLIENT_TYPES }).notNull(),
    // Exact, or site templates such as `https://*/wp-admin/admin.php`.
    redirectUris: text().array().notNull(),
    grants: text({ enum: OAUTH_GRANTS }).array().notNull(),
    scopes: text({ enum: OAUTH_SCOPES }).array().notNull(),
    /** May register customers and sign them in by password itself. */
    isFirstParty: boolean().notNull().default(false),
    accessTokenSeconds: integer().notNull(),
    /** A refresh token that isn't used for so long ends. */
    refreshIdleSeconds: integer().notNull(),
    /** No session outlives this, however often it is refreshed. */
    refreshAbsoluteSeconds: integer().notNull(),
    refreshGraceSeconds: integer().notNull(),
    /** SHA-256 (hex); null for a public client. */
    secretHash: text(),
    secretLastFour: text(),
    /** After a rotation: the one before, which works until the overlap ends. */
    previousSecretHash: text(),
    previousSecretLastFour: text(),
    previousSecretExpiresAt: moment(),
    previousSecretLastUsedAt: moment(),
    /** Nobody connects or refreshes while it is set; what is connected stays for later. */
    disabledAt: moment(),
    /** When a token was last given out. */
    lastTokenAt: moment(),
    ...timestamps,
  },
  (t) => [
    uniqueIndex("oauth_clients_client_id").on(t.clientId),
    index("oauth_clients_organization").on(t.organizationId, t.id),
    check("oauth_clients_type", sql`${t.type} in ('public', 'confidential')`),
    check("oauth_clients_secret", sql`(${t.type} = 'confidential') = (${t.secretHash} is not null)`),
    check("oauth_clients_scopes_not_empty", sql`cardinality(${t.scopes}) > 0`),
  ],
);

/** A customer's grant to a client: the family of refresh tokens that follow one another, and their access tokens. */
export const oauthSessions = pgTable(
  "oauth_sessions",
  {
    id: id(),
    organizationId: integer()
      .notNull()
      .references(() => organizations.id, { onDelete: "cascade" }),
    clientId: uuid()
      .notNull()
      .references(() => oauthClients.id, { onDelete: "cascade" }),
    accountId: uuid()
      .notNull()
      .references(() => customerAccounts.id, { onDelete: "cascade" }),
    scopes: text({ enum: OAUTH_SCOPES }).array().notNull(),
    /** Of the redirect URI, or what the device said of itself; null where there is none. */
    host: text(),
    origin: text({ enum: SESSION_ORIGINS }).notNull(),
    ip: text(),
    userAgent: text(),
    createdAt: moment().notNull().defaultNow(),
    lastUsedAt: moment().notNull().defaultNow(),
    /** Unless it is refreshed before; never after its absolute end. */
    expiresAt: moment().notNull(),
    endedAt: moment(),
    endReason: text({ enum: SESSION_END_REASONS }),
  },
  (t) => [
    index("oauth_sessions_organization").on(t.organizationId, t.id),
    index("oauth_sessions_client").on(t.clientId, t.id),
    index("oauth_sessions_client_open").on(t.clientId, t.expiresAt).where(sql`ended_at is null`),
    index("oauth_sessions_host").using("gin", t.host.op("gin_trgm_ops")),
    gramIndex("oauth_sessions_host_grams", t.host),
    index("oauth_sessions_account").on(t.accountId, t.id),
    index("oauth_sessions_expiry").on(t.expiresAt),
    check("oauth_sessions_end", sql`(${t.endedAt} is null) = (${t.endReason} is null)`),
  ],
);

export const oauthRefreshTokens = pgTable(
  "oauth_refresh_tokens",
  {
    id: id(),
    sessionId: uuid()
      .notNull()
      .references(() => oauthSessions.id, { onDelete: "cascade" }),
    /** SHA-256 (hex), to find it by. */
    hash: text().notNull(),
    /** The token itself, so that a lost reply gets it once more; bound to this row. */
    ciphertext: text().notNull(),
    /** Whose use made it; null for a session's first. */
    parentId: uuid().references((): AnyPgColumn => oauthRefreshTokens.id, { onDelete: "set null" }),
    createdAt: moment().notNull().defaultNow(),
    /** The idle end. */
    expiresAt: moment().notNull(),
    usedAt: moment(),
  },
  (t) => [
    uniqueIndex("oauth_refresh_tokens_hash").on(t.hash),
    uniqueIndex("oauth_refresh_tokens_parent").on(t.parentId).where(sql`parent_id is not null`),
    index("oauth_refresh_tokens_session").on(t.sessionId, t.id),
    index("oauth_refresh_tokens_expiry").on(t.expiresAt),
  ],
);

export const oauthAccessTokens = pgTable(
  "oauth_access_tokens",
  {
    id: id(),
    sessionId: uuid()
      .notNull()
      .references(() => oauthSessions.id, { onDelete: "cascade" }),
    /** SHA-256 (hex). */
    hash: text().notNull(),
    scopes: text({ enum: OAUTH_SCOPES }).array().notNull(),
    createdAt: moment().notNull().defaultNow(),
    expiresAt: moment().notNull(),
    revokedAt: moment(),
  },
  (t) => [
    uniqueIndex("oauth_access_tokens_hash").on(t.hash),
    index("oauth_access_tokens_session").on(t.sessionId, t.id),
    index("oauth_access_tokens_expiry").on(t.expiresAt),
  ],
);

/** Authorization codes: one minute, one use. */
export const oauthCodes = pgTable(
  "oauth_codes",
  {
    id: id(),
    organizationId: integer()
      .notNull()
      .references(() => organizations.id, { onDelete: "cascade" }),
    clientId: uuid()
      .notNull()
      .references(() => oauthClients.id, { onDelete: "cascade" }),
    accountId: uuid()
      .notNull()
      .references(() => customerAccounts.id, { onDelete: "cascade" }),
    /** SHA-256 (hex). */
    codeHash: text().notNull(),
    /** As the request had it: /token has to repeat it. */
    redirectUri: text().notNull(),
    /** S256 (RFC 7636). */
    codeChallenge: text().notNull(),
    scopes: text({ enum: OAUTH_SCOPES }).array().notNull(),
    createdAt: moment().notNull().defaultNow(),
    expiresAt: moment().notNull(),
    usedAt: moment(),
    /** What it was exchanged for: a second use ends it. */
    sessionId: uuid().references(() => oauthSessions.id, { onDelete: "set null" }),
  },
  (t) => [
    uniqueIndex("oauth_codes_hash").on(t.codeHash),
    index("oauth_codes_expiry").on(t.expiresAt),
    index("oauth_codes_client").on(t.clientId),
    index("oauth_codes_account").on(t.accountId),
    index("oauth_codes_session").on(t.sessionId),
  ],
);

/** A device that waits for its customer (RFC 8628). */
export const oauthDeviceRequests = pgTable(
  "oauth_device_requests",
  {
    id: id(),
    organizationId: integer()
      .notNull()
      .references(() => organizations.id, { onDelete: "cascade" }),
    clientId: uuid()
      .notNull()
      .references(() => oauthClients.id, { onDelete: "cascade" }),
    /** SHA-256 (hex). */
    deviceCodeHash: text().notNull(),
    /** A keyed hash: the code itself is short enough to be found by trying. */
    userCodeHash: text().notNull(),
    scopes: text({ enum: OAUTH_SCOPES }).array().notNull(),
    /** The site that it says it is; nothing proves it. */
    host: text(),
    status: text({ enum: DEVICE_REQUEST_STATUSES }).notNull().default("pending"),
    /** Who decided. */
    accountId: uuid().references(() => customerAccounts.id, { onDelete: "cascade" }),
    /** Seconds between two polls; grows with each that comes too early. */
    intervalSeconds: integer().notNull(),
    lastPolledAt: moment(),
    ip: text(),
    userAgent: text(),
    createdAt: moment().notNull().defaultNow(),
    expiresAt: moment().notNull(),
  },
  (t) => [
    uniqueIndex("oauth_device_requests_device_code").on(t.deviceCodeHash),
    uniqueIndex("oauth_device_requests_user_code").on(t.userCodeHash),
    index("oauth_device_requests_expiry").on(t.expiresAt),
    index("oauth_device_requests_client").on(t.clientId),
    index("oauth_device_requests_account").on(t.accountId),
    check("oauth_device_requests_status", sql`${t.status} in ('pending', 'approved', 'denied', 'used')`),
    check("oauth_device_requests_decided", sql`(${t.status} = 'pending') = (${t.accountId} is null)`),
  ],
);
