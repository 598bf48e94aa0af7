import type { Locator, Page } from "@playwright/test";
import { OPERATIONS } from "@/app/api/_lib/endpoints";
import { env } from "@/lib/env";
import { VIEWPORT } from "./accessible";
import { createParams, createWorld, type World } from "./api-world";
import { axeViolations } from "./axe";
import { expect, test } from "./fixtures";
import { open } from "./steps";

const API = "/settings/api";
const OVERLAY = ["dialog", "alertdialog", "menu"].map((role) => `[role="${role}"][data-state="open"]`).join();

interface Screen {
  /** An operation whose row it shows. */
  of: string;
  path(row: Record<string, string>): string;
  /** How the buttons that open something begin; of a menu also the items that do. */
  openers: Record<string, string[]>;
}

const LIST = { Filter: [], View: [] };
const LIST_OF_TIMES = { ...LIST, "Time range": [] };
const WEBHOOK_MENU = { "Actions for Row": ["Pause", "Rotate secret", "Delete"] };
const SUBSCRIPTION_MENU = { "Send test": [], "More actions": ["Hand over", "Rotate secret", "Delete"] };
const ofWebhook = ({ id }: Record<string, string>) => `${API}/incoming-webhooks/${id}`;
const ofSubscription = ({ id }: Record<string, string>) => `${API}/event-subscriptions/${id}`;

const GROUPS: Record<string, Screen[]> = {
  "the desk": [
    { of: "getTicket", path: () => "/tickets", openers: LIST_OF_TIMES },
    {
      of: "getTicket",
      path: ({ id }) => `/tickets/${id}`,
      openers: { "More actions": ["Merge into another ticket", "Delete ticket"], "More ways to send": [] },
    },
    { of: "getChat", path: () => "/chats", openers: { "New chat": [], Filter: [] } },
    {
      of: "getChat",
      path: ({ id }) => `/chats?conv=${id}`,
      openers: { "Turn into ticket": [], "End chat": [] },
    },
    { of: "getCustomer", path: () => "/customers", openers: LIST },
    {
      of: "splitCustomer",
      path: ({ id }) => `/customers/${id}`,
      openers: { Merge: [], "More actions": ["Split customer", "Delete customer", "Erase personal data"] },
    },
  ],
  "incoming webhooks": [
    {
      of: "getIncomingWebhook",
      path: () => `${API}/incoming-webhooks`,
      openers: { ...LIST, ...WEBHOOK_MENU },
    },
    { of: "replayIncomingRequest", path: ofWebhook, openers: LIST_OF_TIMES },
    {
      of: "replayIncomingRequest",
      path: ({ id, requestId }) => `${API}/incoming-webhooks/${id}?request=${requestId}`,
      openers: { "Replay request": [] },
    },
    {
      of: "endIncomingOverlap",
      path: ofWebhook,
      openers: { "End overlap now": [], Extend: [] },
    },
    { of: "getEchoReceiver", path: ({ id }) => `${API}/echo-receivers/${id}`, openers: { Delete: [] } },
  ],
  "event subscriptions": [
    {
      of: "getSubscription",
      path: () => `${API}/event-subscriptions`,
      openers: { ...LIST, "Actions for": ["Send test", "Delete"] },
    },
    { of: "resumeSubscription", path: ofSubscription, openers: SUBSCRIPTION_MENU },
    { of: "discardHeldEvents", path: ofSubscription, openers: { Resume: [], Discard: [] } },
    {
      of: "endSubscriptionOverlap",
      path: ofSubscription,
      openers: { "End overlap now": [], Extend: [] },
    },
    {
      of: "getSubscription",
      path: (row) => `${ofSubscription(row)}?tab=deliveries`,
      openers: LIST_OF_TIMES,
    },
    { of: "getDelivery", path: () => `${API}/deliveries`, openers: LIST_OF_TIMES },
  ],
  settings: [
    { of: "getToken", path: () => `${API}/tokens`, openers: LIST },
    {
      of: "getToken",
      path: ({ id }) => `${API}/tokens?token=${id}`,
      openers: { "Revoke token": [], "Rotate token": [] },
    },
    { of: "getOAuthClient", path: () => `${API}/oauth`, openers: LIST },
    {
      of: "getOAuthClient",
      path: ({ id }) => `${API}/oauth/${id}?tab=settings`,
      openers: { "Rotate secret": [], "Delete app": [] },
    },
    { of: "deleteEventType", path: ({ type }) => `${API}/events?event=${type}`, openers: { Delete: [] } },
    {
      of: "updateUser",
      path: () => "/settings/team?role=viewer",
      openers: { Invite: [], ...LIST, "Actions for": ["Disable", "Remove"] },
    },
    {
      of: "deleteTeam",
      path: () => "/settings/team?tab=teams",
      openers: { "Create team": [], "Members of": [], "Actions for": ["Rename", "Delete"] },
    },
    { of: "listAuditLog", path: () => "/settings/audit-log", openers: { ...LIST_OF_TIMES, Export: [] } },
  ],
};

/** What an address opens beside the list. */
const DRAWER = /[?&](request|token)=/;
/** On phones the sheet of filters holds them. */
const WIDE_ONLY = ["View", "Time range"];

test.setTimeout(180_000);

for (const width of [VIEWPORT.width, 390]) {
  for (const [group, screens] of Object.entries(GROUPS)) {
    test(`Overlays of ${group} at ${width} px: nothing for axe, and Escape gives the focus back`, async ({
      page,
      context,
      organization,
      sessionCookie,
    }) => {
      const world = await createWorld(organization);
      const [name = "", value = ""] = (await sessionCookie(world.admin)).split("=");
      await context.addCookies([{ name, value, url: env.APP_URL }]);
      await page.setViewportSize({ ...VIEWPORT, width });
      for (const { of, path, openers } of screens) {
        const address = path(await createRow(of, world));
        await open(page, address);
        const before = DRAWER.test(address) ? 1 : 0;
        await expect(page.locator(OVERLAY)).toHaveCount(before);
        for (const [opener, items] of Object.entries(openers)) {
          if (width < VIEWPORT.width && WIDE_ONLY.includes(opener)) continue;
          const button = page.getByRole("button", { name: new RegExp(`^${opener}`) }).first();
          await button.click();
          await expectGood(page, `${page.url()} > ${opener}`);
          await leave(page, button, before);
          for (const item of items) {
            await button.click();
            await page.getByRole("menuitem", { name: item, exact: true }).click();
            await expectGood(page, `${page.url()} > ${opener} > ${item}`);
            await leave(page, button, before);
          }
        }
      }
    });
  }
}

async function createRow(operationId: string, world: World): Promise<Record<string, string>> {
  const operation = OPERATIONS.find(({ id }) => id === operationId);
  if (!operation) throw new Error(`There is no operation ${operationId}.`);
  return createParams(operation, world);
}

/** Everything in light; in dark only what the colours can change. */
async function expectGood(page: Page, what: string): Promise<void> {
  const overlay = page.locator(OVERLAY).last();
  await expect(overlay, what).toBeVisible();
  // A menu is drawn outside the landmarks, and hides what is in them.
  const exceptRules = (await overlay.getAttribute("role")) === "menu" ? ["region"] : [];
  expect.soft(await axeViolations(page, { exceptRules }), what).toEqual([]);
  await page.emulateMedia({ colorScheme: "dark" });
  expect.soft(await axeViolations(page, { rules: ["color-contrast"] }), `${what}, dark`).toEqual([]);
  await page.emulateMedia({ colorScheme: "light" });
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect.soft(overflow, `${what}: pixels that stick out sideways`).toBeLessThanOrEqual(0);
}

async function leave(page: Page, opener: Locator, others: number): Promise<void> {
  await page.keyboard.press("Escape");
  await expect(page.locator(OVERLAY)).toHaveCount(others);
  await expect(opener).toBeFocused();
}
