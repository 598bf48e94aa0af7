import type { Page } from "@playwright/test";
import { OPERATIONS } from "@/app/api/_lib/endpoints";
import { createChatEndpoint } from "@/features/chats/contract";
import { createCustomerEndpoint } from "@/features/customers/contract";
import { publishEventsEndpoint } from "@/features/events/contract";
import { createIncomingWebhookEndpoint } from "@/features/incoming-webhooks/contract";
import { createOAuthClientEndpoint } from "@/features/oauth-clients/contract";
import { createSubscriptionEndpoint } from "@/features/subscriptions/contract";
import { createInvitationsEndpoint, createTeamEndpoint } from "@/features/team/contract";
import { createTicketEndpoint } from "@/features/tickets/contract";
import { createTokenEndpoint } from "@/features/tokens/contract";
import { VIEWPORT } from "./accessible";
import type { Api } from "./api";
import { createMail, createParams, createWorld } from "./api-world";
import { echoTarget } from "./echo-target";
import { expect, test } from "./fixtures";
import type { Receiver } from "./receiver";
import { open } from "./steps";

const SETTINGS = "/settings";
const API = `${SETTINGS}/api`;
const LONG = "Checkout of the shop in Whitfield shows a blank page after the update to WooCommerce 9.9.1";
const CARD = "[data-row-id], [data-list-item]";
const TOOLBAR_HEIGHT = 32;
/** Of rows that may have two lines, with the line below. */
const COMPACT_HEIGHT = 45;
const CARD_HEIGHT = 160;
const CARD_FACTS = 4;
const TARGET_SIZE = 24;

test.setTimeout(180_000);
test.use({ viewport: VIEWPORT });

test("every list has one row of controls at 1280, and small cards at 390", async ({
  page,
  signIn,
  receiver,
  organization,
}) => {
  const world = await createWorld(organization);
  const { subscription, webhook } = await fill(world.api, receiver);
  await createMail(world);
  const session = OPERATIONS.find(({ id }) => id === "revokeClientSessions") ?? OPERATIONS[0];
  const { id: client = "" } = session ? await createParams(session, world) : {};
  await signIn();
  const lists = {
    tickets: "/tickets?tab=all&priority=high,normal&status=open,pending&range=7d&q=checkout",
    customers: "/customers?open=true",
    chats: "/chats?status=all",
    "incoming webhooks": `${API}/incoming-webhooks?status=active&creates=create_ticket`,
    requests: `${API}/incoming-webhooks/${webhook}?result=rejected,accepted&reason=signature&range=7d`,
    subscriptions: `${API}/event-subscriptions?status=active&event=ticket.created`,
    "deliveries of one": `${API}/event-subscriptions/${subscription}?tab=deliveries&event=ticket.created&range=7d`,
    attempts: `${API}/event-subscriptions/${subscription}?tab=attempts`,
    deliveries: `${API}/deliveries?event=ticket.created&code=2xx&range=7d`,
    tokens: `${API}/tokens?status=active&unused=true`,
    apps: `${API}/oauth?status=active&type=confidential`,
    sessions: `${API}/oauth/${client}?status=active`,
    audit: `${SETTINGS}/audit-log?action=token.*&actor=user&range=7d`,
    mails: `${SETTINGS}/mails?status=sent`,
    members: `${SETTINGS}/team?role=admin&status=active`,
    invitations: `${SETTINGS}/team?tab=invitations&invitation=pending`,
    teams: `${SETTINGS}/team?tab=teams`,
  };
  for (const [list, path] of Object.entries(lists)) {
    await page.setViewportSize(VIEWPORT);
    await open(page, path);
    expect
      .soft(await toolbarHeight(page), `${list}: the toolbar at 1280`)
      .toBeLessThanOrEqual(TOOLBAR_HEIGHT);
    await open(page, path.replace(/(reason|unused|action|open)=[^&]*&?/g, ""));
    await page.setViewportSize({ width: 390, height: 844 });
    // A delivery can still be on its way.
    await expect(page.locator(CARD).first()).toBeVisible();
    expect.soft(await phoneFaults(page), `${list} at 390`).toEqual([]);
  }
});

test("a subscription that fails, or was disabled for it, has a small card, too, which says how much failed", async ({
  page,
  signIn,
  api,
  receiver,
}) => {
  receiver.behave("/failing", { status: 500 });
  receiver.behave("/gone", { status: 410 });
  for (const [name, path] of [
    ["Unlucky", "/failing"],
    ["Lost", "/gone"],
  ] as const)
    await api.call(createSubscriptionEndpoint, {
      body: {
        name: `${name}: ${LONG}`,
        targetUrl: `${receiver.url}${path}`,
        eventTypes: ["ticket.*", "chat.*"],
      },
    });
  for (const subject of ["one", "two", "three"])
    await api.call(publishEventsEndpoint, { body: { type: "ticket.created", data: { subject } } });
  await receiver.waitForMany(3, ({ path }) => path === "/failing");
  await receiver.waitFor(({ path }) => path === "/gone");
  await signIn();
  await page.setViewportSize({ width: 390, height: 844 });
  await open(page, `${API}/event-subscriptions`);
  const card = (name: string) => page.locator(CARD).filter({ hasText: name });
  await expect(card("Unlucky")).toContainText(/Failing.*\d of \d+ attempts failed, the first at most /);
  await expect(card("Lost")).toContainText("Disabled");
  await expect(card("Lost").getByText("410 Gone").filter({ visible: true })).toBeVisible();
  await expect.poll(() => phoneFaults(page)).toEqual([]);
});

test("compact rows are chosen once for all tables, and stand so from the first paint", async ({
  page,
  signIn,
  api,
}) => {
  await api.call(createTokenEndpoint, { body: { name: "CI", scopes: ["events:read"] } });
  await signIn();
  await open(page, `${API}/tokens`);
  const row = page.getByRole("row", { name: /CI/ });
  const height = async () => (await row.boundingBox())?.height ?? 0;
  expect(await height()).toBeGreaterThan(COMPACT_HEIGHT);
  await page.getByRole("button", { name: /^View/ }).press("Enter");
  await page.getByRole("radio", { name: "Compact" }).press("Space");
  await page.keyboard.press("Escape");
  expect(await height()).toBeLessThanOrEqual(COMPACT_HEIGHT);
  const answer = await page.goto("/customers");
  expect(await answer?.text()).toContain('data-row-height="compact"');
});

test("columns are taken out of one list alone, and are missing from its first paint", async ({
  page,
  signIn,
  api,
}) => {
  const { id } = await api.call(createSubscriptionEndpoint, {
    body: { name: "Orders", targetUrl: await echoTarget(), eventTypes: ["ticket.created"] },
  });
  await signIn();
  await open(page, `${API}/deliveries`);
  await page.getByRole("button", { name: /^View/ }).click();
  await page.getByRole("checkbox", { name: "Attempts" }).uncheck();
  const heading = page.getByRole("columnheader", { name: "Attempts" });
  await expect(heading).toHaveCount(0);

  const answer = await page.request.get(`${API}/deliveries`);
  expect(await answer.text()).toMatch(/<th[^>]*\bmd:hidden\b[^>]*>Attempts/);
  await open(page, `${API}/event-subscriptions/${id}?tab=deliveries`);
  await expect(heading).toHaveCount(1);
  await open(page, `${API}/deliveries`);
  await expect(heading).toHaveCount(0);
});

async function toolbarHeight(page: Page): Promise<number> {
  const box = await page.locator("[data-list-toolbar]").boundingBox();
  if (!box) throw new Error(`${page.url()} has no toolbar.`);
  return box.height;
}

/** What is wrong with a list on a phone. */
function phoneFaults(page: Page): Promise<string[]> {
  return page.evaluate(
    ({ card: selector, cardHeight, cardFacts, targetSize }) => {
      const faults: string[] = [];
      const sideways = document.documentElement.scrollWidth - document.documentElement.clientWidth;
      if (sideways > 0) faults.push(`${sideways} px stick out sideways`);
      const main = document.querySelector("main");
      for (const card of main?.querySelectorAll(selector) ?? []) {
        const name = card.textContent?.slice(0, 40);
        const { height } = card.getBoundingClientRect();
        if (height > cardHeight) faults.push(`${Math.round(height)} px high: ${name}`);
        const [, ...facts] = [...card.querySelectorAll<HTMLElement>("td[data-label]")].filter(
          (cell) => cell.offsetParent !== null && getComputedStyle(cell).position !== "absolute",
        );
        if (facts.length > cardFacts) faults.push(`${facts.length} facts: ${name}`);
      }
      for (const target of main?.querySelectorAll<HTMLElement>("a, button, input, select") ?? []) {
        const { width, height } = target.getBoundingClientRect();
        const isShown = target.checkVisibility({ visibilityProperty: true }) && width > 1;
        const isInSentence = target.closest("p") !== null;
        if (isShown && !isInSentence && Math.min(width, height) < targetSize - 0.01) {
          const size = `${Math.round(width)} × ${Math.round(height)}`;
          faults.push(`${size}: ${target.getAttribute("aria-label") ?? target.textContent}`);
        }
      }
      return faults;
    },
    { card: CARD, cardHeight: CARD_HEIGHT, cardFacts: CARD_FACTS, targetSize: TARGET_SIZE },
  );
}

/** A row for every list, with names as long as people give them. */
async function fill(api: Api, receiver: Receiver): Promise<{ subscription: string; webhook: string }> {
  const subscription = await api.call(createSubscriptionEndpoint, {
    body: { name: LONG, targetUrl: `${receiver.url}/hook`, eventTypes: ["ticket.*", "chat.*"] },
  });
  const customer = await api.call(createCustomerEndpoint, {
    body: { name: `Dana Whitfield-Montgomery of ${LONG}`, email: "dana.whitfield@whitfield-prints.example" },
  });
  await api.call(createTicketEndpoint, {
    body: { subject: LONG, customerId: customer.id, priority: "high", tags: ["retail", "woocommerce"] },
  });
  await api.call(publishEventsEndpoint, { body: { type: "ticket.created", data: { subject: LONG } } });
  await receiver.waitForMany(1);
  await api.call(createChatEndpoint, {
    body: { customerId: customer.id, message: { body: LONG, author: { type: "customer" } } },
  });
  const webhook = await api.call(createIncomingWebhookEndpoint, {
    body: { name: LONG, action: "create_ticket" },
  });
  const headers = { "x-replify-signature": `sha256=${"0".repeat(64)}` };
  await fetch(webhook.url, { method: "POST", body: "{}", headers });
  await api.call(createTokenEndpoint, { body: { name: LONG, scopes: ["events:read", "tickets:write"] } });
  await api.call(createOAuthClientEndpoint, {
    body: {
      name: LONG.slice(0, 60),
      publisher: LONG.slice(0, 60),
      type: "confidential",
      redirectUris: ["https://app.example.com/callback"],
      scopes: ["profile"],
    },
  });
  await api.call(createInvitationsEndpoint, {
    body: { emails: ["somebody.with.a.long.name@whitfield-prints-of-montgomery.example"], role: "agent" },
  });
  await api.call(createTeamEndpoint, { body: { name: LONG.slice(0, 60) } });
  return { subscription: subscription.id, webhook: webhook.id };
}
