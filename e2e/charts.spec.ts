import { createSubscriptionEndpoint } from "@/features/subscriptions/contract";
import { createTicketEndpoint } from "@/features/tickets/contract";
import { VIEWPORT } from "./accessible";
import { expect, test } from "./fixtures";
import { open } from "./steps";

test.use({ viewport: VIEWPORT });

test("a chart is read by keys and pointer, and a bar leads to the deliveries that it counts", async ({
  page,
  api,
  receiver,
  signIn,
}) => {
  await signIn();
  const { id } = await api.call(createSubscriptionEndpoint, {
    body: { name: "Warehouse", targetUrl: receiver.url, eventTypes: ["ticket.created"] },
  });
  await api.call(createTicketEndpoint, { body: { subject: "Printer on fire" } });
  const path = `/settings/api/event-subscriptions/${id}`;
  const chart = page.getByRole("slider", { name: /^Attempts by hour/ });
  await expect(async () => {
    await open(page, path);
    await expect(chart).toBeVisible({ timeout: 1_000 });
  }).toPass();
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
