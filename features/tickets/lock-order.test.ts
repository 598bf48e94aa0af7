import { beforeEach, expect, test } from "vitest";
import { createContext, createOrganization, createUser } from "@/db/factories";
import { atOnce } from "@/e2e/held-row";
import { createChatSchema } from "@/features/chats/schema";
import { createChat, updateChat } from "@/features/chats/service";
import { turnIntoTicket } from "@/features/chats/turn-into-ticket";
import { createTeam, deleteTeam } from "@/features/team/teams";
import { updateTickets } from "@/features/tickets/bulk-update";
import { mergeTicket } from "@/features/tickets/merge";
import { createTicketSchema } from "@/features/tickets/schema";
import { addComment, createTicket } from "@/features/tickets/service";
import type { Context } from "@/lib/context";

let ctx: Context;
let teamId: number;

beforeEach(async () => {
  ctx = createContext(await createUser(await createOrganization()));
  teamId = (await createTeam(ctx, { name: "Billing" })).id;
});

/** Deleting a team takes it from its tickets and chats, which wait for one another if somebody holds those and asks for the team. */
test.each(["the tickets", "a chat", "a chat that becomes a ticket"])(
  "a team goes while %s are given to it again",
  async (what) => {
    const ticket = await createTicket(ctx, createTicketSchema.parse({ subject: "Fire", teamId }));
    const chat = await createChat(ctx, createChatSchema.parse({ subject: "Fire", teamId }));
    const calls: Record<string, () => Promise<unknown>> = {
      "the tickets": () => updateTickets(ctx, { ids: [ticket.id], change: { teamId, status: "pending" } }),
      "a chat": () => updateChat(ctx, chat.id, { teamId, subject: "Smoke" }),
      "a chat that becomes a ticket": () => turnIntoTicket(ctx, chat.id),
    };
    const [table, value] = what === "the tickets" ? ["tickets", ticket.id] : ["chats", chat.id];
    const done = await atOnce({ table, column: "id", value }, [
      async () => calls[what]?.(),
      () => deleteTeam(ctx, teamId),
    ]);
    expect(done).toHaveLength(2);
  },
);

test("a merged ticket is written to while it is merged once more", async () => {
  const target = await createTicket(ctx, createTicketSchema.parse({ subject: "Fire" }));
  const source = await createTicket(ctx, createTicketSchema.parse({ subject: "Smoke" }));
  await mergeTicket(ctx, source.id, { intoId: target.id });
  const done = await atOnce<unknown>({ table: "tickets", column: "id", value: source.id }, [
    () => addComment(ctx, source.id, { body: "On our way.", visibility: "public" }),
    () => mergeTicket(ctx, source.id, { intoId: target.id }).catch((error: unknown) => error),
  ]);
  expect(done).toMatchObject([{ body: "On our way." }, { code: "conflict" }]);
});

test("a ticket is not merged into itself, however its id is written", async () => {
  const { id } = await createTicket(ctx, createTicketSchema.parse({ subject: "Fire" }));
  await expect(mergeTicket(ctx, id, { intoId: id.toUpperCase() })).rejects.toMatchObject({
    code: "invalid",
    issues: [{ path: "intoId" }],
  });
});
