import { createSubscriptionEndpoint } from "@/features/subscriptions/contract";
import { createTicketEndpoint } from "@/features/tickets/contract";
import { expectAccessible, VIEWPORT } from "./accessible";
import { expect, test } from "./fixtures";
import { open } from "./steps";

test.use({ viewport: VIEWPORT });

test("the palette leads to pages, tickets and deliveries by the keyboard alone", async ({
  page,
  api,
  receiver,
  signIn,
  expectedConsoleErrors,
}) => {
  expectedConsoleErrors.push(/ERR_INTERNET_DISCONNECTED/);
  await signIn();
  const ticket = await api.call(createTicketEndpoint, { body: { subject: "Printer on fire" } });
  await api.call(createSubscriptionEndpoint, {
    body: { name: "Warehouse", targetUrl: receiver.url, eventTypes: ["ticket.created"] },
  });
  await open(page, "/customers");
  const palette = page.getByRole("dialog", { name: "Go to anything" });
  const search = page.getByRole("searchbox").first();
  await search.focus();
  await page.keyboard.press("Control+k");
  await expect(palette.getByRole("combobox")).toBeFocused();
  await expectAccessible(page, "the palette");
  await page.keyboard.press("Escape");
  await expect(search).toBeFocused();

  await page.keyboard.press("Control+k");
  await page.keyboard.type(`#${ticket.number}`);
  await expect(palette.getByRole("option", { name: `#${ticket.number} Printer on fire` })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(`/tickets/${ticket.id}`);
  await expect(palette).toBeHidden();

  await page.keyboard.press("Control+k");
  await page.keyboard.type("wareh");
  await expect(palette.getByRole("option", { name: "Warehouse" })).toBeVisible();
  await palette.getByRole("combobox").fill("audit");
  await expect(palette.getByRole("option")).toHaveText(["Audit log"]);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL("/settings/audit-log");
  await page.keyboard.press("Control+k");
  await page.keyboard.type("nothing is called so");
  await expect(palette.getByText("Nothing is called")).toBeVisible();
  await page.context().setOffline(true);
  await palette.getByRole("combobox").fill("wareho");
  await expect(palette.getByText("Not everything could be searched.")).toBeVisible();
  await page.context().setOffline(false);
});

test("the palette offers only what the member may do", async ({ page, api, signIn }) => {
  await signIn({ role: "viewer" });
  await api.call(createTicketEndpoint, { body: { subject: "Printer on fire" } });
  await open(page, "/");
  await page.getByRole("button", { name: "Go to anything" }).click();
  const palette = page.getByRole("dialog", { name: "Go to anything" });
  await expect(palette.getByRole("option", { name: "Deliveries" })).toBeVisible();
  await expect(palette.getByRole("option", { name: /^Create/ })).toHaveCount(0);
  await palette.getByRole("option", { name: "Theme: Dark" }).click();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
});

test("what is typed before the palette's code is there is not lost", async ({ page, signIn }) => {
  await signIn();
  await open(page, "/customers");
  const { promise: mayLoad, resolve: letLoad } = Promise.withResolvers<void>();
  await page.route(/\/_next\/static\/.*\.js/, async (route) => {
    await mayLoad;
    await route.continue();
  });
  const palette = page.getByRole("dialog", { name: "Go to anything" });
  await page.keyboard.press("Control+k");
  await page.keyboard.type("audik");
  await page.keyboard.press("Backspace");
  letLoad();
  await expect(palette.getByRole("combobox")).toBeFocused();
  await page.keyboard.type("t l");
  await expect(palette.getByRole("combobox")).toHaveValue("audit l");
  await expect(palette.getByRole("option")).toHaveText(["Audit log"]);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL("/settings/audit-log");
});

test("without a connection the palette says that it can't be loaded, and comes with the next try", async ({
  page,
  signIn,
  expectedConsoleErrors,
}) => {
  expectedConsoleErrors.push(/ERR_FAILED|ERR_INTERNET_DISCONNECTED|Failed to load/);
  await signIn();
  await open(page, "/customers");
  // The first key loads what shows messages.
  await page.keyboard.press("Shift");
  await expect(page.getByRole("region", { name: "Notifications" })).toBeAttached();
  const scripts = /\/_next\/static\/.*\.js/;
  await page.route(scripts, (route) => route.abort());
  await page.keyboard.press("Control+k");
  await expect(page.getByText("The search could not be loaded.")).toBeVisible();
  await expect(page.getByRole("heading", { level: 1, name: "Customers" })).toBeVisible();
  await page.unroute(scripts);
  await page.keyboard.press("Control+k");
  await page.keyboard.type("audit");
  await expect(page.getByRole("option", { name: "Audit log" })).toBeVisible();
});
