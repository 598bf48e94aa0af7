import "server-only";
import { and, desc, eq } from "drizzle-orm";
import { database } from "@/db/client";
import { lockName } from "@/db/name-lock";
import { chats } from "@/db/schema";
import { CHAT } from "@/features/chats/change";
import { createMessage } from "@/features/chats/messages";
import { createChat } from "@/features/chats/service";
import { identifyCustomer } from "@/features/customers/identify";
import type { ActionInput } from "@/features/incoming-webhooks/action-schemas";
import { livingCustomer } from "@/features/incoming-webhooks/references";
import type { Context } from "@/lib/context";
import { InvalidFieldError, type Issue, NotFoundError } from "@/lib/errors";

interface Posted {
  outcome: "created" | "commented";
  chatId: string;
  messageId: string | null;
  remarks?: Issue[];
}

/**
 * Adds a message to the chat that the payload names, else to the one that its customer has open, else to a new one. A chat that has ended takes
 * no more, so what comes for it starts another.
 */
export async function postMessage(ctx: Context, input: ActionInput<"post_message">): Promise<Posted> {
  const customerId = input.customer ? await identifyCustomer(ctx, input.customer) : null;
  if (input.chatId !== undefined) return postTo(ctx, input.chatId, input, customerId);
  return postForCustomer(ctx, input, customerId);
}

async function postTo(
  ctx: Context,
  chatId: string,
  input: ActionInput<"post_message">,
  customerId: string | null,
): Promise<Posted> {
  // Not locked where it has ended, which is for good: who merges customers locks them first, and then their chats.
  const named = await readNamed(ctx, chatId);
  const chat = named.status === "ended" ? named : (await CHAT.lock(ctx, chatId)).before;
  if (chat.status === "open")
    return add(ctx, chatId, input.body, customerId !== null && chat.customer?.id === customerId);
  const posted = await postForCustomer(ctx, input, customerId ?? chat.customer?.id ?? null);
  const message = "The chat that it names has ended, so the message went to another one.";
  return { ...posted, remarks: [{ path: "chatId", message }] };
}

function readNamed(ctx: Context, chatId: string) {
  return CHAT.read(ctx, chatId).catch((error: unknown) => {
    if (!(error instanceof NotFoundError)) throw error;
    throw new InvalidFieldError("chatId", "No such chat. GET /api/v1/chats lists them.");
  });
}

async function postForCustomer(
  ctx: Context,
  { body, subject, customer }: ActionInput<"post_message">,
  customerId: string | null,
): Promise<Posted> {
  const isCustomers = customer !== undefined && customerId !== null;
  const open = customerId === null ? null : await findOpenChat(ctx, customerId);
  if (open !== null) return add(ctx, open, body, isCustomers);
  const chat = await createChat(ctx, { subject, ...(await livingCustomer(ctx, customerId)) });
  return { ...(await add(ctx, chat.id, body, isCustomers)), outcome: "created" };
}

/** Two messages of one customer at once wait for each other here, so that they share a chat. */
async function findOpenChat(ctx: Context, customerId: string): Promise<string | null> {
  await lockName(`open chat|${ctx.organizationId}|${customerId}`);
  const [row] = await database()
    .select({ id: chats.id })
    .from(chats)
    .where(
      and(
        eq(chats.organizationId, ctx.organizationId),
        eq(chats.customerId, customerId),
        eq(chats.status, "open"),
      ),
    )
    .orderBy(desc(chats.id))
    .limit(1)
    .for("update");
  return row?.id ?? null;
}

async function add(ctx: Context, chatId: string, body: string, isCustomers: boolean): Promise<Posted> {
  const message = await createMessage(ctx, chatId, {
    body,
    ...(isCustomers && { author: { type: "customer" as const } }),
  });
  return { outcome: "commented", chatId, messageId: message.id };
}
