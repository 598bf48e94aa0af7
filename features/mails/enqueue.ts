import "server-only";
import { and, desc, eq, sql } from "drizzle-orm";
import { afterCommit, currentTransaction, database } from "@/db/client";
import type { AUTHOR_TYPES, COMMENT_VISIBILITIES, MailObstacle } from "@/db/enums";
import { mailComments, mails } from "@/db/schema";
import { commentMailColumns, toCommentMail } from "@/features/mails/comment-mail";
import { newMessageId } from "@/features/mails/message-id";
import { planMail } from "@/features/mails/plan";
import { readRecipient } from "@/features/mails/recipient";
import type { CommentMail } from "@/features/mails/schema";
import type { Context } from "@/lib/context";
import { env } from "@/lib/env";

interface Answer {
  id: string;
  ticketId: string;
  visibility: (typeof COMMENT_VISIBILITIES)[number];
  author: { type: (typeof AUTHOR_TYPES)[number] };
}

/**
 * Has an answer mailed, in the transaction that writes it, which has locked its ticket. Answers of the same few minutes share one mail: it
 * waits, and takes in what comes until it is tried. Null for what is no answer of the desk's, or is for nobody.
 */
export async function mailAnswer(ctx: Context, answer: Answer): Promise<CommentMail | null> {
  const isOurs = answer.author.type === "user" || answer.author.type === "token";
  if (answer.visibility !== "public" || !isOurs) return null;
  const { customerId, obstacle } = await readRecipient(ctx.organizationId, answer.ticketId);
  if (customerId === null) return null;
  const mail = { organizationId: ctx.organizationId, ticketId: answer.ticketId, customerId };
  const row = obstacle
    ? await addSkipped(mail, obstacle)
    : ((await takeIntoWaiting(mail)) ?? (await addWaiting(mail)));
  await currentTransaction().insert(mailComments).values({ commentId: answer.id, mailId: row.id });
  return toCommentMail(row);
}

type Row = Parameters<typeof toCommentMail>[0];

interface NewMail {
  organizationId: number;
  ticketId: string;
  customerId: string;
}

/** What was tried already stays as it was tried: the same mail may have arrived. */
async function takeIntoWaiting({ organizationId, ticketId, customerId }: NewMail): Promise<Row | null> {
  const [open] = await currentTransaction()
    .select(commentMailColumns)
    .from(mails)
    .where(
      and(
        eq(mails.organizationId, organizationId),
        eq(mails.ticketId, ticketId),
        eq(mails.customerId, customerId),
        eq(mails.status, "waiting"),
        eq(mails.attemptCount, 0),
      ),
    )
    .orderBy(desc(mails.id))
    .limit(1)
    .for("no key update");
  return open ?? null;
}

async function addWaiting(mail: NewMail): Promise<Row> {
  const [row] = await database()
    .insert(mails)
    .values({
      ...mail,
      messageId: newMessageId(),
      dueAt: sql`now() + make_interval(secs => ${env.MAIL_BUNDLE_SECONDS})`,
    })
    .returning({ ...commentMailColumns, dueAt: mails.dueAt });
  if (!row?.dueAt) throw new Error("insert returned no row");
  const { id, dueAt } = row;
  afterCommit(() => planMail(id, dueAt));
  return row;
}

async function addSkipped(mail: NewMail, obstacle: MailObstacle): Promise<Row> {
  const [row] = await database()
    .insert(mails)
    .values({ ...mail, messageId: newMessageId(), status: "skipped", obstacle })
    .returning(commentMailColumns);
  if (!row) throw new Error("insert returned no row");
  return row;
}
