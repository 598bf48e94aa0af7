import { sql } from "drizzle-orm";
import { bigint, check, index, integer, pgTable, text, uniqueIndex } from "drizzle-orm/pg-core";
import { id, moment } from "@/db/columns";
import { FACTOR_KINDS, SESSION_FACTORS } from "@/db/enums";
import { organizations, users } from "@/db/schema/organizations";

/** What a person has beside their password. They are the person's, whichever organizations they belong to. */
export const factors = pgTable(
  "factors",
  {
    id: id(),
    userId: integer()
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    kind: text({ enum: FACTOR_KINDS }).notNull(),
    name: text().notNull(),
    /** Of an authenticator app. */
    secretCiphertext: text(),
    /** The time step of the last code that was taken: neither it nor an earlier one is taken again (RFC 6238 §5.2). */
    lastStep: bigint({ mode: "number" }),
    /** Of a passkey, as are the rest. */
    credentialId: text(),
    /** COSE, in base64url. */
    publicKey: text(),
    /** How often it has signed, as it says; many always say 0. */
    signCount: bigint({ mode: "number" }),
    transports: text().array(),
    createdAt: moment().notNull().defaultNow(),
    lastUsedAt: moment(),
  },
  (t) => [
    index("factors_user").on(t.userId, t.id),
    uniqueIndex("factors_credential").on(t.credentialId).where(sql`credential_id is not null`),
    check(
      "factors_kind",
      sql`case ${t.kind} when 'authenticator_app' then ${t.secretCiphertext} is not null
        when 'passkey' then ${t.credentialId} is not null and ${t.publicKey} is not null and ${t.signCount} is not null
        else false end`,
    ),
  ],
);

export const recoveryCodes = pgTable(
  "recovery_codes",
  {
    id: id(),
    userId: integer()
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    /** SHA-256 (hex) of the code. */
    hash: text().notNull(),
    createdAt: moment().notNull().defaultNow(),
    usedAt: moment(),
  },
  (t) => [uniqueIndex("recovery_codes_hash").on(t.userId, t.hash)],
);

/** A sign-in that still lacks the second factor. It opens nothing but that step, for minutes. */
export const pendingSignIns = pgTable(
  "pending_sign_ins",
  {
    id: id(),
    userId: integer()
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    organizationId: integer()
      .notNull()
      .references(() => organizations.id, { onDelete: "cascade" }),
    /** When the person proved who they are so far. */
    authenticatedAt: moment().notNull(),
    /** The one that was added in this sign-in, as the role needs one. */
    factor: text({ enum: SESSION_FACTORS }),
    expiresAt: moment().notNull(),
  },
  (t) => [
    index("pending_sign_ins_user").on(t.userId),
    index("pending_sign_ins_organization").on(t.organizationId),
    index("pending_sign_ins_expiry").on(t.expiresAt),
  ],
);
