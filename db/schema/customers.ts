import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { id, moment, timestamps } from "@/db/columns";
import { IDENTITY_KINDS } from "@/db/enums";
import { gramIndex } from "@/db/gram-index";
import { organizations } from "@/db/schema/organizations";

export const customers = pgTable(
  "customers",
  {
    id: id(),
    organizationId: integer()
      .notNull()
      .references(() => organizations.id, { onDelete: "cascade" }),
    name: text(),
    /** The address to show and answer to; those to recognise the customer by are identities. */
    email: text(),
    phone: text(),
    company: text(),
    /** Agent who looks after the customer. */
    agentId: integer(),
    tags: text().array().notNull().default([]),
    attributes: jsonb().$type<Record<string, unknown>>().notNull().default({}),
    lastSeenAt: moment(),
    /** The customer's own choice: whether they want answers by mail. */
    receivesMails: boolean().notNull().default(true),
    /** Merged customers keep their row, so that old links lead on to the one that stayed. */
    mergedIntoId: uuid(),
    /** Personal data was removed for good; tickets and their texts stay. */
    erasedAt: moment(),
    deletedAt: moment(),
    ...timestamps,
  },
  (t) => [
    index("customers_organization")
      .on(t.organizationId, t.id)
      .where(sql`deleted_at is null and merged_into_id is null`),
    index("customers_email").on(t.organizationId, t.email),
    index("customers_names").using("gin", t.name.op("gin_trgm_ops"), t.email.op("gin_trgm_ops")),
    gramIndex("customers_name_grams", t.name),
    gramIndex("customers_email_grams", t.email),
    index("customers_merged").on(t.mergedIntoId).where(sql`merged_into_id is not null`),
  ],
);

/** What a customer is recognised by. One address or outside id belongs to one customer of an organization; a phone number may be a family's. */
export const customerIdentities = pgTable(
  "customer_identities",
  {
    organizationId: integer()
      .notNull()
      .references(() => organizations.id, { onDelete: "cascade" }),
    kind: text({ enum: IDENTITY_KINDS }).notNull(),
    /** Addresses as `readEmailAddress` gives them, phone numbers without spaces and signs. */
    value: text().notNull(),
    customerId: uuid()
      .notNull()
      .references(() => customers.id, { onDelete: "cascade" }),
    createdAt: moment().notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.kind, t.value, t.customerId] }),
    uniqueIndex("customer_identities_one_owner")
      .on(t.organizationId, t.kind, t.value)
      .where(sql`kind <> 'phone'`),
    index("customer_identities_customer").on(t.customerId),
  ],
);

/**
 * Two customers who may be one person. The rows keep naming whom the hint was about when one of them is merged, so that a split finds it
 * again.
 */
export const customerDuplicates = pgTable(
  "customer_duplicates",
  {
    organizationId: integer()
      .notNull()
      .references(() => organizations.id, { onDelete: "cascade" }),
    /** The lesser of the two ids. */
    firstId: uuid()
      .notNull()
      .references(() => customers.id, { onDelete: "cascade" }),
    secondId: uuid()
      .notNull()
      .references(() => customers.id, { onDelete: "cascade" }),
    /** Somebody said that they are two people: never shown again. */
    dismissedAt: moment(),
    createdAt: moment().notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.firstId, t.secondId] }),
    index("customer_duplicates_second").on(t.secondId),
    check("customer_duplicates_order", sql`${t.firstId} < ${t.secondId}`),
  ],
);
