import "server-only";
import { mails } from "@/db/schema";
import type { CommentMail } from "@/features/mails/schema";

/** What a conversation shows beside an answer. */
export const commentMailColumns = {
  id: mails.id,
  status: mails.status,
  obstacle: mails.obstacle,
  error: mails.error,
  sentAt: mails.sentAt,
};

type Row = Pick<typeof mails.$inferSelect, keyof typeof commentMailColumns>;

export function toCommentMail({ id, status, obstacle, error, sentAt }: Row): CommentMail {
  return { id, status, obstacle, error, sentAt: sentAt?.toISOString() ?? null };
}
