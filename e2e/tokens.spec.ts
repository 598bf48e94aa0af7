import { bearer } from "./api";
import { expect, test } from "./fixtures";
import { copyAndClose, open } from "./steps";

const LIST = "/settings/api/tokens";
const ME = "/api/v1/me";

test.use({ permissions: ["clipboard-read", "clipboard-write"] });

test("a token is created, copied once, used, and revoked", async ({ page, signIn, anonymous }) => {
  await signIn();
  await open(page, LIST);
  await expect(page.getByText("No tokens yet")).toBeVisible();
  await page.getByRole("link", { name: "Create token" }).first().click();
  await page.getByLabel("Name", { exact: true }).fill("CI – read only");
  await page.getByRole("radio", { name: "Read only" }).check();
  await page.getByLabel("Expires").selectOption("1 year");
  await page.getByRole("button", { name: "Create token" }).click();

  const reveal = page.getByRole("dialog", { name: "Token created" });
  await expect(reveal.getByRole("heading", { name: "Token created" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(reveal.getByRole("alert")).toContainText("You haven't copied it.");
  await reveal.getByRole("button", { name: "Go back" }).click();
  await expect(reveal.getByRole("alert")).toBeHidden();
  const token = await copyAndClose(reveal, "Token");
  expect(token).toMatch(/^rpl_at_[0-9A-Za-z]{38}$/);
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(token);

  await expect(page).toHaveURL(LIST);
  const row = page.getByRole("row", { name: /CI – read only/ });
  await expect(row).toContainText(`${token.slice(0, 11)}…${token.slice(-4)}`);
  await page.reload();
  await expect(row).toContainText("Active");
  expect(await page.content()).not.toContain(token);

  const used = await anonymous.get(ME, { headers: bearer(token) });
  expect(used).toMatchObject({ status: 200, body: { token: { name: "CI – read only" } } });
  expect((await anonymous.post("/api/v1/tokens", {}, { headers: bearer(token) })).status).toBe(403);

  await row.getByRole("link").first().click();
  const drawer = page.getByRole("dialog", { name: "CI – read only" });
  await drawer.getByRole("button", { name: "Revoke token" }).click();
  const confirm = page.getByRole("alertdialog");
  await expect(confirm.getByRole("button", { name: "Cancel" })).toBeFocused();
  await confirm.getByRole("button", { name: "Revoke token" }).click();
  await expect(confirm).toBeHidden();
  await expect(drawer.getByText("Revoked").first()).toBeVisible();
  expect((await anonymous.get(ME, { headers: bearer(token) })).status).toBe(401);
  await page.keyboard.press("Escape");
  await expect(row).toContainText("Revoked");
});

test("closing the reveal uncopied loses the token only on purpose", async ({ page, signIn }) => {
  await signIn();
  await open(page, `${LIST}/new?name=Nightly&scopes=events:read,deliveries:write&expires=30`);
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("Nightly");
  await expect(page.getByLabel("Expires")).toHaveValue("30");
  await page.getByRole("button", { name: "Create token" }).click();
  const reveal = page.getByRole("dialog", { name: "Token created" });

  await reveal.getByRole("button", { name: "Done" }).click();
  await reveal.getByRole("button", { name: "Close anyway" }).click();

  await expect(reveal).toBeHidden();
  await page
    .getByRole("row", { name: /Nightly/ })
    .getByRole("link")
    .first()
    .click();
  await expect(page.getByRole("dialog", { name: "Nightly" })).toContainText("events:read, deliveries:write");
});

test("an incomplete form names what is missing and keeps what was typed", async ({ page, signIn }) => {
  await signIn();
  await open(page, `${LIST}/new`);
  await page.getByRole("button", { name: "Create token" }).click();

  const summary = page.getByRole("alert").filter({ has: page.getByRole("link") });
  await expect(summary.getByRole("link")).toHaveCount(2);
  await summary.getByRole("link", { name: /Name the token/ }).click();
  await expect(page.getByLabel("Name", { exact: true })).toBeFocused();
  await expect(page.getByLabel("Name", { exact: true })).toHaveAccessibleDescription(/Name the token/);
});

test("filters live in the URL and survive a reload", async ({ page, signIn, api }) => {
  await signIn();
  for (const name of ["Alpha", "Beta"]) {
    await api.post("/api/v1/tokens", { name, scopes: ["events:read"] });
  }
  await open(page, LIST);
  await page.getByLabel("Search by name").fill("alph");
  await expect(page.getByRole("row", { name: /Beta/ })).toBeHidden();
  await expect(page).toHaveURL(/q=alph/);
  await page.reload();
  await expect(page.getByRole("row", { name: /Alpha/ })).toBeVisible();
  await expect(page.getByRole("row", { name: /Beta/ })).toBeHidden();
  await page.getByLabel("Status").selectOption("Revoked");
  await expect(page.getByText("No tokens match")).toBeVisible();
  await page.getByRole("button", { name: "Clear all" }).click();
  await expect(page.getByRole("row", { name: /Beta/ })).toBeVisible();
});

test("a role without the right sees what is missing", async ({ page, signIn }) => {
  await signIn({ role: "viewer" });
  await open(page, LIST);

  await expect(page.getByText("tokens:read")).toBeVisible();
  await expect(page.getByRole("link", { name: "Create token" })).toBeHidden();
});
