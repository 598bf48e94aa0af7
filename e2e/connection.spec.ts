import { publishEventsEndpoint } from "@/features/events/contract";
import { createSubscriptionEndpoint } from "@/features/subscriptions/contract";
import { expect, test } from "./fixtures";
import { open, pressSequence } from "./steps";

test("without a connection the page says so, and catches up once it is back", async ({
  page,
  context,
  signIn,
  api,
  receiver,
  expectedConsoleErrors,
}) => {
  expectedConsoleErrors.push(/ERR_INTERNET_DISCONNECTED/);
  await api.call(createSubscriptionEndpoint, {
    body: { name: "Orders", targetUrl: `${receiver.url}/hook`, eventTypes: ["ticket.created"] },
  });
  const event = { type: "ticket.created", data: { subject: "Smoke" } };
  await api.call(publishEventsEndpoint, { body: { events: [event, event] } });
  await receiver.waitForMany(2);
  await signIn();
  await open(page, "/settings/api/deliveries");
  const links = page.locator("[data-row-id]").getByRole("link", { name: "ticket.created" });
  const drawer = page.getByRole("dialog");
  // The first that is opened brings the code of the drawer.
  await links.nth(1).click();
  await expect(drawer).toContainText("Attempt 1");
  await page.keyboard.press("Escape");
  await expect(drawer).toBeHidden();

  await context.setOffline(true);
  const bar = page.getByRole("status").filter({ hasText: "You are offline." });
  await expect(bar).toBeVisible();
  await expect(page.getByText(/Last updated .*\./)).toBeVisible();
  await links.first().click();
  await expect(drawer).toContainText("The server could not be reached");

  await context.setOffline(false);
  await expect(bar).toBeHidden();
  await expect(drawer).toContainText("Attempt 1");
});

test("a server that answers no more is named, and cells whose counts failed say so", async ({
  page,
  signIn,
  api,
  receiver,
  expectedConsoleErrors,
}) => {
  expectedConsoleErrors.push(/ERR_FAILED|500/);
  await api.call(createSubscriptionEndpoint, {
    body: { name: "Orders", targetUrl: `${receiver.url}/hook`, eventTypes: ["ticket.created"] },
  });
  await signIn();
  const counts = /\/api\/v1\/subscriptions\/stats/;
  await page.route(counts, (route) => route.fulfill({ status: 500, json: { code: "internal" } }));
  // Not fetched ahead with the page.
  await open(page, "/settings/api/event-subscriptions?q=nothing");
  await page.getByRole("searchbox").fill("Orders");
  const cell = page.getByRole("cell").filter({ hasText: "Counts not loaded" });
  await expect(cell).toBeVisible();
  await page.unroute(counts);
  await cell.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByRole("cell").filter({ hasText: "No attempts" })).toBeVisible();

  const all = /\/api\/v1\//;
  await page.route(all, (route) => route.abort());
  await page.getByRole("searchbox").fill("Order");
  const bar = page.getByRole("status").filter({ hasText: "The server does not answer." });
  await expect(bar).toBeVisible();
  await page.unroute(all);
  await expect(bar).toBeHidden();
});

test("an answer that is slow in coming is waited for, however often it is asked for", async ({
  page,
  signIn,
  expectedConsoleErrors,
}) => {
  expectedConsoleErrors.push(/ERR_FAILED/);
  await signIn();
  await open(page, "/settings/api/tokens");
  const all = /\/api\/v1\/tokens/;
  const asked: string[] = [];
  const slow = Promise.withResolvers<void>();
  let isSlow = false;
  await page.route(all, async (route) => {
    if (!isSlow) return route.abort();
    asked.push(route.request().url());
    await slow.promise;
    return route.continue();
  });
  await page.getByRole("searchbox").fill("CI");
  const bar = page.getByRole("status").filter({ hasText: "The server does not answer." });
  await expect(bar).toBeVisible();
  isSlow = true;
  await expect.poll(() => asked).toHaveLength(1);
  const again = page.getByRole("button", { name: "Try again" }).first();
  await again.click();
  await again.click();
  slow.resolve();
  await expect(bar).toBeHidden();
  expect(asked).toHaveLength(1);
});

test("a page that is long in coming shows at once that it is on its way", async ({ page, signIn }) => {
  await signIn();
  await open(page, "/settings/profile");
  const held = Promise.withResolvers<void>();
  await page.route(/_rsc=/, async (route) => {
    await held.promise;
    await route.continue();
  });
  const progress = page.getByRole("progressbar", { name: "Loading the page" });

  await pressSequence(page, "gd");

  await expect(progress).toBeVisible();
  const delay = await progress.evaluate((bar) => getComputedStyle(bar).animationDelay);
  expect(Number.parseFloat(delay)).toBeLessThanOrEqual(0.1);
  held.resolve();
  await expect(page.getByRole("heading", { level: 1, name: "Deliveries" })).toBeVisible();
  await expect(progress).toBeHidden();
});
