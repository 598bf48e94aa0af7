import "server-only";
import { and, asc, desc, eq, gt, isNull, type SQL, sql } from "drizzle-orm";
import { database } from "@/db/client";
import { chats, customers, messages, teams, tickets, users } from "@/db/schema";
import { olderThan } from "@/db/search";
import type { Chat, ListChatsQuery, ListMessagesQuery, Message } from "@/features/chats/schema";
import { assigneeFilter } from "@/features/tickets/filters";
import { authorize, type Context } from "@/lib/context";
import { NotFoundError } from "@/lib/errors";
import { decodeIdCursor, decodeMomentCursor, momentCursor, toPage } from "@/lib/keyset";
import type { Page } from "@/lib/pagination";

const SNIPPET_LENGTH = 120;

/** Chats by their last message, newest first. */
export async function listChats(ctx: Context, query: ListChatsQuery): Promise<Page<Chat>> {
  authorize(ctx, "chats:read");
  const before = decodeMomentCursor(query.cursor);
  const rows = await selectChats()
    .where(
      and(
        eq(chats.organizationId, ctx.organizationId),
        ...filters(ctx, query),
        olderThan({ moment: chats.lastMessageAt, id: chats.id }, before),
      ),
    )
    .orderBy(desc(chats.lastMessageAt), desc(chats.id))
    .limit(query.limit + 1);
  return toPage(rows, {
    limit: query.limit,
    toItem: toChat,
    cursorOf: (row) => momentCursor(row.lastMessageAt, row.id),
  });
}

export async function getChat(ctx: Context, id: string): Promise<Chat> {
  authorize(ctx, "chats:read");
  return readChat(ctx, id);
}

/** For services whose own scope lets them see the chat they change. */
export async function readChat(ctx: Context, id: string): Promise<Chat> {
  const [row] = await selectChats().where(
    and(eq(chats.organizationId, ctx.organizationId), eq(chats.id, id)),
  );
  if (!row) throw new NotFoundError("chat");
  return toChat(row);
}

/** Also the deleted ones, as gaps that say so. */
export async function listMessages(
  ctx: Context,
  chatId: string,
  query: ListMessagesQuery,
): Promise<Page<Message>> {
  authorize(ctx, "chats:read");
  await readChat(ctx, chatId);
  const last = decodeIdCursor(query.cursor);
  const [beyond, direction] =
    query.order === "asc"
      ? [sql`${messages.id} > ${last}::uuid`, asc(messages.id)]
      : [sql`${messages.id} < ${last}::uuid`, desc(messages.id)];
  const rows = await database()
    .select(messageColumns)
    .from(messages)
    .where(
      and(
        eq(messages.organizationId, ctx.organizationId),
        eq(messages.chatId, chatId),
        last ? beyond : undefined,
      ),
    )
    .orderBy(direction)
    .limit(query.limit + 1);
  return toPage(rows, { limit: query.limit, toItem: toMessage, cursorOf: (row) => row.id });
}

function filters(ctx: Context, query: ListChatsQuery): (SQL | undefined)[] {
  return [
    query.status ? eq(chats.status, query.status) : undefined,
    assigneeFilter(ctx, chats.assigneeId, query.assigneeId),
    query.teamId ? eq(chats.teamId, query.teamId) : undefined,
    query.customerId ? eq(chats.customerId, query.customerId) : undefined,
    query.unread && unreadFilter(query.unread),
  ];
}

function unreadFilter(unread: "true" | "false"): SQL {
  return unread === "true" ? gt(chats.unreadCount, 0) : eq(chats.unreadCount, 0);
}

interface LastMessage {
  type: Message["author"]["type"];
  name: string;
  snippet: string;
}

const LAST_MESSAGE = sql<LastMessage | null>`(
  select json_build_object('type', ${messages.authorType}, 'name', ${messages.authorName},
                           'snippet', left(${messages.body}, ${sql.raw(String(SNIPPET_LENGTH))}))
  from ${messages} where ${messages.chatId} = ${chats.id} and ${messages.deletedAt} is null
  order by ${messages.id} desc limit 1)`;

function selectChats() {
  return database()
    .select({
      id: chats.id,
      subject: chats.subject,
      status: chats.status,
      customerId: customers.id,
      customerName: customers.name,
      customerEmail: customers.email,
      assigneeId: users.id,
      assigneeName: users.name,
      teamId: teams.id,
      teamName: teams.name,
      ticketId: tickets.id,
      ticketNumber: tickets.number,
      page: chats.page,
      messageCount: chats.messageCount,
      unreadCount: chats.unreadCount,
      lastMessage: LAST_MESSAGE,
      lastMessageAt: chats.lastMessageAt,
      startedAt: chats.startedAt,
      endedAt: chats.endedAt,
    })
    .from(chats)
    .leftJoin(customers, eq(customers.id, chats.customerId))
    .leftJoin(users, eq(users.id, chats.assigneeId))
    .leftJoin(teams, eq(teams.id, chats.teamId))
    .leftJoin(tickets, and(eq(tickets.id, chats.ticketId), isNull(tickets.deletedAt)));
}

type ChatRow = Awaited<ReturnType<typeof selectChats>>[number];

function toChat(row: ChatRow): Chat {
  const { lastMessage } = row;
  return {
    id: row.id,
    subject: row.subject,
    status: row.status,
    customer: row.customerId
      ? { id: row.customerId, name: row.customerName, email: row.customerEmail }
      : null,
    assignee: row.assigneeId === null ? null : { id: row.assigneeId, name: row.assigneeName ?? "" },
    team: row.teamId === null ? null : { id: row.teamId, name: row.teamName ?? "" },
    ticket: row.ticketId && row.ticketNumber !== null ? { id: row.ticketId, number: row.ticketNumber } : null,
    page: row.page,
    messageCount: row.messageCount,
    unreadCount: row.unreadCount,
    lastMessage: lastMessage && {
      author: { type: lastMessage.type, name: lastMessage.name },
      snippet: lastMessage.snippet,
    },
    lastMessageAt: row.lastMessageAt.toISOString(),
    startedAt: row.startedAt.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
  };
}

export const messageColumns = {
  id: messages.id,
  chatId: messages.chatId,
  authorType: messages.authorType,
  authorId: messages.authorId,
  authorName: messages.authorName,
  body: messages.body,
  createdAt: messages.createdAt,
  editedAt: messages.editedAt,
  deletedAt: messages.deletedAt,
};

type MessageRow = Pick<typeof messages.$inferSelect, keyof typeof messageColumns>;

export function toMessage({ authorType, authorId, authorName, ...row }: MessageRow): Message {
  return {
    id: row.id,
    chatId: row.chatId,
    author: { type: authorType, id: authorId, name: authorName },
    body: row.body,
    createdAt: row.createdAt.toISOString(),
    editedAt: row.editedAt?.toISOString() ?? null,
    deletedAt: row.deletedAt?.toISOString() ?? null,
  };
}
