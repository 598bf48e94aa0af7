import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { database } from "@/db/client";
import { createContext, createOrganization, createUser } from "@/db/factories";
import { chats, messages } from "@/db/schema";
import { atOnce } from "@/e2e/held-row";
import { endChat } from "@/features/chats/service";
import { mergeCustomer } from "@/features/customers/merge";
import { createCustomer } from "@/features/customers/service";
import { getIncomingRequest } from "@/features/incoming-requests/queries";
import { makeWebhook, send } from "@/features/incoming-requests/sent-requests";
import { createTicket } from "@/features/tickets/service";
import type { Context } from "@/lib/context";

let ctx: Context;

beforeEach(async () => {
  ctx = createContext(await createUser(await createOrganization()));
});

const webhook = (more?: object) => makeWebhook(ctx, more);

describe("a message", () => {
  const dana = { email: "dana@example.com", name: "Dana" };
  const chatsMade = () =>
    database().select().from(chats).where(eq(chats.organizationId, ctx.organizationId)).orderBy(chats.id);

  test("goes to the customer's open chat, ten at once to one new one", async () => {
    const made = await webhook({ action: "post_message" });
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) => send(made, { body: `Hi ${index}`, customer: dana })),
    );
    expect(answers.filter(({ outcome }) => outcome === "created")).toHaveLength(1);
    expect(await chatsMade()).toMatchObject([{ messageCount: 10, unreadCount: 10 }]);
    const [answer] = answers;
    const [message] = await database()
      .select()
      .from(messages)
      .where(eq(messages.id, String(answer?.messageId)));
    expect(message).toMatchObject({ authorType: "customer", authorName: "Dana", chatId: answer?.chatId });
  });

  test("goes to the chat that it names, or to another one if that has ended", async () => {
    const made = await webhook({ action: "post_message" });
    const { chatId } = await send(made, { body: "Hi", customer: dana, subject: "My order" });
    expect(await send(made, { chatId, body: "From the shop" })).toMatchObject({
      chatId,
      outcome: "commented",
    });
    await endChat(ctx, String(chatId));
    const next = await send(made, { chatId, body: "One more thing", customer: dana });
    expect(next).toMatchObject({ outcome: "created", remarks: [{ path: "chatId" }] });
    expect(await chatsMade()).toHaveLength(2);
    expect(await getIncomingRequest(ctx, made.id, String(next.requestId))).toMatchObject({
      chatId: next.chatId,
      ticket: null,
    });
  });

  test("for a chat that has ended never waits in a circle with a merge of its customer", async () => {
    const made = await webhook({ action: "post_message" });
    const { chatId } = await send(made, { body: "Hi", customer: dana });
    await endChat(ctx, String(chatId));
    const ticket = await createTicket(ctx, { subject: "Old", customer: dana });
    const into = await createCustomer(ctx, { name: "Dana Moreno" });
    const merge = () => mergeCustomer(ctx, ticket.customer?.id ?? "", into.id);
    const post = () => send(made, { chatId, body: "One more thing" });
    // The merge has locked its customers, and waits for their ticket before it comes to their chats.
    await atOnce<unknown>({ table: "tickets", column: "id", value: ticket.id }, [merge, post]);
    expect(await chatsMade()).toMatchObject([{ customerId: into.id }, { messageCount: 1 }]);
  });

  test("without a body, or for a chat that is not there, is refused", async () => {
    const made = await webhook({ action: "post_message" });
    for (const payload of [
      { customer: dana },
      { body: "Hi", chatId: randomUUID() },
      { body: "Hi", chatId: "x" },
    ])
      await expect(send(made, payload)).rejects.toMatchObject({ reason: "unusable_payload" });
    expect(await chatsMade()).toEqual([]);
  });
});
