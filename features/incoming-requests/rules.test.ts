import { beforeEach, describe, expect, test } from "vitest";
import { createContext, createOrganization, createUser } from "@/db/factories";
import { listIncomingRequests } from "@/features/incoming-requests/queries";
import { receiveRequest } from "@/features/incoming-requests/receive";
import { replayRequest } from "@/features/incoming-requests/replay";
import { reprocessRequest } from "@/features/incoming-requests/reprocess";
import { listIncomingRequestsQuerySchema } from "@/features/incoming-requests/schema";
import {
  commentsOf,
  makeWebhook,
  send,
  sendText,
  ticketsOf,
} from "@/features/incoming-requests/sent-requests";
import { signedCall } from "@/features/incoming-requests/signed-call";
import {
  type CreatedIncomingWebhook,
  createIncomingWebhookSchema,
} from "@/features/incoming-webhooks/schema";
import { updateIncomingWebhook } from "@/features/incoming-webhooks/service";
import type { Context } from "@/lib/context";

let ctx: Context;

beforeEach(async () => {
  ctx = createContext(await createUser(await createOrganization()));
});

const webhook = (more?: object) => makeWebhook(ctx, more);
const ticketsMade = () => ticketsOf(ctx);

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
  return sendText(made, text);
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
