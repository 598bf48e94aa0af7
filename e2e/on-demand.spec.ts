import type { Page } from "@playwright/test";
import { createSubscriptionEndpoint } from "@/features/subscriptions/contract";
import { createTicketEndpoint } from "@/features/tickets/contract";
import { expect, test } from "./fixtures";
import { open } from "./steps";

const SCRIPTS = /\/_next\/static\/.*\.js/;

test.beforeEach(({ expectedConsoleErrors }) => {
  expectedConsoleErrors.push(/ERR_FAILED|Failed to load/);
});

test("what can't be fetched leaves the page as it is, and comes as soon as it can be", async ({
  page,
  api,
  signIn,
}) => {
  const ticket = await api.call(createTicketEndpoint, { body: { subject: "Printer on fire" } });
  await signIn();
  for (const { path, button, opened } of [
    { path: "/chats", button: "New chat", opened: page.getByRole("dialog", { name: "New chat" }) },
    {
      path: `/tickets/${ticket.id}`,
      button: `More actions for ticket #${ticket.number}`,
      opened: page.getByRole("menu"),
    },
    { path: "/settings/team", button: "Invite", opened: page.getByRole("dialog") },
    {
      path: "/customers",
      button: "Keyboard shortcuts",
      opened: page.getByRole("dialog", { name: "Keyboard shortcuts" }),
    },
  ]) {
    await open(page, path);
    await failScripts(page);
    await page.getByRole("button", { name: button }).first().click();
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(opened).toBeHidden();
    await page.unroute(SCRIPTS);
    await expect(opened).toBeVisible();
    await expect(opened.locator(":focus").or(opened.and(page.locator(":focus")))).toBeFocused();
  }
});

test("a tab that can't be fetched says so in its place, and comes with the next try", async ({
  page,
  api,
  signIn,
  receiver,
}) => {
  const ticket = await api.call(createTicketEndpoint, { body: { subject: "Printer on fire" } });
  const subscription = await api.call(createSubscriptionEndpoint, {
    body: { name: "Warehouse", targetUrl: receiver.url, eventTypes: ["ticket.*"] },
  });
  await signIn();
  for (const { path, role, tab, content } of [
    { path: `/tickets/${ticket.id}`, role: "tab", tab: "Activity", content: "opened the ticket" },
    {
      path: `/settings/api/event-subscriptions/${subscription.id}`,
      role: "link",
      tab: "Settings",
      content: "Target URL",
    },
  ] as const) {
    await open(page, path);
    await failScripts(page);
    await page.getByRole("main").getByRole(role, { name: tab }).click();
    const failed = page.getByRole("alert").filter({ hasText: "This part of the page could not be loaded." });
    await expect(failed).toBeVisible();
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    const again = failed.getByRole("button", { name: "Try again" });
    await expect(again).toBeEnabled();
    await page.unroute(SCRIPTS);
    await again.click();
    await expect(failed).toBeHidden();
    await expect(page.getByRole("main").getByText(content).first()).toBeVisible();
    // Where the button was: who uses the keyboard goes on from there.
    await expect(page.getByRole("main").locator(":focus").getByText(content).first()).toBeVisible();
  }
});

test("a form whose checks can't be fetched leaves them to the API", async ({ page, signIn }) => {
  await signIn();
  await open(page, "/settings/api/tokens/new");
  // The first key loads what shows messages and dialogs.
  await page.keyboard.press("Shift");
  await expect(page.getByRole("region", { name: "Notifications" })).toBeAttached();
  await failScripts(page);
  await page.getByRole("button", { name: "Create token" }).click();
  // The page has another alert, which says where one is.
  await expect(page.getByRole("main").getByRole("alert").first()).toBeVisible();
  await page.unroute(SCRIPTS);
  await page.getByLabel("Name", { exact: true }).fill("CI");
  await page.getByRole("radio", { name: "Full" }).check();
  await page.getByRole("button", { name: "Create token" }).click();
  await expect(page.getByRole("dialog", { name: "Token created" })).toBeVisible();
});

test("matches are counted as soon as what checks the settings can be fetched", async ({ page, signIn }) => {
  await signIn();
  await open(page, "/settings/api/event-subscriptions/new");
  // Before the first sign of a hand on the page, which fetches them.
  await failScripts(page);
  await page.getByRole("button", { name: "Advanced" }).click();
  await page.getByRole("checkbox", { name: "ticket.created", exact: true }).check();
  await expect(page.getByText("Counting…")).toBeVisible();
  await page.unroute(SCRIPTS);
  await expect(page.getByText(/would match\.$/)).toBeVisible();
});

/** Of those that are not there yet. */
async function failScripts(page: Page): Promise<void> {
  await page.route(SCRIPTS, (route) => route.abort());
}
