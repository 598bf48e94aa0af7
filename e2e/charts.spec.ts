import type { Page } from "@playwright/test";
import { createSubscriptionEndpoint } from "@/features/subscriptions/contract";
import { createTicketEndpoint } from "@/features/tickets/contract";
import { HOUR_MS, MINUTE_MS } from "@/lib/time";
import { VIEWPORT } from "./accessible";
import type { Api } from "./api";
import { expect, test } from "./fixtures";
import type { Receiver } from "./receiver";
import { open } from "./steps";

test.use({ viewport: VIEWPORT });
// Now and then a new hour is waited for.
test.setTimeout(180_000);

test("a chart is read by keys and pointer, and a bar leads to the deliveries that it counts", async ({
  page,
  api,
  receiver,
  signIn,
}) => {
  await signIn();
  const chart = await openChart(page, api, receiver);
  await chart.focus();
  await expect(chart).toHaveAttribute("aria-valuetext", /: 1 succeeded, 0 failed$/);
  await page.keyboard.press("ArrowLeft");
  await expect(chart).toHaveAttribute("aria-valuetext", /: 0 succeeded, 0 failed$/);
  await page.keyboard.press("End");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/tab=deliveries&from=.*&to=/);
  await expect(page.getByRole("row", { name: /ticket\.created/ })).toBeVisible();

  await page.goBack();
  await chart.hover({ position: { x: 3, y: 40 } });
  await expect(page.getByText(/: 0 succeeded, 0 failed$/)).toBeVisible();
  await chart.click({ position: { x: 3, y: 40 } });
  await expect(page.getByText("No deliveries match")).toBeVisible();
});

test("keys go on reading where they were when a pointer has passed by, and times name their zone", async ({
  page,
  api,
  receiver,
  signIn,
}) => {
  await signIn();
  const chart = await openChart(page, api, receiver);
  await chart.focus();
  await page.keyboard.press("ArrowLeft");
  const reading = (await chart.getAttribute("aria-valuetext")) ?? "";
  expect(reading).toMatch(/^\d+ \w+, \d\d:00 [A-Z]+[\d:+-]*: 0 succeeded, 0 failed$/);
  await chart.hover({ position: { x: 3, y: 40 } });
  await expect(chart).not.toHaveAttribute("aria-valuetext", reading);
  await page.mouse.move(0, 0);
  await expect(chart).toHaveAttribute("aria-valuetext", reading);
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("row", { name: /ticket\.created/ })).toBeVisible();
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

  test("the first tap on a bar reads it, and the second leads to what it counts", async ({
    page,
    api,
    receiver,
    signIn,
  }) => {
    await signIn();
    const chart = await openChart(page, api, receiver);
    const { width = 0 } = (await chart.boundingBox()) ?? {};
    const lastBar = { x: width - 3, y: 40 };
    const address = page.url();
    await chart.tap({ position: lastBar });
    await expect(page.getByText(/: 1 succeeded, 0 failed$/)).toBeVisible();
    // Where a tap that picks leads at once.
    expect(page.url()).toBe(address);
    await chart.tap({ position: { x: 3, y: 40 } });
    await expect(page.getByText(/: 0 succeeded, 0 failed$/)).toBeVisible();
    expect(page.url()).toBe(address);
    await chart.tap({ position: { x: 3, y: 40 } });
    await expect(page).toHaveURL(/tab=deliveries&from=.*&to=/);
  });
});

/** Of a subscription with one delivery, in the hour that is now, and does not end while the test goes on. */
async function openChart(page: Page, api: Api, receiver: Receiver) {
  const leftOfHour = () => HOUR_MS - (Date.now() % HOUR_MS);
  await expect.poll(leftOfHour, { timeout: 90_000, intervals: [1_000] }).toBeGreaterThan(MINUTE_MS);
  const { id } = await api.call(createSubscriptionEndpoint, {
    body: { name: "Warehouse", targetUrl: receiver.url, eventTypes: ["ticket.created"] },
  });
  await api.call(createTicketEndpoint, { body: { subject: "Printer on fire" } });
  const chart = page.getByRole("slider", { name: /^Attempts by hour/ });
  await expect(async () => {
    await open(page, `/settings/api/event-subscriptions/${id}`);
    await expect(chart).toBeVisible({ timeout: 1_000 });
  }).toPass();
  return chart;
}
