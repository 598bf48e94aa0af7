import type { Page } from "@playwright/test";
import { listDeliveriesEndpoint } from "@/features/deliveries/contract";
import { publishEventsEndpoint } from "@/features/events/contract";
import { createSubscriptionEndpoint } from "@/features/subscriptions/contract";
import { createTicketEndpoint } from "@/features/tickets/contract";
import type { Api } from "./api";
import { expect, test } from "./fixtures";
import type { Receiver } from "./receiver";
import { open } from "./steps";

const LOG = "/settings/api/deliveries";
const MAX_LAYOUT_SHIFT = 0.02;

test("nothing moves while deliveries come in, until their reader asks for them", async ({
  page,
  signIn,
  api,
  receiver,
}) => {
  await subscribe(api, receiver);
  await publish(api, 3);
  await receiver.waitForMany(3);
  await signIn();
  await open(page, LOG);
  const rows = page.locator("[data-row-id]");
  await expect(rows).toHaveCount(3);
  const hovered = await rows.first().getAttribute("data-row-id");
  await rows.first().hover();
  await watchLayout(page);

  await publish(api, 12);
  await receiver.waitForMany(15);

  const pill = page.getByRole("button", { name: "12 new deliveries" });
  await expect(pill).toBeVisible();
  await expect(page.getByRole("status").filter({ hasText: /new deliver/ })).toBeAttached();
  await expect(rows).toHaveCount(3);
  await expect(rows.first()).toHaveAttribute("data-row-id", hovered ?? "");
  await expectStill(page);

  await pill.press("Enter");
  await expect(rows).toHaveCount(15);
  await expect(rows.first().getByRole("link").first()).toBeFocused();
  await expect(pill).toBeHidden();
  await expect(rows.filter({ hasText: "Succeeded" })).toHaveCount(15);
});

test("a list that is live takes in what comes, waits for its reader's hand, and stays as it is when stopped", async ({
  page,
  context,
  signIn,
  api,
  receiver,
}) => {
  await subscribe(api, receiver);
  await publish(api, 2);
  await receiver.waitForMany(2);
  await signIn();
  const other = await context.newPage();
  await open(other, `${LOG}?live=1`);
  await open(page, LOG);
  const rows = page.locator("[data-row-id]");
  await expect(rows).toHaveCount(2);
  await page.keyboard.press("l");
  await expect(page).toHaveURL(/live=1/);
  const live = page.getByRole("button", { name: "Live", exact: true });
  await expect(live).toHaveAttribute("aria-pressed", "true");
  await expect(page.getByRole("button", { name: /Time range/ })).toBeDisabled();

  await publish(api, 2);
  await expect(rows).toHaveCount(4);
  await expect(other.locator("[data-row-id]")).toHaveCount(4);
  await expect(rows.filter({ hasText: "Succeeded" })).toHaveCount(4);

  await rows.first().hover();
  await expect(page.getByRole("button", { name: "Paused while the pointer is on a row" })).toBeVisible();
  await publish(api, 3);
  await expect(page.getByRole("button", { name: "3 new deliveries" })).toBeVisible();
  await expect(rows).toHaveCount(4);
  await page.mouse.move(0, 0);
  await expect(rows).toHaveCount(7);

  await page.keyboard.press("l");
  await expect(page).not.toHaveURL(/live=1/);
  await publish(api, 1);
  await expect(page.getByRole("button", { name: "1 new delivery" })).toBeVisible();
  await expect(rows).toHaveCount(7);
});

test("a stream that is lost is told of, and one that can't be had is done without", async ({
  page,
  signIn,
  api,
  receiver,
  expectedConsoleErrors,
}) => {
  expectedConsoleErrors.push(/503/);
  await subscribe(api, receiver);
  await signIn();
  const stream = /\/api\/live\//;
  const lost = { contentType: "text/event-stream", body: "retry: 100\n\n" };
  const mayConnect = Promise.withResolvers<void>();
  let isLost = false;
  await page.route(stream, async (route) => {
    if (!isLost) {
      isLost = true;
      return route.fulfill(lost);
    }
    await mayConnect.promise;
    return route.continue();
  });
  await open(page, `${LOG}?live=1`);
  await expect(page.getByRole("button", { name: "Reconnecting" })).toBeVisible();
  mayConnect.resolve();
  await expect(page.getByRole("button", { name: "Live", exact: true })).toBeVisible();
  await publish(api, 1);
  const rows = page.locator("[data-row-id]");
  await expect(rows).toHaveCount(1);

  await page.route(stream, (route) => route.fulfill({ status: 503 }));
  await open(page, `${LOG}?live=1`);
  await publish(api, 1);
  await expect(rows).toHaveCount(2);
  await expect(page.getByRole("button", { name: "Live", exact: true })).toBeVisible();
});

test("nothing is pushed on a ticket and on a delivery while its deliveries are under way", async ({
  page,
  signIn,
  api,
  receiver,
}) => {
  await page.setViewportSize({ width: 1280, height: 800 });
  await signIn();
  await subscribe(api, receiver);
  for (const place of ["ticket", "delivery"]) {
    const held = Promise.withResolvers<void>();
    receiver.behave("/hook", { until: held.promise });
    const ticket = await api.call(createTicketEndpoint, { body: { subject: "Printer on fire" } });
    await receiver.waitFor(({ text }) => text.includes(ticket.id));
    const { data } = await api.call(listDeliveriesEndpoint, { query: {} });
    await open(page, place === "ticket" ? `/tickets/${ticket.id}` : `${LOG}/${data[0]?.id}`);
    await watchLayout(page);
    const trace = page.getByRole("list", { name: "Trace" });
    await expect(trace).toContainText("Sending");
    held.resolve();
    await expect(trace).toContainText("1 attempt, last: 200");
    await expect(page.getByRole("main")).not.toContainText("under way");
    await expectStill(page, place);
  }
});

/** Adds up what moves without anybody having pressed something, from the page's first paint on. */
async function watchLayout(page: Page): Promise<void> {
  await page.evaluate(() => {
    const state: { shift: number; moved: string[] } = { shift: 0, moved: [] };
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const { value, hadRecentInput, sources } = entry as LayoutShift;
        if (hadRecentInput) continue;
        state.shift += value;
        for (const { node, previousRect, currentRect } of sources)
          state.moved.push(
            `${value.toFixed(3)}: ${node?.textContent?.slice(0, 40)}, ${currentRect.y - previousRect.y} px`,
          );
      }
    }).observe({ type: "layout-shift", buffered: true });
    Object.assign(window, { layout: state });
  });
}

/** Its end names what moved. */
async function expectStill(page: Page, what = "the page"): Promise<void> {
  const { shift, moved } = await page.evaluate(
    () => (window as unknown as { layout: { shift: number; moved: string[] } }).layout,
  );
  expect(shift, `${what} moved:\n${moved.join("\n")}`).toBeLessThan(MAX_LAYOUT_SHIFT);
}

/** What TypeScript's library does not know yet. */
interface LayoutShift extends PerformanceEntry {
  value: number;
  hadRecentInput: boolean;
  sources: { node: Node | null; previousRect: DOMRect; currentRect: DOMRect }[];
}

function subscribe(api: Api, receiver: Receiver) {
  return api.call(createSubscriptionEndpoint, {
    body: { name: "Orders", targetUrl: `${receiver.url}/hook`, eventTypes: ["ticket.created"] },
  });
}

async function publish(api: Api, count: number): Promise<void> {
  for (let index = 0; index < count; index++)
    await api.call(publishEventsEndpoint, {
      body: { type: "ticket.created", data: { subject: `No. ${index}` } },
    });
}
