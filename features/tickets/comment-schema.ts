import * as z from "zod";
import { AUTHOR_TYPES, COMMENT_VISIBILITIES, TICKET_STATUSES } from "@/db/enums";
import { commentMailSchema } from "@/features/mails/schema";
import { bodySchema } from "@/features/tickets/schema";
import { pageQuerySchema } from "@/lib/pagination";

const commentBodySchema = bodySchema.refine((text) => text.trim() !== "", "Write something first.");

export const commentSchema = z
  .object({
    id: z.uuid(),
    ticketId: z.uuid(),
    visibility: z.enum(COMMENT_VISIBILITIES),
    author: z.object({ type: z.enum(AUTHOR_TYPES), id: z.string(), name: z.string() }),
    body: z.string(),
    requestId: z.uuid().nullable().meta({ description: "The incoming webhook's request that wrote it." }),
    createdAt: z.iso.datetime(),
    mail: commentMailSchema.nullable().meta({
      description:
        "By which the customer gets it: answers of the same few minutes share one. null where none does.",
    }),
  })
  .meta({ id: "Comment" });

export const createCommentSchema = z
  .strictObject({
    body: commentBodySchema,
    visibility: z.enum(COMMENT_VISIBILITIES).default("public"),
    status: z
      .enum(TICKET_STATUSES)
      .optional()
      .meta({ description: "Sets the ticket's status along with it." }),
  })
  .meta({
    id: "CreateComment",
    example: { body: "Thank you, we are looking into it.", visibility: "public" },
  });

export const listCommentsQuerySchema = pageQuerySchema.extend({
  order: z
    .enum(["asc", "desc"])
    .default("asc")
    .meta({ description: "`asc`: the oldest first, as the conversation reads. `desc`: the newest first." }),
});

export type Comment = z.output<typeof commentSchema>;
export type CreateComment = z.output<typeof createCommentSchema>;
