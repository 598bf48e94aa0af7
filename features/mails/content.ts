import "server-only";
import { and, asc, desc, eq, isNotNull, lt } from "drizzle-orm";
import { database } from "@/db/client";
import { comments, mailComments, mails, organizations, tickets } from "@/db/schema";
import { onOneLine } from "@/lib/mail";

/** So many answers are in a mail; the rest is on the ticket's page. */
const ANSWERS_MAX = 20;
/** So many of the latest mails of a ticket are referred to, beside the ticket itself. */
const REFERENCES_MAX = 10;
const REPLY_PREFIX = /^(?:\s*(?:re|aw|sv|antw|fwd?|wg)\s*:)+\s*/i;

export interface MailKey {
  id: string;
  organizationId: number;
  ticketId: string;
  customerId: string;
  messageId: string;
}

/** All that a mail is made of, as it is now. */
export interface MailContent extends Omit<MailKey, "id" | "organizationId"> {
  email: string;
  desk: string;
  number: number;
  subject: string;
  /** Of the earlier mails of the ticket, the oldest first. */
  earlier: string[];
  answers: { author: string; body: string }[];
  /** More answers than are in it. */
  hasMore: boolean;
}

export async function readContent(mail: MailKey & { email: string }): Promise<MailContent> {
  const { id, ticketId, customerId, messageId, email } = mail;
  const { number, subject, desk } = await readTicket(mail);
  const earlier = await readEarlier(mail);
  const answers = await readAnswers(id, desk);
  // As the first one had it, whatever the ticket is called by now: some programs go by it.
  const [first] = earlier;
  const base = first?.subject?.replace(REPLY_PREFIX, "") ?? `[#${number}] ${stripped(subject)}`;
  return {
    ticketId,
    customerId,
    messageId,
    email,
    desk,
    number,
    subject: first ? `Re: ${base}` : base,
    earlier: earlier.map((one) => one.messageId),
    answers: answers.slice(0, ANSWERS_MAX),
    hasMore: answers.length > ANSWERS_MAX,
  };
}

/** Kept with the mail, so that the log shows it as it went out. */
export async function noteSubject(id: string, subject: string): Promise<void> {
  await database()
    .update(mails)
    .set({ subject })
    // Not any more where the customer was erased meanwhile.
    .where(and(eq(mails.id, id), isNotNull(mails.email)));
}

function stripped(subject: string): string {
  const oneLine = onOneLine(subject);
  return oneLine.replace(REPLY_PREFIX, "") || oneLine;
}

async function readTicket({ organizationId, ticketId }: MailKey) {
  const [row] = await database()
    .select({ number: tickets.number, subject: tickets.subject, desk: organizations.name })
    .from(tickets)
    .innerJoin(organizations, eq(organizations.id, tickets.organizationId))
    .where(and(eq(tickets.organizationId, organizationId), eq(tickets.id, ticketId)));
  if (!row) throw new Error(`there is no ticket ${ticketId}`);
  return { ...row, desk: onOneLine(row.desk) };
}

async function readEarlier({ id, organizationId, ticketId }: MailKey) {
  const rows = await database()
    .select({ messageId: mails.messageId, subject: mails.subject })
    .from(mails)
    .where(
      and(
        eq(mails.organizationId, organizationId),
        eq(mails.ticketId, ticketId),
        lt(mails.id, id),
        isNotNull(mails.sentAt),
      ),
    )
    .orderBy(desc(mails.id))
    .limit(REFERENCES_MAX);
  return rows.toReversed();
}

/** A token is called what only the desk understands, so its words are the desk's. */
async function readAnswers(mailId: string, desk: string): Promise<MailContent["answers"]> {
  const rows = await database()
    .select({ type: comments.authorType, name: comments.authorName, body: comments.body })
    .from(mailComments)
    .innerJoin(comments, eq(comments.id, mailComments.commentId))
    .where(eq(mailComments.mailId, mailId))
    .orderBy(asc(comments.id))
    .limit(ANSWERS_MAX + 1);
  return rows.map(({ type, name, body }) => ({ author: type === "token" ? desk : onOneLine(name), body }));
}
