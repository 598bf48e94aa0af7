import {
  createIncomingWebhookEndpoint,
  deleteIncomingWebhookEndpoint,
} from "@/features/incoming-webhooks/contract";
import { expect, test } from "./fixtures";
import { copyAndClose, open, pressSequence } from "./steps";

const API = "/settings/api";

test.use({ permissions: ["clipboard-read", "clipboard-write"] });

test("Shell: after each change of page its heading has the focus, and after the reveal of a secret", async ({
  page,
  signIn,
}) => {
  await signIn();
  await open(page, "/tickets");
  const heading = (name: string | RegExp) => page.getByRole("heading", { level: 1, name });
  const navigation = page.getByRole("navigation", { name: "Main" });
  await navigation.getByRole("link", { name: "Team" }).click();
  await expect(heading("Team")).toBeFocused();
  await page.goBack();
  await expect(heading("Tickets")).toBeFocused();
  await pressSequence(page, "gm");
  await expect(heading("Team")).toBeFocused();
  const tab = page.getByRole("link", { name: "Roles", exact: true });
  await tab.click();
  await expect(tab).toHaveAttribute("aria-current", "page");
  await expect(tab).toBeFocused();
  await pressSequence(page, "gk");
  await expect(heading("Tokens")).toBeFocused();
  await page.getByRole("link", { name: "Create token" }).first().click();
  await expect(heading("Create token")).toBeFocused();
  await page.getByLabel("Name", { exact: true }).fill("CI");
  await page.getByRole("radio", { name: "Full" }).check();
  await page.getByRole("button", { name: "Create token" }).click();
  await copyAndClose(page.getByRole("dialog", { name: "Token created" }), "Token");
  await expect(heading("Tokens")).toBeFocused();

  await page.getByRole("row", { name: /CI/ }).getByRole("link").first().click();
  const drawer = page.getByRole("dialog", { name: "CI" });
  await drawer.getByRole("button", { name: "Rotate token" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Rotate token" }).click();
  await copyAndClose(page.getByRole("dialog", { name: "Token rotated" }), "Token");
  await expect(drawer.getByRole("heading", { name: "CI" })).toBeFocused();
});

test("Confirm: the focus goes back to the ⋮ that a dialog came from, and on to the next row when that row is gone", async ({
  page,
  signIn,
  api,
}) => {
  await signIn();
  for (const name of ["First", "Second"])
    await api.call(createIncomingWebhookEndpoint, { body: { name, action: "create_ticket" } });
  await open(page, `${API}/incoming-webhooks`);
  const menu = (name: string) => page.getByRole("button", { name: `Actions for ${name}` });
  const choose = async (name: string, item: string) => {
    await menu(name).click();
    await page.getByRole("menuitem", { name: item }).click();
    await expect(page.getByRole("alertdialog").getByRole("button", { name: "Cancel" })).toBeFocused();
  };
  for (const item of ["Pause", "Rotate secret", "Delete"]) {
    await choose("First", item);
    await page.keyboard.press("Escape");
    await expect(menu("First")).toBeFocused();
  }
  await choose("First", "Rotate secret");
  await page.getByRole("alertdialog").getByRole("button", { name: "Rotate secret" }).click();
  await copyAndClose(page.getByRole("dialog", { name: "Secret rotated" }), "Signing secret");
  const heading = page.getByRole("heading", { level: 1, name: "Incoming webhooks" });
  await expect(heading).toBeFocused();

  const remove = async (name: string) => {
    await choose(name, "Delete");
    await page.getByRole("alertdialog").getByRole("button", { name: "Delete webhook" }).click();
    await expect(page.getByRole("row", { name })).toBeHidden();
  };
  await remove("Second");
  await expect(page.getByRole("link", { name: "First" })).toBeFocused();
  await remove("First");
  await expect(heading).toBeFocused();
});

test("Forms: what fails without a field to blame moves the focus to what it says", async ({
  page,
  signIn,
  person,
  expectedConsoleErrors,
}) => {
  expectedConsoleErrors.push(/status of 500/);
  // While there is nobody, every page leads to set-up.
  await person();
  await open(page, "/sign-in");
  await page.getByLabel("Email").fill("nobody@example.com");
  for (const password of ["wrong", "wrong again"]) {
    await page.getByLabel("Password", { exact: true }).fill(password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page.getByText("Email or password is wrong.").locator("..")).toBeFocused();
  }
  await signIn();
  await open(page, `${API}/incoming-webhooks/new`);
  await page.route("**/api/v1/incoming-webhooks", (route) =>
    route.request().method() === "POST" ? route.fulfill({ status: 500, body: "{}" }) : route.continue(),
  );
  await page.getByLabel("Name", { exact: true }).fill("Issues");
  await page.getByRole("button", { name: "Create incoming webhook" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "needs your attention" })).toBeFocused();
});

test("States: an address that leads nowhere keeps the frame, and says whether it ever led anywhere", async ({
  page,
  signIn,
  api,
  expectedConsoleErrors,
}) => {
  expectedConsoleErrors.push(/status of 404/);
  await signIn();
  const webhook = await api.call(createIncomingWebhookEndpoint, {
    body: { name: "Gone", action: "create_ticket" },
  });
  await api.call(deleteIncomingWebhookEndpoint, { params: { id: webhook.id } });
  const response = await page.goto("/settings/api/nowhere");
  expect(response?.status()).toBe(404);
  const heading = (name: string) => page.getByRole("heading", { level: 1, name });
  await expect(heading("Page not found")).toBeVisible();
  await expect(page.getByRole("navigation", { name: "Main" })).toBeVisible();
  await open(page, `${API}/incoming-webhooks/${webhook.id}`);
  await expect(page.getByText("This incoming webhook was deleted")).toBeVisible();
  await expect(page.getByRole("status").filter({ hasText: "deleted it" })).toContainText(
    "Its senders get 404.",
  );
  await open(page, `${API}/incoming-webhooks/${crypto.randomUUID()}`);
  await expect(page.getByText("No such incoming webhook ever existed here")).toBeVisible();
});
