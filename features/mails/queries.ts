import "server-only";
import { and, desc, eq, lt, type SQL, sql } from "drizzle-orm";
import { database } from "@/db/client";
import { mails, tickets } from "@/db/schema";
import { searchedPage } from "@/db/search";
import { searchText } from "@/db/search-text";
import { commentMailColumns, toCommentMail } from "@/features/mails/comment-mail";
import { composeMail } from "@/features/mails/compose";
import { readContent } from "@/features/mails/content";
import type { ListMailsQuery, Mail, MailDetail } from "@/features/mails/schema";
import { authorize, type Context } from "@/lib/context";
import { env } from "@/lib/env";
import { NotFoundError } from "@/lib/errors";
import { decodeIdCursor, toPage } from "@/lib/keyset";
import type { Page } from "@/lib/pagination";

const TICKET_NUMBER = /^#(\d{1,9})$/;
const MASKED = /(\/mails\/)[\w.-]+/g;

export async function listMails(ctx: Context, query: ListMailsQuery): Promise<Page<Mail>> {
  authorize(ctx, "mails:read");
  const before = decodeIdCursor(query.cursor);
  const limit = query.limit + 1;
  const [, number] = TICKET_NUMBER.exec(query.q ?? "") ?? [];
  const within = and(
    eq(mails.organizationId, ctx.organizationId),
    before ? lt(mails.id, before) : undefined,
    query.status ? eq(mails.status, query.status) : undefined,
    query.ticketId ? eq(mails.ticketId, query.ticketId) : undefined,
    number ? eq(mails.ticketId, ticketOf(ctx, Number(number))) : undefined,
  );
  const search = query.q && !number ? searchText(query.q, (contains) => contains(mails.email)) : undefined;
  const list = { table: mails, within, keys: [mails.id], isDescending: true, limit };
  const rows = await selectMails()
    .where(search ? await searchedPage({ ...list, search: search.byIndex, isMatch: search.byRow }) : within)
    .orderBy(desc(mails.id))
    .limit(limit);
  return toPage(rows, { limit: query.limit, toItem: toMail, cursorOf: (row) => row.id });
}

/** With what was sent, made of the answers once more: they never change. */
export async function getMail(ctx: Context, id: string): Promise<MailDetail> {
  authorize(ctx, "mails:read");
  const row = await findMail(ctx, id);
  const { email, ...mail } = row;
  const content = await readContent({
    ...mail,
    organizationId: ctx.organizationId,
    email: email ?? "",
  });
  if (content.answers.length === 0) return { ...toMail(row), headers: [], text: null };
  const { text, messageId, inReplyTo, references, headers } = composeMail({
    ...content,
    ...(row.subject !== null && { subject: row.subject }),
  });
  const sent = {
    From: env.MAIL_FROM ?? "",
    To: email ?? "",
    Subject: row.subject ?? content.subject,
    "Message-ID": messageId,
    "In-Reply-To": inReplyTo,
    References: references.join(" "),
    ...headers,
  };
  return {
    ...toMail(row),
    // Of a mail that was never tried nobody knows yet where it goes.
    headers: Object.entries(sent)
      .filter(([, value]) => value !== "")
      .map(([name, value]) => ({ name, value: masked(value) })),
    text: masked(text),
  };
}

/** For services that have authorized their caller. */
export async function readMail(ctx: Context, id: string): Promise<Mail> {
  return toMail(await findMail(ctx, id));
}

/** By its Message-ID, with or without the angle brackets. */
export async function findMailByMessageId(ctx: Context, messageId: string): Promise<string> {
  const [row] = await database()
    .select({ id: mails.id })
    .from(mails)
    .where(
      and(
        eq(mails.organizationId, ctx.organizationId),
        eq(mails.messageId, `<${messageId.replace(/^<|>$/g, "")}>`),
      ),
    );
  if (!row) throw new NotFoundError("mail");
  return row.id;
}

/** Whoever has the link can switch a customer's mails off. */
function masked(text: string): string {
  return text.replace(MASKED, "$1…");
}

async function findMail(ctx: Context, id: string): Promise<MailRow> {
  const [row] = await selectMails().where(
    and(eq(mails.organizationId, ctx.organizationId), eq(mails.id, id)),
  );
  if (!row) throw new NotFoundError("mail");
  return row;
}

function ticketOf(ctx: Context, number: number): SQL<string> {
  return sql<string>`(select ${tickets.id} from ${tickets}
    where ${tickets.organizationId} = ${ctx.organizationId} and ${tickets.number} = ${number})`;
}

function selectMails() {
  return database()
    .select({
      ...commentMailColumns,
      ticketId: mails.ticketId,
      ticketNumber: tickets.number,
      ticketSubject: tickets.subject,
      customerId: mails.customerId,
      messageId: mails.messageId,
      email: mails.email,
      subject: mails.subject,
      attemptCount: mails.attemptCount,
      dueAt: mails.dueAt,
      createdAt: mails.createdAt,
    })
    .from(mails)
    .innerJoin(tickets, eq(tickets.id, mails.ticketId));
}

type MailRow = Awaited<ReturnType<typeof selectMails>>[number];

function toMail(row: MailRow): Mail {
  const { ticketId, ticketNumber, ticketSubject, messageId, dueAt, createdAt, sentAt, ...columns } = row;
  return {
    ...columns,
    ...toCommentMail(row),
    messageId,
    ticket: { id: ticketId, number: ticketNumber, subject: ticketSubject },
    nextAttemptAt: row.status === "waiting" ? (dueAt?.toISOString() ?? null) : null,
    createdAt: createdAt.toISOString(),
  };
}
