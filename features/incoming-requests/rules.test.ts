import { randomUUID } from "node:crypto";
import { and, eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { database } from "@/db/client";
import { createContext, createOrganization, createUser } from "@/db/factories";
import { chats, comments, messages, organizations, tickets } from "@/db/schema";
import { endChat } from "@/features/chats/service";
import { getIncomingRequest, listIncomingRequests } from "@/features/incoming-requests/queries";
import { receiveRequest } from "@/features/incoming-requests/receive";
import { replayRequest } from "@/features/incoming-requests/replay";
import { reprocessRequest } from "@/features/incoming-requests/reprocess";
import { listIncomingRequestsQuerySchema } from "@/features/incoming-requests/schema";
import { signedCall } from "@/features/incoming-requests/signed-call";
import { listRecentPayloads } from "@/features/incoming-webhooks/recent-payloads";
import {
  type CreatedIncomingWebhook,
  createIncomingWebhookSchema,
} from "@/features/incoming-webhooks/schema";
import { createIncomingWebhook, updateIncomingWebhook } from "@/features/incoming-webhooks/service";
import { mergeTicket } from "@/features/tickets/merge";
import { createTicket, deleteTicket, updateTicket } from "@/features/tickets/service";
import type { Context } from "@/lib/context";

let ctx: Context;

beforeEach(async () => {
  ctx = createContext(await createUser(await createOrganization()));
});

function webhook(more: object = {}): Promise<CreatedIncomingWebhook> {
  const input = { name: "Sender", action: "create_ticket", ...more };
  return createIncomingWebhook(ctx, createIncomingWebhookSchema.parse(input));
}

async function send(made: CreatedIncomingWebhook, payload: unknown): Promise<Record<string, unknown>> {
  const headers = { "idempotency-key": randomUUID() };
  return (await receiveRequest(signedCall(made, JSON.stringify(payload), { headers }))).body;
}

function ticketsMade() {
  const own = eq(tickets.organizationId, ctx.organizationId);
  return database().select().from(tickets).where(own).orderBy(tickets.id);
}

async function commentsOf(ticketId: unknown) {
  return database()
    .select({ body: comments.body, author: comments.authorType, name: comments.authorName })
    .from(comments)
    .where(and(eq(comments.ticketId, String(ticketId)), eq(comments.visibility, "public")))
    .orderBy(comments.id);
}

async function resultsOf(made: CreatedIncomingWebhook) {
  const { data } = await listIncomingRequests(ctx, made.id, listIncomingRequestsQuerySchema.parse({}));
  return data.map(({ result, detail }) => ({ result, detail })).toReversed();
}

const GITHUB = {
  signatureScheme: "replify",
  correlationKey: "github:{{issue.id}}",
  mapping: {
    subject: "{{repository.full_name}}#{{issue.number}}: {{issue.title}}",
    body: "issue.body",
    tags: '{{ issue.labels | map: "name" }}',
    "customer.externalId": "github:{{sender.login}}",
    "customer.name": "sender.login",
  },
  conditions: { all: [{ path: "issue.id", operator: "exists" }] },
  rules: [
    {
      name: "Opened",
      conditions: { all: [{ path: "action", operator: "equals", value: "opened" }] },
      action: "create_ticket",
    },
    {
      name: "Commented",
      conditions: {
        all: [
          { path: "comment", operator: "exists" },
          { path: "action", operator: "equals", value: "created" },
        ],
      },
      action: "add_comment",
      mapping: { body: "comment.body" },
    },
    {
      conditions: { all: [{ path: "action", operator: "in", value: ["labeled", "unlabeled"] }] },
      action: "update_status",
    },
    {
      conditions: { all: [{ path: "action", operator: "equals", value: "closed" }] },
      action: "update_status",
      set: { status: "resolved" },
    },
    {
      conditions: { all: [{ path: "action", operator: "equals", value: "reopened" }] },
      action: "update_status",
      set: { status: "open" },
    },
  ],
};

const ISSUE = {
  id: 9_007_199_254_740_993n,
  number: 7,
  title: "Printer on fire",
  body: "It smokes.",
  labels: [],
};
const BASE = { repository: { full_name: "acme/printers" }, sender: { login: "dana" } };

/** As GitHub writes its ids, which a double can't hold. */
function github(made: CreatedIncomingWebhook, payload: object) {
  const text = JSON.stringify({ ...BASE, ...payload }, (_, value: unknown) =>
    typeof value === "bigint" ? `big:${value}` : value,
  ).replace(/"big:(\d+)"/g, "$1");
  const headers = { "idempotency-key": randomUUID() };
  return receiveRequest(signedCall(made, text, { headers })).then(({ body }) => body);
}

describe("a GitHub repository's life", () => {
  test("makes one ticket of an issue, with a history", async () => {
    const made = await webhook(GITHUB);
    const opened = await github(made, { action: "opened", issue: ISSUE });
    expect(opened).toMatchObject({ action: "create_ticket", outcome: "created" });
    const labels = [{ name: "bug" }, { name: "p1" }];
    const issue = { ...ISSUE, labels };
    const { ticketId } = opened;
    expect(await github(made, { action: "labeled", issue, label: labels[0] })).toMatchObject({
      ticketId,
      outcome: "updated",
    });
    const commented = await github(made, {
      action: "created",
      issue,
      comment: { body: "Mine, too." },
      sender: { login: "eva" },
    });
    expect(commented).toMatchObject({ ticketId, action: "add_comment", outcome: "commented" });
    expect(await github(made, { action: "closed", issue })).toMatchObject({ ticketId, outcome: "updated" });
    expect(await ticketsMade()).toMatchObject([{ status: "resolved", tags: ["bug", "p1"] }]);
    expect(await github(made, { action: "reopened", issue })).toMatchObject({ ticketId, outcome: "updated" });
    for (const payload of [
      { ref: "refs/heads/main", commits: [] },
      { zen: "Keep it logically awesome.", hook_id: 1 },
      { action: "assigned", issue },
    ])
      expect(await github(made, payload)).toMatchObject({ outcome: "ignored" });

    expect(await ticketsMade()).toMatchObject([
      {
        subject: "acme/printers#7: Printer on fire",
        body: "It smokes.",
        status: "open",
        tags: ["bug", "p1"],
      },
    ]);
    expect(await commentsOf(ticketId)).toEqual([{ body: "Mine, too.", author: "customer", name: "eva" }]);
    expect(await resultsOf(made)).toEqual([
      ...Array.from({ length: 5 }, () => ({ result: "accepted", detail: null })),
      { result: "ignored", detail: "The webhook's condition does not hold: issue.id is there." },
      { result: "ignored", detail: "The webhook's condition does not hold: issue.id is there." },
      { result: "ignored", detail: "None of the 5 rules fits it." },
    ]);
  });

  test("of two issues is two tickets, though their numbers differ in the last digit alone", async () => {
    const made = await webhook(GITHUB);
    await github(made, { action: "opened", issue: ISSUE });
    await github(made, { action: "opened", issue: { ...ISSUE, id: ISSUE.id - 1n } });
    expect(await ticketsMade()).toHaveLength(2);
  });
});

const ALERTS = {
  correlationKey: "{{ alert.id }}",
  mapping: {
    subject: "alert.name",
    status: '{{ state | lookup: "firing", "open", "resolved", "resolved" }}',
  },
};

describe("an alert", () => {
  test("that fires twice and resolves is one ticket, resolved", async () => {
    const made = await webhook({
      ...ALERTS,
      rules: [
        {
          conditions: { all: [{ path: "state", operator: "equals", value: "resolved" }] },
          action: "update_status",
        },
      ],
      otherwise: { action: "create_ticket" },
    });
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
    const made = await webhook({
      ...ALERTS,
      rules: [
        {
          conditions: { all: [{ path: "state", operator: "equals", value: "resolved" }] },
          action: "update_status",
        },
      ],
      otherwise: { action: "create_ticket" },
    });
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
    Attachments: [{ Name: "a.png", Content: "aGk=", ContentType: "image/png", ContentLength: 2 }],
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

  test("has the key lead to the new ticket", async () => {
    const made = await webhook({ ...ALERTS, mapping: { subject: "alert.name" }, onClosed: "new_ticket" });
    const payload = { alert: { id: "a1", name: "Disk full" } };
    const { ticketId } = await send(made, payload);
    await updateTicket(ctx, String(ticketId), { status: "closed" });
    const second = await send(made, payload);
    expect(second.ticketId).not.toBe(ticketId);
    expect(await send(made, payload)).toMatchObject({ ticketId: second.ticketId, outcome: "commented" });
  });
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

describe("a request that was ignored or refused", () => {
  test("takes the same way again, with the rules of today", async () => {
    const made = await webhook({
      conditions: { all: [{ path: "level", operator: "equals", value: "error" }] },
    });
    const { requestId } = await send(made, { subject: "Down", level: "info" });
    expect(await replayRequest(ctx, made.id, String(requestId))).toMatchObject({
      result: "ignored",
      ticket: null,
    });
    await updateIncomingWebhook(ctx, made.id, { conditions: null, correlationKey: "subject" });
    expect(await replayRequest(ctx, made.id, String(requestId))).toMatchObject({
      result: "accepted",
      ticket: { number: 1 },
    });
    expect(await replayRequest(ctx, made.id, String(requestId))).toMatchObject({
      ticket: { number: 1 },
      commentId: expect.any(String),
    });
    await expect(send(made, { level: "error" })).rejects.toMatchObject({ reason: "unusable_payload" });
    await updateIncomingWebhook(ctx, made.id, {
      conditions: { all: [{ path: "level", operator: "equals", value: "fatal" }] },
    });
    const { data } = await listIncomingRequests(
      ctx,
      made.id,
      listIncomingRequestsQuerySchema.parse({ result: "rejected" }),
    );
    const again = await reprocessRequest(ctx, made.id, data[0]?.id ?? "");
    expect(again.data).toMatchObject([
      { result: "ignored", detail: expect.stringContaining("level is “fatal”") },
    ]);
  });

  test("is answered alike when it is repeated", async () => {
    const made = await webhook({
      conditions: {
        any: [
          { path: "a", operator: "exists" },
          { path: "b", operator: "exists" },
        ],
      },
    });
    const headers = { "idempotency-key": "one" };
    const first = await receiveRequest(signedCall(made, '{"subject":"Down"}', { headers }));
    const second = await receiveRequest(signedCall(made, '{"subject":"Down"}', { headers }));
    expect(first).toMatchObject({ status: 202, body: { outcome: "ignored" } });
    expect(second).toEqual({ status: 200, body: first.body });
    expect(await resultsOf(made)).toMatchObject([
      { detail: "None of the webhook's conditions holds: a is there or b is there." },
      { result: "duplicate" },
    ]);
  });
});

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

describe("settings that can't work", () => {
  const rule = { conditions: { all: [{ path: "a", operator: "exists" }] }, action: "add_comment" };
  test.each<[string, object, string]>([
    [
      "a field of another action in a rule",
      { rules: [{ ...rule, mapping: { subject: "a" } }] },
      "rules.0.mapping.subject",
    ],
    [
      "a value of another action in a rule",
      { rules: [{ ...rule, set: { priority: "high" } }] },
      "rules.0.set.priority",
    ],
    [
      "an inherited field that no rule's action has",
      { mapping: { subject: "a" }, rules: [rule] },
      "mapping.subject",
    ],
    [
      "something for what no rule fits, without rules",
      { otherwise: { action: "create_ticket" } },
      "otherwise",
    ],
  ])("%s", async (_, settings, path) => {
    const input = createIncomingWebhookSchema.safeParse({ name: "CI", action: "create_ticket", ...settings });
    expect(input.error?.issues.map((issue) => issue.path.join("."))).toEqual([path]);
    const made = await webhook();
    await expect(updateIncomingWebhook(ctx, made.id, Object(settings))).rejects.toMatchObject({
      issues: [{ path }],
    });
  });

  test("conditions that Postgres or people could not read", () => {
    for (const conditions of [
      {},
      { all: [] },
      { all: [], any: [] },
      { all: [{ path: "", operator: "exists" }] },
      { all: [{ path: "a", operator: "in", value: 1 }] },
    ])
      expect(
        createIncomingWebhookSchema.safeParse({ name: "CI", action: "create_ticket", conditions }).success,
      ).toBe(false);
  });
});

test("whoever writes a mapping is shown what came of late, but nothing that nobody signed", async () => {
  const made = await webhook();
  await send(made, { subject: "Down", issue: { id: 7 } });
  await send(made, { title: "no subject" }).catch(() => null);
  await receiveRequest(signedCall(made, '{"forged":1}', { secret: "not the secret" })).catch(() => null);
  const { samples, paths } = await listRecentPayloads(ctx, made.id);
  expect(samples.map(({ body }) => body)).toEqual([
    '{"title":"no subject"}',
    '{"subject":"Down","issue":{"id":7}}',
  ]);
  expect(paths).toEqual(["issue.id", "subject", "title"]);
  const stranger = createContext(await createUser(await createOrganization()));
  await expect(listRecentPayloads(stranger, made.id)).rejects.toMatchObject({ code: "not_found" });
});
