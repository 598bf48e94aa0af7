import type { Page } from "@playwright/test";
import { createCustomerEndpoint } from "@/features/customers/contract";
import { listDeliveriesEndpoint } from "@/features/deliveries/contract";
import { createIncomingWebhookEndpoint } from "@/features/incoming-webhooks/contract";
import { createSubscriptionEndpoint } from "@/features/subscriptions/contract";
import { createTicketEndpoint } from "@/features/tickets/contract";
import { expect, test } from "./fixtures";
import { open } from "./steps";

/** Of scripts, as they go over the wire. */
const LIMIT_KB = 250;

test("no screen loads more scripts than the limit", async ({ page, api, receiver, signIn }) => {
  await signIn();
  const customer = await api.call(createCustomerEndpoint, { body: { name: "Dana" } });
  const webhook = await api.call(createIncomingWebhookEndpoint, {
    body: { name: "Crash reporter", action: "create_ticket" },
  });
  const subscription = await api.call(createSubscriptionEndpoint, {
    body: { name: "Warehouse", targetUrl: receiver.url, eventTypes: ["ticket.created"] },
  });
  const ticket = await api.call(createTicketEndpoint, { body: { subject: "Printer on fire" } });
  await receiver.waitForMany(1);
  const { data: deliveries } = await api.call(listDeliveriesEndpoint, { query: {} });
  const weights: Record<string, number> = {};
  for (const path of [
    "/",
    "/tickets",
    `/tickets/${ticket.id}`,
    "/chats",
    "/customers",
    `/customers/${customer.id}`,
    "/settings/api/incoming-webhooks",
    `/settings/api/incoming-webhooks/${webhook.id}`,
    "/settings/api/event-subscriptions",
    "/settings/api/event-subscriptions/new",
    `/settings/api/event-subscriptions/${subscription.id}`,
    "/settings/api/deliveries",
    `/settings/api/deliveries/${deliveries[0]?.id}`,
    "/settings/api/tokens",
    "/settings/api/oauth",
    "/settings/api/events",
    "/settings/api/reference",
    "/settings/workspace",
    "/settings/team",
    "/settings/mails",
    "/settings/profile",
    "/settings/audit-log",
  ])
    weights[path.replace(/[\da-f-]{36}/, "[id]")] = await scriptsOf(page, path);
  test.info().annotations.push({ type: "kB of scripts", description: JSON.stringify(weights) });
  const heavy = Object.entries(weights).filter(([, weight]) => weight > LIMIT_KB);
  expect(Object.fromEntries(heavy), `more than ${LIMIT_KB} kB`).toEqual({});
});

/** In kB, with nothing in the browser's cache. */
async function scriptsOf(page: Page, path: string): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.setCacheDisabled", { cacheDisabled: true });
  const scripts = new Set<string>();
  let bytes = 0;
  session.on(
    "Network.responseReceived",
    ({ requestId, type }) => type === "Script" && scripts.add(requestId),
  );
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    if (scripts.has(requestId)) bytes += encodedDataLength;
  });
  await open(page, path);
  // What comes by itself a moment later counts, too.
  await page.waitForLoadState("networkidle");
  await session.detach();
  return Math.round(bytes / 1000);
}
