import "server-only";
import { and, asc, desc, eq, gt, lt } from "drizzle-orm";
import { database } from "@/db/client";
import { comments, mailComments, mails } from "@/db/schema";
import { commentMailColumns, toCommentMail } from "@/features/mails/comment-mail";
import type { Comment } from "@/features/tickets/comment-schema";
import { assertTicket } from "@/features/tickets/queries";
import { authorize, type Context } from "@/lib/context";
import { decodeIdCursor, toPage } from "@/lib/keyset";
import type { Page, PageQuery } from "@/lib/pagination";

/** A ticket's conversation, oldest first unless asked for the end of it. */
export async function listComments(
  ctx: Context,
  ticketId: string,
  query: PageQuery & { order?: "asc" | "desc" },
): Promise<Page<Comment>> {
  authorize(ctx, "tickets:read");
  await assertTicket(ctx, ticketId);
  const cursor = decodeIdCursor(query.cursor);
  const isNewestFirst = query.order === "desc";
  const rows = await database()
    .select({ ...commentColumns, mail: commentMailColumns })
    .from(comments)
    .leftJoin(mailComments, eq(mailComments.commentId, comments.id))
    .leftJoin(mails, eq(mails.id, mailComments.mailId))
    .where(
      and(
        eq(comments.organizationId, ctx.organizationId),
        eq(comments.ticketId, ticketId),
        cursor ? (isNewestFirst ? lt : gt)(comments.id, cursor) : undefined,
      ),
    )
    .orderBy(isNewestFirst ? desc(comments.id) : asc(comments.id))
    .limit(query.limit + 1);
  return toPage(rows, { limit: query.limit, toItem: toComment, cursorOf: (row) => row.id });
}

const commentColumns = {
  id: comments.id,
  ticketId: comments.ticketId,
  visibility: comments.visibility,
  authorType: comments.authorType,
  authorId: comments.authorId,
  authorName: comments.authorName,
  body: comments.body,
  requestId: comments.requestId,
  createdAt: comments.createdAt,
};

type CommentRow = Pick<typeof comments.$inferSelect, keyof typeof commentColumns> & {
  mail: Parameters<typeof toCommentMail>[0] | null;
};

export function toComment({
  authorType,
  authorId,
  authorName,
  createdAt,
  mail,
  ...row
}: CommentRow): Comment {
  return {
    ...row,
    author: { type: authorType, id: authorId, name: authorName },
    createdAt: createdAt.toISOString(),
    mail: mail && toCommentMail(mail),
  };
}
