import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  index,
  integer,
  pgTable,
  smallint,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { id, moment, timestamps } from "@/db/columns";
import { MAIL_OBSTACLES, MAIL_STATUSES } from "@/db/enums";
import { gramIndex } from "@/db/gram-index";
import { customers } from "@/db/schema/customers";
import { organizations } from "@/db/schema/organizations";
import { comments, tickets } from "@/db/schema/tickets";

/**
 * Mails to customers with the answers to their tickets: queue and log in one. Order of locks: the ticket, then its mails.
 */
export const mails = pgTable(
  "mails",
  {
    id: id(),
    organizationId: integer()
      .notNull()
      .references(() => organizations.id, { onDelete: "cascade" }),
    ticketId: uuid()
      .notNull()
      .references(() => tickets.id, { onDelete: "cascade" }),
    /** Whose ticket it was when the mail was last tried, or else when it was made. */
    customerId: uuid()
      .notNull()
      .references(() => customers.id),
    status: text({ enum: MAIL_STATUSES }).notNull().default("waiting"),
    obstacle: text({ enum: MAIL_OBSTACLES }),
    /** The same however often it is sent. */
    messageId: text().notNull(),
    /** Where it went, or was last tried; with the subject and what the mail server said, gone once the customer is erased. */
    email: text(),
    subject: text(),
    error: text(),
    /** Its address refused mail for good: nothing more goes there until somebody sends one again. */
    blocksAddress: boolean().notNull().default(false),
    attemptCount: smallint().notNull().default(0),
    /** Workers that died while they sent it. */
    abandonedCount: smallint().notNull().default(0),
    /** From when it may be claimed: the time of its next attempt, or the end of the lease while it is being sent. Null once nothing more comes. */
    dueAt: moment(),
    /** Of the claim that it is being sent by: only who knows it may record what came of it. */
    leaseId: uuid(),
    sentAt: moment(),
    ...timestamps,
  },
  (t) => [
    index("mails_organization").on(t.organizationId, t.id),
    index("mails_status").on(t.organizationId, t.status, t.id),
    index("mails_ticket").on(t.ticketId, t.id),
    index("mails_customer").on(t.customerId),
    index("mails_email").using("gin", t.email.op("gin_trgm_ops")),
    gramIndex("mails_email_grams", t.email),
    index("mails_blocking").on(t.organizationId, t.email).where(sql`blocks_address`),
    index("mails_due").on(t.dueAt).where(sql`due_at is not null`),
    uniqueIndex("mails_message_id").on(t.messageId),
    check("mails_open_is_due", sql`(status in ('waiting', 'sending')) = (due_at is not null)`),
    check("mails_sending_has_lease", sql`(status = 'sending') = (lease_id is not null)`),
    check("mails_skipped_has_obstacle", sql`(status = 'skipped') = (obstacle is not null)`),
  ],
);

/** The answers in a mail. Each goes into one. */
export const mailComments = pgTable(
  "mail_comments",
  {
    commentId: uuid()
      .primaryKey()
      .references(() => comments.id, { onDelete: "cascade" }),
    mailId: uuid()
      .notNull()
      .references(() => mails.id, { onDelete: "cascade" }),
  },
  (t) => [index("mail_comments_mail").on(t.mailId)],
);
