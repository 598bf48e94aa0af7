import { execFileSync } from "node:child_process";
import { createHmac } from "node:crypto";
import { listIncomingRequestsEndpoint } from "@/features/incoming-requests/contract";
import { createIncomingWebhookEndpoint } from "@/features/incoming-webhooks/contract";
import { curlSample } from "@/features/incoming-webhooks/sample-curl";
import { createSubscriptionEndpoint, pauseSubscriptionEndpoint } from "@/features/subscriptions/contract";
import { createTicketEndpoint, listTicketsEndpoint, updateTicketEndpoint } from "@/features/tickets/contract";
import { getRequestTraceEndpoint, getTicketTraceEndpoint } from "@/features/trace/contract";
import { env } from "@/lib/env";
import { Api } from "./api";
import { expect, test } from "./fixtures";
import type { ReceivedRequest } from "./receiver";
import { open } from "./steps";

test("one trace joins a request, its ticket, two deliveries, one filtered and one paused subscription", async ({
  api,
  person,
  sessionCookie,
  signIn,
  page,
  receiver,
}) => {
  const subscribe = (name: string, eventTypes: string[]) =>
    api.call(createSubscriptionEndpoint, {
      body: { name, targetUrl: `${receiver.url}/${name.toLowerCase()}`, eventTypes },
    });
  const warehouse = await subscribe("Warehouse", ["ticket.*"]);
  const crm = await subscribe("CRM", ["ticket.*"]);
  const chats = await subscribe("Chats", ["chat.started"]);
  const paused = await subscribe("Paused", ["ticket.*"]);
  await api.call(pauseSubscriptionEndpoint, { params: { id: paused.id } });
  const webhook = await api.call(createIncomingWebhookEndpoint, {
    body: { name: "Crash reporter", action: "create_ticket" },
  });
  const { url, secret } = webhook;
  const script = curlSample({ url, secret, scheme: "replify", action: "create_ticket", mapping: {} });
  const printed = execFileSync("sh", ["-c", script]).toString("utf8");
  const answer = JSON.parse(printed.slice(printed.indexOf("{")));
  const params = { id: String(answer.ticketId) };

  const agent = await person({ role: "agent" });
  const agentApi = new Api(env.APP_URL, { cookie: await sessionCookie(agent) });
  await agentApi.call(updateTicketEndpoint, { params, body: { priority: "low" } });
  await api.call(updateTicketEndpoint, { params, body: { status: "resolved" } });

  const read = () => api.call(getTicketTraceEndpoint, { params });
  const states = async () =>
    (await read()).events.map(({ deliveries }) =>
      Object.fromEntries(deliveries.map(({ subscription, status }) => [subscription.id, status])),
    );
  const reached = { [warehouse.id]: "succeeded", [crm.id]: "succeeded", [paused.id]: "held" };
  await expect.poll(states).toEqual([reached, reached, reached, reached]);
  const trace = await read();
  expect(trace).toMatchObject({
    ticket: { ...params, status: "resolved", source: "incoming_webhook" },
    requests: [{ id: answer.requestId, webhook: { id: webhook.id }, result: "accepted", statusCode: 202 }],
    isCut: false,
    withheld: [],
  });
  expect(trace.events.map(({ type, actor, requestId }) => [type, actor.type, requestId])).toEqual([
    ["ticket.created", "system", answer.requestId],
    ["ticket.updated", "user", null],
    ["ticket.updated", "token", null],
    ["ticket.status_changed", "token", null],
  ]);
  for (const { deliveries, missed } of trace.events) {
    const subscription = { id: chats.id, name: "Chats" };
    expect(missed).toEqual([{ subscription, reason: "type_not_listed", failedCondition: null }]);
    const attempts = deliveries.map((delivery) => delivery.attempts.map(({ statusCode }) => statusCode));
    expect(attempts).toEqual([[200], [200], []]);
  }
  const fromRequest = await api.call(getRequestTraceEndpoint, {
    params: { id: webhook.id, requestId: String(answer.requestId) },
  });
  expect(fromRequest).toEqual(trace);

  await signIn({ role: "agent" });
  await page.setViewportSize({ width: 1280, height: 800 });
  await open(page, `/tickets/${params.id}`);
  const list = page.getByRole("list", { name: "Trace", exact: true });
  const first = list
    .getByRole("listitem")
    .filter({ has: page.getByRole("list") })
    .first();
  await expect(first).toBeInViewport({ ratio: 1 });
  await expect(list.getByRole("link", { name: "Request from Crash reporter" })).toBeVisible();
  const created = list.getByRole("list", { name: "Deliveries of ticket.created" });
  await expect(created.getByRole("listitem")).toHaveText([
    /Succeeded.*Warehouse.*1 attempt, last: 200/,
    /Succeeded.*CRM/,
    /Held.*Paused.*until it is resumed/,
  ]);
  await list.getByText("Not sent to 1 subscription").first().click();
  await expect(list.getByText("Chats: it doesn't list this event type.").first()).toBeVisible();
  await created.getByRole("link", { name: "CRM" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "ticket.created" })).toBeVisible();
  await page.getByRole("link", { name: "Request from Crash reporter" }).click();
  await expect(page.getByRole("dialog")).toContainText(/accepted/i);
});

test("a webhook that our own deliveries feed makes two tickets more, and then says why it stops", async ({
  api,
  receiver,
}) => {
  const webhook = await api.call(createIncomingWebhookEndpoint, {
    body: { name: "Echo", action: "create_ticket", mapping: { subject: "data.subject" } },
  });
  // Somebody's glue code: what it hears of a ticket, it files as a ticket, and passes the count of hops on with its proof.
  const reply = ({ body, headers }: ReceivedRequest) => {
    const signature = createHmac("sha256", webhook.secret).update(body).digest("hex");
    const passedOn = {
      "content-type": "application/json",
      "x-replify-hops": String(headers["x-replify-hops"]),
      "x-replify-hops-proof": String(headers["x-replify-hops-proof"]),
      "x-replify-signature": `sha256=${signature}`,
    };
    void fetch(webhook.url, { method: "POST", headers: passedOn, body: new Uint8Array(body) });
    return {};
  };
  receiver.behave("/glue", { reply });
  await api.call(createSubscriptionEndpoint, {
    body: { targetUrl: `${receiver.url}/glue`, eventTypes: ["ticket.created"] },
  });
  await api.call(createTicketEndpoint, { body: { subject: "Round and round" } });

  const requests = async () => {
    const { data } = await api.call(listIncomingRequestsEndpoint, { params: { id: webhook.id }, query: {} });
    return data.map(({ result, reason, statusCode }) => [result, reason, statusCode]);
  };
  await expect.poll(requests).toEqual([
    ["rejected", "loop", 422],
    ["accepted", null, 202],
    ["accepted", null, 202],
  ]);
  const { data } = await api.call(listTicketsEndpoint, { query: {} });
  expect(data.map(({ subject }) => subject)).toEqual(Array.from({ length: 3 }, () => "Round and round"));
});
