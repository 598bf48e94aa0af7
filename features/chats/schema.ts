import * as z from "zod";
import { AUTHOR_TYPES, CHAT_STATUSES, TICKET_STATUSES } from "@/db/enums";
import { customerInputSchema, customerRefSchema } from "@/features/customers/schema";
import { pageQuerySchema } from "@/lib/pagination";
import { numericIdSchema, storableText } from "@/lib/wire-types";

export const MESSAGE_MAX = 20_000;

const userRefSchema = z.object({ id: z.int(), name: z.string() });
const subjectSchema = storableText().trim().min(1, "Leave the subject out rather than empty.").max(300);

const authorSchema = z.object({ type: z.enum(AUTHOR_TYPES), id: z.string(), name: z.string() });

const pageFields = {
  url: storableText().trim().max(2000).optional(),
  title: storableText().trim().max(300).optional(),
};

export const messageSchema = z
  .object({
    id: z.uuid(),
    chatId: z.uuid(),
    author: authorSchema,
    body: z.string().meta({ description: "Empty once the message is deleted." }),
    createdAt: z.iso.datetime(),
    editedAt: z.iso.datetime().nullable(),
    deletedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: "Message" });

export const chatSchema = z
  .object({
    id: z.uuid(),
    subject: z.string().nullable(),
    status: z.enum(CHAT_STATUSES),
    customer: customerRefSchema.nullable(),
    assignee: userRefSchema.nullable(),
    team: userRefSchema.nullable(),
    ticket: z
      .object({ id: z.uuid(), number: z.int() })
      .nullable()
      .meta({ description: "The ticket that the chat was turned into." }),
    page: z
      .object({ url: z.string().optional(), title: z.string().optional() })
      .nullable()
      .meta({ description: "Where the customer opened the chat." }),
    messageCount: z.int(),
    unreadCount: z.int().meta({ description: "Messages of the customer that no member has read." }),
    lastMessage: z.object({ author: authorSchema.omit({ id: true }), snippet: z.string() }).nullable(),
    lastMessageAt: z.iso
      .datetime()
      .meta({ description: "When the last message came; the start while there is none." }),
    startedAt: z.iso.datetime(),
    endedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: "Chat" });

const messageInputSchema = z.strictObject({
  body: storableText()
    .max(MESSAGE_MAX, "At most 20,000 characters.")
    .refine((text) => text.trim() !== "", "Write something first."),
  author: z
    .strictObject({ type: z.literal("customer") })
    .optional()
    .meta({ description: "Set it for what the customer wrote; left out, the caller is the author." }),
});

export const createMessageSchema = messageInputSchema.meta({
  id: "CreateMessage",
  example: { body: "One seat is yours, the other is the colleague you invited in March." },
});

export const updateMessageSchema = messageInputSchema.pick({ body: true }).meta({
  id: "UpdateMessage",
  example: { body: "Hello, why does my April invoice list two seats?" },
});

export const createChatSchema = z
  .strictObject({
    subject: subjectSchema.nullish(),
    customerId: z.uuid().optional(),
    customer: customerInputSchema.optional(),
    assigneeId: numericIdSchema.nullish(),
    teamId: numericIdSchema.nullish(),
    page: z.strictObject(pageFields).nullish(),
    message: messageInputSchema.optional().meta({ description: "The first message." }),
  })
  .refine(({ customerId, customer }) => !(customerId && customer), {
    path: ["customer"],
    message: "Give customerId or customer, not both.",
  })
  .meta({
    id: "CreateChat",
    example: {
      subject: "Question about an invoice",
      customer: { email: "dana@whitfield-prints.example", name: "Dana Whitfield" },
      message: { body: "Hello, why does my invoice list two seats?", author: { type: "customer" } },
    },
  });

export const updateChatSchema = z
  .strictObject({
    subject: subjectSchema.nullish(),
    assigneeId: numericIdSchema.nullish(),
    teamId: numericIdSchema.nullish(),
  })
  .meta({ id: "UpdateChat", example: { subject: "Two seats on the April invoice" } });

export const turnIntoTicketSchema = z
  .strictObject({ subject: subjectSchema.optional() })
  .meta({ id: "TurnIntoTicket", example: { subject: "Two seats on the April invoice" } });

export const chatTicketSchema = z
  .object({
    id: z.uuid(),
    number: z.int(),
    subject: z.string(),
    status: z.enum(TICKET_STATUSES),
    chatId: z.uuid(),
  })
  .meta({ id: "ChatTicket" });

export const listChatsQuerySchema = pageQuerySchema.extend({
  status: z.enum(CHAT_STATUSES).optional(),
  assigneeId: z
    .union([z.literal("none"), z.literal("me"), z.coerce.number().pipe(numericIdSchema)])
    .optional()
    .meta({ description: "A user's id, `me` or `none`." }),
  teamId: z.coerce.number().pipe(numericIdSchema).optional(),
  customerId: z.uuid().optional(),
  unread: z
    .enum(["true", "false"])
    .optional()
    .meta({ description: "Only those with, or only those without, messages that no member has read." }),
});

export const listMessagesQuerySchema = pageQuerySchema.extend({
  order: z.enum(["asc", "desc"]).default("asc").meta({
    description: "`asc` reads from the start, `desc` from the newest backwards.",
  }),
});

export type Chat = z.output<typeof chatSchema>;
export type Message = z.output<typeof messageSchema>;
export type ChatTicket = z.output<typeof chatTicketSchema>;
export type CreateChat = z.output<typeof createChatSchema>;
export type UpdateChat = z.output<typeof updateChatSchema>;
export type CreateMessage = z.output<typeof createMessageSchema>;
export type UpdateMessage = z.output<typeof updateMessageSchema>;
export type ListChatsQuery = z.output<typeof listChatsQuerySchema>;
export type ListMessagesQuery = z.output<typeof listMessagesQuerySchema>;
