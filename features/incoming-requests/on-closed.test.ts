import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { database } from "@/db/client";
import { createContext, createOrganization, createUser } from "@/db/factories";
import { organizations } from "@/db/schema";
import { commentsOf, makeWebhook, send, ticketsOf } from "@/features/incoming-requests/sent-requests";
import type { CreatedIncomingWebhook } from "@/features/incoming-webhooks/schema";
import { mergeTicket } from "@/features/tickets/merge";
import { createTicket, updateTicket } from "@/features/tickets/service";
import type { Context } from "@/lib/context";

let ctx: Context;

beforeEach(async () => {
  ctx = createContext(await createUser(await createOrganization()));
});

const webhook = (more?: object) => makeWebhook(ctx, more);
const ticketsMade = () => ticketsOf(ctx);

describe("an answer to a ticket that is solved", () => {
  const closed = async () => {
    const ticket = await createTicket(ctx, {
      subject: "Old",
      body: "x",
      customer: { email: "dana@example.com" },
    });
    return updateTicket(ctx, ticket.id, { status: "closed" });
  };
  const answer = (made: CreatedIncomingWebhook, ticketId: string, more: object = {}) =>
    send(made, { ticketId, body: "Again!", customer: { email: "dana@example.com" }, ...more });

  test("reopens it, unless the webhook or the organization has it otherwise", async () => {
    const ticket = await closed();
    await answer(await webhook({ action: "add_comment" }), ticket.id);
    expect(await ticketsMade()).toMatchObject([{ status: "open" }]);
    await updateTicket(ctx, ticket.id, { status: "resolved" });
    await database()
      .update(organizations)
      .set({ onClosed: "keep" })
      .where(eq(organizations.id, ctx.organizationId));
    expect(await answer(await webhook({ action: "add_comment" }), ticket.id)).toMatchObject({
      outcome: "commented",
      remarks: [{ path: "onClosed" }],
    });
    expect(await ticketsMade()).toMatchObject([{ status: "resolved", tags: ["answered-when-closed"] }]);
    await answer(await webhook({ action: "add_comment", onClosed: "reopen" }), ticket.id);
    expect(await ticketsMade()).toMatchObject([{ status: "open" }]);
  });

  test("is heard by a note for the desk, or by a status of its own, as it says", async () => {
    const ticket = await closed();
    const made = await webhook({ action: "add_comment" });
    await answer(made, ticket.id, { visibility: "internal" });
    await answer(made, ticket.id, { status: "resolved" });
    expect(await ticketsMade()).toMatchObject([{ status: "resolved" }]);
  });

  test("makes one ticket that goes on, also for ten answers at once, and another when that is closed, too", async () => {
    const ticket = await closed();
    const made = await webhook({ action: "add_comment", onClosed: "new_ticket" });
    const answers = await Promise.all(Array.from({ length: 10 }, () => answer(made, ticket.id)));
    expect(answers.filter(({ outcome }) => outcome === "created")).toHaveLength(1);
    const [, next] = await ticketsMade();
    expect(await ticketsMade()).toMatchObject([
      { status: "closed" },
      { status: "open", subject: "Old", body: "Again!", customerId: ticket.customer?.id },
    ]);
    expect(await commentsOf(next?.id)).toHaveLength(9);
    await updateTicket(ctx, next?.id ?? "", { status: "closed" });
    expect(await answer(made, ticket.id)).toMatchObject({ outcome: "created" });
    expect(await ticketsMade()).toHaveLength(3);
  });

  test("of each other by two customers at once keeps neither waiting for the other", async () => {
    const made = await webhook({ action: "add_comment", onClosed: "new_ticket" });
    const emails = ["ada@example.com", "bo@example.com"];
    for (let round = 0; round < 6; round++) {
      const pairs = emails.map(async (email, index) => {
        const { id } = await createTicket(ctx, { subject: "Old", body: "x", customer: { email } });
        await updateTicket(ctx, id, { status: "closed" });
        return { id, other: emails[1 - index] };
      });
      const answers = (await Promise.all(pairs)).map(({ id, other }) =>
        answer(made, id, { customer: { email: other } }),
      );
      for (const { outcome } of await Promise.all(answers)) expect(outcome).toBe("created");
    }
  });

  test("comes to a new ticket where the one that went on was merged back into it", async () => {
    const ticket = await closed();
    const made = await webhook({ action: "add_comment", onClosed: "new_ticket" });
    const first = await answer(made, ticket.id);
    await mergeTicket(ctx, String(first.ticketId), { intoId: ticket.id });
    const second = await answer(made, ticket.id);
    expect(second).toMatchObject({ outcome: "created" });
    expect(await answer(made, ticket.id)).toMatchObject({ ticketId: second.ticketId, outcome: "commented" });
    expect(await ticketsMade()).toHaveLength(3);
  });

  test("has the key lead to the new ticket", async () => {
    const made = await webhook({
      correlationKey: "{{ alert.id }}",
      mapping: { subject: "alert.name" },
      onClosed: "new_ticket",
    });
    const payload = { alert: { id: "a1", name: "Disk full" } };
    const { ticketId } = await send(made, payload);
    await updateTicket(ctx, String(ticketId), { status: "closed" });
    const second = await send(made, payload);
    expect(second.ticketId).not.toBe(ticketId);
    expect(await send(made, payload)).toMatchObject({ ticketId: second.ticketId, outcome: "commented" });
  });
});
