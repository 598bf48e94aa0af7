import { sql } from "drizzle-orm";
import { check, index, integer, pgEnum, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import { moment, timestamps } from "@/db/columns";
import { ROLES } from "@/db/enums";

export const roleEnum = pgEnum("role", ROLES);

export const organizations = pgTable(
  "organizations",
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    name: text().notNull(),
    timeZone: text().notNull().default("UTC"),
    ...timestamps,
  },
  (t) => [check("organizations_name_not_empty", sql`length(trim(${t.name})) > 0`)],
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
    disabledAt: moment(),
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
