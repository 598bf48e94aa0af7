import type { CDPSession, Page } from "@playwright/test";
import { createCustomerEndpoint } from "@/features/customers/contract";
import { listDeliveriesEndpoint } from "@/features/deliveries/contract";
import { createEchoReceiverEndpoint } from "@/features/echo/contract";
import { echoReceiverHref } from "@/features/echo/links";
import { createIncomingWebhookEndpoint } from "@/features/incoming-webhooks/contract";
import { createOAuthClientEndpoint } from "@/features/oauth-clients/contract";
import { createSubscriptionEndpoint } from "@/features/subscriptions/contract";
import { createTicketEndpoint } from "@/features/tickets/contract";
import { expect, test } from "./fixtures";
import { open } from "./steps";

/** Of scripts, as they go over the wire. */
const LIMIT_KB = 245;
/** In the code of Zod, also once it is minified. */
const ZOD_MARK = "$ZodType";

test("no screen loads more scripts than the limit, nor Zod before somebody fills in a form", async ({
  page,
  api,
  receiver,
  signIn,
}) => {
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
  const echo = await api.call(createEchoReceiverEndpoint, { body: {} });
  const app = await api.call(createOAuthClientEndpoint, {
    body: { name: "Troubleshooter", type: "public", redirectUris: [], scopes: ["profile"] },
  });
  const { data: deliveries } = await api.call(listDeliveriesEndpoint, { query: {} });
  const weights: Record<string, number> = {};
  const withZod: string[] = [];
  for (const path of [
    "/",
    "/tickets",
    `/tickets/${ticket.id}`,
    "/chats",
    "/customers",
    `/customers/${customer.id}`,
    `/customers/${customer.id}/edit`,
    "/customers/new",
    "/settings/api/incoming-webhooks",
    `/settings/api/incoming-webhooks/${webhook.id}`,
    "/settings/api/event-subscriptions",
    "/settings/api/event-subscriptions/new",
    `/settings/api/event-subscriptions/${subscription.id}`,
    "/settings/api/deliveries",
    `/settings/api/deliveries/${deliveries[0]?.id}`,
    "/settings/api/tokens",
    "/settings/api/oauth",
    "/settings/api/oauth/new",
    `/settings/api/oauth/${app.id}?tab=settings`,
    "/settings/api/events",
    "/settings/api/events/new",
    echoReceiverHref(echo.id),
    "/settings/api/reference",
    "/settings/workspace",
    "/settings/team",
    "/settings/mails",
    "/settings/profile",
    "/settings/audit-log",
  ]) {
    const name = path.replace(/[\da-f-]{36}/, "[id]");
    const { kB, hasZod } = await scriptsOf(page, path);
    weights[name] = kB;
    if (hasZod) withZod.push(name);
  }
  test.info().annotations.push({ type: "kB of scripts", description: JSON.stringify(weights) });
  const heavy = Object.entries(weights).filter(([, weight]) => weight > LIMIT_KB);
  expect.soft(Object.fromEntries(heavy), `more than ${LIMIT_KB} kB`).toEqual({});
  expect(withZod, "loads Zod at once").toEqual([]);
});

/** In kB, with nothing in the browser's cache. */
async function scriptsOf(page: Page, path: string): Promise<{ kB: number; hasZod: boolean }> {
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
  const texts = await Promise.all([...scripts].map((requestId) => textOf(session, requestId)));
  await session.detach();
  return { kB: Math.round(bytes / 1000), hasZod: texts.some((text) => text.includes(ZOD_MARK)) };
}

async function textOf(session: CDPSession, requestId: string): Promise<string> {
  const { body, base64Encoded } = await session.send("Network.getResponseBody", { requestId });
  return base64Encoded ? Buffer.from(body, "base64").toString() : body;
}
