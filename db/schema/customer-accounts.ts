import { sql } from "drizzle-orm";
import { check, index, integer, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { id, moment, timestamps } from "@/db/columns";
import { CUSTOMER_LINK_PURPOSES } from "@/db/enums";
import { customers } from "@/db/schema/customers";
import { organizations, users } from "@/db/schema/organizations";

/** How a customer signs in. Never an admin's way in: nothing here is read where users sign in, and the other way round. */
export const customerAccounts = pgTable(
  "customer_accounts",
  {
    id: id(),
    organizationId: integer()
      .notNull()
      .references(() => organizations.id, { onDelete: "cascade" }),
    /** Until the address is confirmed a customer of the account's own, whoever else the desk knows by that address. */
    customerId: uuid()
      .notNull()
      .references(() => customers.id, { onDelete: "cascade" }),
    /** As `readEmailAddress` gives it. */
    email: text().notNull(),
    /** argon2id in PHC form. */
    passwordHash: text().notNull(),
    emailVerifiedAt: moment(),
    lastSignInAt: moment(),
    ...timestamps,
  },
  (t) => [
    uniqueIndex("customer_accounts_email").on(t.organizationId, t.email),
    index("customer_accounts_customer").on(t.customerId),
  ],
);

/** A customer's browser, by the hash of the random value in its cookie. */
export const customerSessions = pgTable(
  "customer_sessions",
  {
    id: id(),
    organizationId: integer()
      .notNull()
      .references(() => organizations.id, { onDelete: "cascade" }),
    accountId: uuid()
      .notNull()
      .references(() => customerAccounts.id, { onDelete: "cascade" }),
    /** SHA-256 (hex). */
    tokenHash: text().notNull(),
    ip: text(),
    userAgent: text(),
    createdAt: moment().notNull().defaultNow(),
    lastSeenAt: moment().notNull().defaultNow(),
    expiresAt: moment().notNull(),
    revokedAt: moment(),
  },
  (t) => [
    uniqueIndex("customer_sessions_token").on(t.tokenHash),
    index("customer_sessions_account").on(t.accountId, t.id),
    index("customer_sessions_expiry").on(t.expiresAt),
  ],
);

/** What is mailed to a customer: each works once, until it expires. */
export const customerLinks = pgTable(
  "customer_links",
  {
    id: id(),
    organizationId: integer()
      .notNull()
      .references(() => organizations.id, { onDelete: "cascade" }),
    purpose: text({ enum: CUSTOMER_LINK_PURPOSES }).notNull(),
    /** To whom it was sent, as `readEmailAddress` gives it. */
    email: text().notNull(),
    /** Null: an invitation, which makes the account. */
    accountId: uuid().references(() => customerAccounts.id, { onDelete: "cascade" }),
    /** SHA-256 (hex) of the token in the link. */
    tokenHash: text().notNull(),
    /** Who invited. */
    createdBy: integer().references(() => users.id, { onDelete: "set null" }),
    createdAt: moment().notNull().defaultNow(),
    expiresAt: moment().notNull(),
    usedAt: moment(),
  },
  (t) => [
    uniqueIndex("customer_links_token").on(t.tokenHash),
    index("customer_links_account").on(t.accountId, t.purpose),
    index("customer_links_email").on(t.organizationId, t.email),
    index("customer_links_expiry").on(t.expiresAt),
    check(
      "customer_links_purpose",
      sql`${t.purpose} in ('verify_email', 'reset_password', 'invitation', 'sign_in', 'change_email')`,
    ),
    check("customer_links_account", sql`(${t.purpose} = 'invitation') = (${t.accountId} is null)`),
  ],
);
