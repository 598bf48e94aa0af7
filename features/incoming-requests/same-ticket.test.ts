import { beforeEach, describe, expect, test } from "vitest";
import { createContext, createOrganization, createUser } from "@/db/factories";
import { getIncomingRequest } from "@/features/incoming-requests/queries";
import { replayRequest } from "@/features/incoming-requests/replay";
import { commentsOf, makeWebhook, send, ticketsOf } from "@/features/incoming-requests/sent-requests";
import { mergeTicket } from "@/features/tickets/merge";
import { createTicket, deleteTicket } from "@/features/tickets/service";
import type { Context } from "@/lib/context";

let ctx: Context;

beforeEach(async () => {
  ctx = createContext(await createUser(await createOrganization()));
});

const webhook = (more?: object) => makeWebhook(ctx, more);
const ticketsMade = () => ticketsOf(ctx);

const ALERTS = {
  correlationKey: "{{ alert.id }}",
  mapping: {
    subject: "alert.name",
    status: '{{ state | lookup: "firing", "open", "resolved", "resolved" }}',
  },
};

/** Its end resolves the ticket, all before that opens it or comments on it. */
const UNTIL_RESOLVED = {
  ...ALERTS,
  rules: [
    {
      conditions: { all: [{ path: "state", operator: "equals", value: "resolved" }] },
      action: "update_status",
    },
  ],
  otherwise: { action: "create_ticket" },
};

describe("an alert", () => {
  test("that fires twice and resolves is one ticket, resolved", async () => {
    const made = await webhook(UNTIL_RESOLVED);
    const alert = { id: "a1", name: "Disk full" };
    const answers = [];
    for (const state of ["firing", "firing", "resolved"]) answers.push(await send(made, { state, alert }));
    expect(answers.map(({ outcome }) => outcome)).toEqual(["created", "commented", "updated"]);
    expect(await ticketsMade()).toMatchObject([{ subject: "Disk full", status: "resolved" }]);
    expect(await send(made, { state: "firing", alert })).toMatchObject({ outcome: "commented" });
    expect(await ticketsMade()).toMatchObject([{ status: "open" }]);
  });

  test("that resolves and was never seen is ignored, with a remark", async () => {
    const made = await webhook({ ...ALERTS, action: "update_status", mapping: { status: "state" } });
    const answer = await send(made, { state: "resolved", alert: { id: "a1" } });
    expect(answer).toEqual({
      requestId: expect.any(String),
      action: "update_status",
      outcome: "ignored",
      remarks: [{ path: "correlationKey", message: "No ticket is known by “a1”." }],
    });
    expect(await getIncomingRequest(ctx, made.id, String(answer.requestId))).toMatchObject({
      result: "ignored",
      verdict: "Ignored: no ticket is known by “a1”.",
    });
    expect(await send(made, { state: "resolved" })).toMatchObject({ outcome: "ignored" });
    const replay = await replayRequest(ctx, made.id, String(answer.requestId));
    expect(replay.verdict).toBe("Ignored: no ticket is known by “a1”. Replayed by Ada.");
  });

  test.each([
    ["a NUL character", "a\0b", "a\ufffdb"],
    ["an emoji where the remark is cut", `${"a".repeat(99)}😀`, `${"a".repeat(99)}\ufffd`],
    ["more than anybody reads", "x".repeat(10_000), "x".repeat(100)],
  ])("that nobody knows by a key with %s is ignored, too", async (_, id, shown) => {
    const made = await webhook({ ...ALERTS, action: "update_status", mapping: { status: "state" } });
    const answer = await send(made, { state: "resolved", alert: { id } });
    const message = `No ticket is known by “${shown}”.`;
    expect(answer).toMatchObject({ outcome: "ignored", remarks: [{ path: "correlationKey", message }] });
    const kept = await getIncomingRequest(ctx, made.id, String(answer.requestId));
    expect(kept).toMatchObject({ detail: message, remarks: answer.remarks });
    const opening = await webhook(ALERTS);
    for (const outcome of ["created", "commented"])
      expect(await send(opening, { alert: { id, name: "Disk full" } })).toMatchObject({ outcome });
  });

  test("sent twenty times at once is one ticket, with nineteen comments", async () => {
    const made = await webhook(ALERTS);
    const alert = { id: "a1", name: "Disk full" };
    const answers = await Promise.all(Array.from({ length: 20 }, () => send(made, { alert })));
    expect(answers.filter(({ outcome }) => outcome === "created")).toHaveLength(1);
    const [ticket] = await ticketsMade();
    expect(await ticketsMade()).toHaveLength(1);
    expect(await commentsOf(ticket?.id)).toHaveLength(19);
  });

  test("and its end at once never lose the ticket", async () => {
    const made = await webhook(UNTIL_RESOLVED);
    for (let round = 0; round < 5; round++) {
      const alert = { id: `a${round}`, name: "Disk full" };
      await Promise.all(["firing", "resolved", "firing"].map((state) => send(made, { state, alert })));
    }
    expect(await ticketsMade()).toHaveLength(5);
  });

  test("of another webhook with the same key is another ticket, and so is one after the first was deleted", async () => {
    const [one, other] = [await webhook(ALERTS), await webhook(ALERTS)];
    const payload = { alert: { id: "a1", name: "Disk full" } };
    const { ticketId } = await send(one, payload);
    await send(other, payload);
    await deleteTicket(ctx, String(ticketId));
    expect(await send(one, payload)).toMatchObject({ outcome: "created" });
    expect(await send(one, payload)).toMatchObject({ outcome: "commented" });
    expect((await ticketsMade()).filter(({ deletedAt }) => deletedAt === null)).toHaveLength(2);
  });
});

test("an inbound mail and a reply to it are one ticket with a comment of the customer's", async () => {
  const made = await webhook({
    correlationKey:
      "mail:{{ Headers | where: 'Name', 'References' | map: 'Value' | first | default: MessageID | split: ' ' | first }}",
    mapping: {
      subject: "Subject",
      body: "{{ TextBody | default: HtmlBody | html_to_text }}",
      "customer.email": "From",
      "customer.name": "FromName",
    },
  });
  const mail = {
    FromName: "Dana Moreno",
    From: "Dana@Example.com",
    Subject: "Printer on fire",
    MessageID: "73e6d360",
    TextBody: "",
    HtmlBody: "<p>It <b>smokes</b>.</p>",
    Headers: [{ Name: "X-Spam-Status", Value: "No" }],
  };
  const { ticketId } = await send(made, mail);
  const reply = {
    ...mail,
    MessageID: "9a",
    TextBody: "Still.",
    Headers: [{ Name: "References", Value: "73e6d360 8b" }],
  };
  expect(await send(made, reply)).toMatchObject({ ticketId, outcome: "commented" });
  expect(await ticketsMade()).toMatchObject([{ subject: "Printer on fire", body: "It smokes." }]);
  expect(await commentsOf(ticketId)).toEqual([{ body: "Still.", author: "customer", name: "Dana Moreno" }]);
});

test("comments and statuses follow a merge", async () => {
  const made = await webhook({
    ...ALERTS,
    rules: [
      {
        conditions: { all: [{ path: "done", operator: "exists" }] },
        action: "update_status",
        set: { status: "resolved", priority: "high" },
      },
    ],
    otherwise: { action: "create_ticket" },
  });
  const payload = { alert: { id: "a1", name: "Disk full" } };
  const { ticketId } = await send(made, payload);
  const into = await createTicket(ctx, { subject: "The one that stays" });
  await mergeTicket(ctx, String(ticketId), { intoId: into.id });
  expect(await send(made, payload)).toMatchObject({ outcome: "commented" });
  expect(await send(made, { ...payload, done: true })).toMatchObject({
    ticketId: into.id,
    outcome: "updated",
  });
  const [, stayed] = await ticketsMade();
  expect(stayed).toMatchObject({ status: "resolved", priority: "high" });
  const plain = await webhook({ action: "update_status" });
  expect(await send(plain, { ticketId, status: "open" })).toMatchObject({ ticketId: into.id });
});
