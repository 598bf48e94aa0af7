import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgEnum,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { id, moment, timestamps } from "@/db/columns";
import {
  AUTHOR_TYPES,
  CHAT_STATUSES,
  COMMENT_VISIBILITIES,
  TICKET_PRIORITIES,
  TICKET_SOURCES,
  TICKET_STATUSES,
} from "@/db/enums";
import { gramIndex } from "@/db/gram-index";
import { customerAccounts } from "@/db/schema/customer-accounts";
import { customers } from "@/db/schema/customers";
import { organizations, teams, users } from "@/db/schema/organizations";

export const ticketStatusEnum = pgEnum("ticket_status", TICKET_STATUSES);
export const ticketPriorityEnum = pgEnum("ticket_priority", TICKET_PRIORITIES);

/** The last number given out per organization. */
export const ticketCounters = pgTable("ticket_counters", {
  organizationId: integer()
    .primaryKey()
    .references(() => organizations.id, { onDelete: "cascade" }),
  lastNumber: integer().notNull(),
});

export const tickets = pgTable(
  "tickets",
  {
    id: id(),
    organizationId: integer()
      .notNull()
      .references(() => organizations.id, { onDelete: "cascade" }),
    number: integer().notNull(),
    subject: text().notNull(),
    body: text().notNull().default(""),
    status: ticketStatusEnum().notNull().default("open"),
    priority: ticketPriorityEnum().notNull().default("normal"),
    customerId: uuid().references(() => customers.id),
    assigneeId: integer().references(() => users.id),
    teamId: integer().references(() => teams.id, { onDelete: "set null" }),
    source: text({ enum: TICKET_SOURCES }).notNull(),
    /** The request of an incoming webhook that made it. */
    requestId: uuid(),
    chatId: uuid(),
    /** The app that a customer filed it through, and the site it was connected for, as they were called then. */
    appName: text(),
    appHost: text(),
    tags: text().array().notNull().default([]),
    diagnostics: jsonb().$type<Record<string, unknown>>(),
    /** Grows with every change, for agents who edit at once. */
    version: integer().notNull().default(1),
    commentCount: integer().notNull().default(0),
    lastActivityAt: moment().notNull().defaultNow(),
    resolvedAt: moment(),
    closedAt: moment(),
    mergedIntoId: uuid(),
    deletedAt: moment(),
    ...timestamps,
  },
  (t) => [
    uniqueIndex("tickets_number").on(t.organizationId, t.number),
    // Columns behind the id are filters that are checked within the index, where few or no rows on the way pass them.
    index("tickets_activity")
      .on(t.organizationId, t.lastActivityAt, t.id, t.status, t.priority, t.source, t.assigneeId, t.teamId)
      .where(sql`deleted_at is null`),
    index("tickets_by_number")
      .on(
        t.organizationId,
        t.number,
        t.lastActivityAt,
        t.status,
        t.priority,
        t.source,
        t.assigneeId,
        t.teamId,
      )
      .where(sql`deleted_at is null`)
      .concurrently(),
    index("tickets_status")
      .on(t.organizationId, t.status, t.lastActivityAt, t.id, t.priority, t.source, t.assigneeId, t.teamId)
      .where(sql`deleted_at is null`),
    index("tickets_unsolved")
      .on(t.organizationId, t.lastActivityAt, t.id)
      .where(sql`deleted_at is null and status in ('open', 'pending')`),
    index("tickets_unsolved_by_number")
      .on(t.organizationId, t.number, t.lastActivityAt, t.priority, t.source, t.assigneeId, t.teamId)
      .where(sql`deleted_at is null and status in ('open', 'pending')`)
      .concurrently(),
    index("tickets_assignee_unsolved")
      .on(t.organizationId, t.assigneeId, t.lastActivityAt, t.id)
      .where(sql`deleted_at is null and status in ('open', 'pending')`),
    index("tickets_assignee")
      .on(t.organizationId, t.assigneeId, t.lastActivityAt, t.id, t.status, t.priority, t.source, t.teamId)
      .where(sql`deleted_at is null`),
    index("tickets_priority")
      .on(t.organizationId, t.priority, t.lastActivityAt, t.id, t.status, t.source, t.assigneeId, t.teamId)
      .where(sql`deleted_at is null`),
    index("tickets_source")
      .on(t.organizationId, t.source, t.lastActivityAt, t.id, t.status, t.priority, t.assigneeId, t.teamId)
      .where(sql`deleted_at is null`),
    index("tickets_customer").on(t.customerId, t.lastActivityAt, t.id),
    // What a customer sees of their own is in no order that tells of internal notes.
    index("tickets_customer_created").on(t.customerId, t.id).where(sql`deleted_at is null`),
    index("tickets_team")
      .on(t.organizationId, t.teamId, t.lastActivityAt, t.id)
      .where(sql`team_id is not null`),
    index("tickets_request").on(t.requestId).where(sql`request_id is not null`),
    index("tickets_diagnostics").using("gin", sql`diagnostics jsonb_path_ops`),
    index("tickets_tags").using("gin", t.tags),
    index("tickets_subject").using("gin", t.subject.op("gin_trgm_ops")),
    gramIndex("tickets_subject_grams", t.subject),
    check("tickets_subject_not_empty", sql`length(trim(${t.subject})) > 0`),
    check(
      "tickets_source",
      sql`${t.source} in ('manual', 'api', 'incoming_webhook', 'chat', 'troubleshooter', 'account')`,
    ),
  ],
);

export const comments = pgTable(
  "comments",
  {
    id: id(),
    organizationId: integer().notNull(),
    ticketId: uuid()
      .notNull()
      .references(() => tickets.id, { onDelete: "cascade" }),
    visibility: text({ enum: COMMENT_VISIBILITIES }).notNull(),
    authorType: text({ enum: AUTHOR_TYPES }).notNull(),
    authorId: text().notNull(),
    authorName: text().notNull(),
    body: text().notNull(),
    /** The request of an incoming webhook that wrote it. */
    requestId: uuid(),
    createdAt: moment().notNull().defaultNow(),
  },
  (t) => [
    index("comments_ticket").on(t.ticketId, t.id),
    index("comments_request").on(t.requestId).where(sql`request_id is not null`),
    check("comments_visibility", sql`${t.visibility} in ('public', 'internal')`),
  ],
);

/** Who has a ticket open right now, so that two agents don't answer it at once, and how far they have read. Rows age out by `seenAt`. */
export const ticketViewers = pgTable(
  "ticket_viewers",
  {
    ticketId: uuid()
      .notNull()
      .references(() => tickets.id, { onDelete: "cascade" }),
    userId: integer()
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    isReplying: boolean().notNull().default(false),
    /** The latest comment that was read, or the ticket itself for its opening text; ids are in the order of time. Null: nothing yet. */
    readUpToId: uuid(),
    seenAt: moment().notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.ticketId, t.userId] })],
);

/** How far a customer has read a ticket of theirs. */
export const ticketReaders = pgTable(
  "ticket_readers",
  {
    ticketId: uuid()
      .notNull()
      .references(() => tickets.id, { onDelete: "cascade" }),
    accountId: uuid()
      .notNull()
      .references(() => customerAccounts.id, { onDelete: "cascade" }),
    /** The latest comment that was read; ids are in the order of time. */
    readUpToId: uuid().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.ticketId, t.accountId] }),
    index("ticket_readers_account").on(t.accountId),
  ],
);

export const chats = pgTable(
  "chats",
  {
    id: id(),
    organizationId: integer()
      .notNull()
      .references(() => organizations.id, { onDelete: "cascade" }),
    subject: text(),
    status: text({ enum: CHAT_STATUSES }).notNull().default("open"),
    customerId: uuid().references(() => customers.id),
    assigneeId: integer().references(() => users.id),
    teamId: integer().references(() => teams.id, { onDelete: "set null" }),
    ticketId: uuid().references(() => tickets.id),
    page: jsonb().$type<{ url?: string; title?: string }>(),
    messageCount: integer().notNull().default(0),
    /** Messages of the customer that no agent has opened yet. */
    unreadCount: integer().notNull().default(0),
    lastMessageAt: moment().notNull().defaultNow(),
    startedAt: moment().notNull().defaultNow(),
    endedAt: moment(),
    ...timestamps,
  },
  (t) => [
    index("chats_organization").on(t.organizationId, t.lastMessageAt, t.id),
    index("chats_status").on(t.organizationId, t.status, t.lastMessageAt, t.id),
    index("chats_customer").on(t.customerId, t.id),
    check("chats_status", sql`${t.status} in ('open', 'ended')`),
    check("chats_end", sql`(${t.status} = 'ended') = (${t.endedAt} is not null)`),
  ],
);

export const messages = pgTable(
  "messages",
  {
    id: id(),
    organizationId: integer().notNull(),
    chatId: uuid()
      .notNull()
      .references(() => chats.id, { onDelete: "cascade" }),
    authorType: text({ enum: AUTHOR_TYPES }).notNull(),
    authorId: text().notNull(),
    authorName: text().notNull(),
    body: text().notNull(),
    createdAt: moment().notNull().defaultNow(),
    editedAt: moment(),
    deletedAt: moment(),
  },
  (t) => [index("messages_chat").on(t.chatId, t.id)],
);
