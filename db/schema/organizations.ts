import { sql } from "drizzle-orm";
import { check, index, integer, pgEnum, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import { id, moment, timestamps } from "@/db/columns";
import { ON_CLOSED, REGISTRATION_POLICIES } from "@/db/enums";
import { ROLES } from "@/lib/roles";

export const roleEnum = pgEnum("role", ROLES);

export const organizations = pgTable(
  "organizations",
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    name: text().notNull(),
    timeZone: text().notNull().default("UTC"),
    /** Of what customers see, as `#rrggbb`; null for ours. */
    brandColor: text(),
    customerRegistration: text({ enum: REGISTRATION_POLICIES }).notNull().default("open"),
    /** What an answer by an incoming webhook does to a ticket that is solved. */
    onClosed: text({ enum: ON_CLOSED }).notNull().default("reopen"),
    /** Whoever has one of these roles signs in with a second factor. */
    factorRoles: roleEnum().array().notNull().default(sql`'{}'`),
    ...timestamps,
  },
  (t) => [
    check("organizations_name_not_empty", sql`length(trim(${t.name})) > 0`),
    check("organizations_brand_color", sql`${t.brandColor} ~ '^#[0-9a-f]{6}$'`),
    check(
      "organizations_customer_registration",
      sql`${t.customerRegistration} in ('open', 'invitation', 'known')`,
    ),
  ],
);

export const users = pgTable(
  "users",
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    /** NFKC and lower case. */
    email: text().notNull().unique(),
    name: text().notNull(),
    /** argon2id in PHC form; null for people who only sign in through a provider. */
    passwordHash: text(),
    /** Null until the first sign-in, which no mail warns of. */
    firstSignedInAt: moment(),
    ...timestamps,
  },
  (t) => [check("users_email_not_empty", sql`length(${t.email}) > 2`)],
);

export const memberships = pgTable(
  "memberships",
  {
    organizationId: integer()
      .notNull()
      .references(() => organizations.id, { onDelete: "cascade" }),
    userId: integer()
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    role: roleEnum().notNull(),
    /** Signs in no more, and neither do their tokens work; everything they made stays. */
    disabledAt: moment(),
    ...timestamps,
  },
  (t) => [primaryKey({ columns: [t.organizationId, t.userId] }), index("memberships_user").on(t.userId)],
);

export const teams = pgTable(
  "teams",
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    organizationId: integer()
      .notNull()
      .references(() => organizations.id, { onDelete: "cascade" }),
    name: text().notNull(),
    ...timestamps,
  },
  (t) => [uniqueIndex("teams_organization_name").on(t.organizationId, sql`lower(${t.name})`)],
);

export const teamMembers = pgTable(
  "team_members",
  {
    teamId: integer()
      .notNull()
      .references(() => teams.id, { onDelete: "cascade" }),
    userId: integer()
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
  },
  (t) => [primaryKey({ columns: [t.teamId, t.userId] }), index("team_members_user").on(t.userId)],
);

export const invitations = pgTable(
  "invitations",
  {
    id: id(),
    organizationId: integer()
      .notNull()
      .references(() => organizations.id, { onDelete: "cascade" }),
    /** NFKC and lower case. */
    email: text().notNull(),
    role: roleEnum().notNull(),
    /** SHA-256 (hex) of the token in the link. */
    tokenHash: text().notNull(),
    invitedBy: integer()
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    expiresAt: moment().notNull(),
    acceptedAt: moment(),
    revokedAt: moment(),
    ...timestamps,
  },
  (t) => [
    uniqueIndex("invitations_token").on(t.tokenHash),
    uniqueIndex("invitations_open")
      .on(t.organizationId, t.email)
      .where(sql`accepted_at is null and revoked_at is null`),
    index("invitations_organization").on(t.organizationId, t.id),
  ],
);
