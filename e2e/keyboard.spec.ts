import type { Locator, Page } from "@playwright/test";
import { bearer } from "./api";
import { expect, test } from "./fixtures";
import { open, pressSequence, tabTo } from "./steps";

test.use({ permissions: ["clipboard-read", "clipboard-write"] });

test("token, subscription, delivery and resend without a mouse", async ({
  page,
  signIn,
  anonymous,
  receiver,
}) => {
  const { keyboard } = page;
  await signIn();
  await open(page, "/settings/api/event-subscriptions");
  await keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to content" })).toBeFocused();
  await keyboard.press("Enter");
  await expect(page.getByRole("main")).toBeFocused();

  await pressSequence(page, "gk");
  await expect(page.getByRole("heading", { level: 1, name: "Tokens" })).toBeVisible();
  await pressUntil(page, "c", page.getByRole("heading", { level: 1, name: "Create token" }));
  await tabTo(page, page.getByLabel("Name", { exact: true }));
  await keyboard.type("Keyboard");
  await tabTo(page, page.getByRole("radio", { name: "Full" }));
  await keyboard.press("Space");
  await tabTo(page, page.getByRole("button", { name: "Create token" }));
  await keyboard.press("Enter");
  const token = await copyByKeyboard(page, "Token created");
  await expect(page.getByRole("row", { name: /Keyboard/ })).toBeVisible();

  await pressSequence(page, "ge");
  await expect(page.getByRole("heading", { level: 1, name: "Event subscriptions" })).toBeVisible();
  await pressUntil(page, "c", page.getByRole("heading", { level: 1, name: "Create subscription" }));
  await tabTo(page, page.getByLabel("Target URL"));
  await keyboard.type(`${receiver.url}/hook`);
  await tabTo(page, page.getByRole("checkbox", { name: "All tickets" }));
  await keyboard.press("ArrowDown");
  await expect(page.getByRole("checkbox", { name: "ticket.created" })).toBeFocused();
  await keyboard.press("Space");
  await expect(page.getByRole("checkbox", { name: "ticket.created" })).toBeChecked();
  await tabTo(page, page.getByRole("button", { name: "Create subscription" }));
  await keyboard.press("Enter");
  await copyByKeyboard(page, "Subscription created");
  await expect(page.getByRole("heading", { level: 1, name: /127\.0\.0\.1/ })).toBeVisible();

  for (const subject of ["first", "second"]) {
    const event = { type: "ticket.created", data: { subject } };
    const reply = await anonymous.post("/api/v1/events", event, { headers: bearer(token) });
    expect(reply.status).toBe(202);
  }
  await receiver.waitForMany(2);
  await pressSequence(page, "gd");
  const links = page.getByRole("link", { name: /ticket\.created, delivery/ });
  await expect(links).toHaveCount(2);
  await tabTo(page, links.first());
  await keyboard.press("Enter");
  const drawer = page.getByRole("dialog", { name: "ticket.created" });
  await expect(drawer).toContainText("second");
  await keyboard.press("j");
  await expect(drawer).toContainText("first");
  await expect(drawer.getByRole("banner")).toContainText("Succeeded");
  await keyboard.press("r");
  const confirm = page.getByRole("alertdialog");
  await expect(confirm.getByRole("button", { name: "Cancel" })).toBeFocused();
  await keyboard.press("Tab");
  await keyboard.press("Enter");
  await receiver.waitForMany(3);
  await expect(drawer.getByRole("button", { name: /^Attempt 2 succeeded/ })).toBeVisible();
  await keyboard.press("Escape");
  await expect(drawer).toBeHidden();
  await expect(links.nth(1)).toBeFocused();
});

test("a letter is text while one types, and a shortcut otherwise", async ({ page, signIn }) => {
  await signIn();
  await open(page, "/settings/api/tokens");
  await page.keyboard.press("/");
  const search = page.getByRole("searchbox", { name: "Search by name" });
  await expect(search).toBeFocused();
  await page.keyboard.type("c?");
  await expect(search).toHaveValue("c?");
  await expect(page.getByRole("heading", { level: 1, name: "Tokens" })).toBeVisible();

  await page.keyboard.press("Tab");
  await page.getByRole("main").focus();
  await page.keyboard.press("?");
  const sheet = page.getByRole("dialog");
  await expect(sheet).toContainText("Create token");
  await page.keyboard.press("Escape");
  await expect(sheet).toBeHidden();
});

/** A shortcut of a page is bound a moment after the page shows, which a person never notices. */
async function pressUntil(page: Page, key: string, result: Locator): Promise<void> {
  await expect(async () => {
    await page.keyboard.press(key);
    await expect(result).toBeVisible({ timeout: 3000 });
  }).toPass();
}

/** Copies the secret of the dialog that just opened, closes it, and returns what the clipboard holds. */
async function copyByKeyboard(page: Page, title: string): Promise<string> {
  const dialog = page.getByRole("dialog", { name: title });
  await expect(dialog.getByRole("heading", { name: title })).toBeFocused();
  await tabTo(page, dialog.getByRole("button", { name: /^Copy (token|signing secret)$/ }));
  await page.keyboard.press("Enter");
  await expect(dialog.getByRole("button", { name: "Copied" })).toBeFocused();
  await tabTo(page, dialog.getByRole("button", { name: "Done" }));
  await page.keyboard.press("Enter");
  await expect(dialog).toBeHidden();
  return page.evaluate(() => navigator.clipboard.readText());
}

test("a page is fetched ahead once its link has the pointer or the focus, and not before", async ({
  page,
  signIn,
}) => {
  const fetched: string[] = [];
  page.on("request", (request) => {
    const { pathname, searchParams } = new URL(request.url());
    if (searchParams.has("_rsc")) fetched.push(pathname);
  });
  await signIn();
  await open(page, "/tickets");
  const navigation = page.getByRole("navigation", { name: "Main" });
  await navigation.getByRole("link", { name: "Team" }).hover();
  await expect.poll(() => fetched).toContain("/settings/team");
  await navigation.getByRole("link", { name: "Audit log" }).focus();
  await expect.poll(() => fetched).toContain("/settings/audit-log");
  expect(fetched).not.toContain("/settings/api/tokens");
});
