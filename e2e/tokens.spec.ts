import { createToken as storeToken } from "@/db/factories";
import { mintToken } from "@/features/tokens/secret";
import { bearer } from "./api";
import { expect, test } from "./fixtures";
import { copyAndClose, createToken, filterBy, open, reload } from "./steps";

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
  await reload(page);
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

test("a token refused for its scope is given it: by editing, or by the link to a new one", async ({
  page,
  signIn,
  anonymous,
}) => {
  await signIn();
  await open(page, `${LIST}/new`);
  await page.getByLabel("Name", { exact: true }).fill("Importer");
  await page.getByRole("radio", { name: "Custom" }).check();
  await page.getByRole("radiogroup", { name: "Tickets" }).getByRole("radio", { name: "Read" }).check();
  const networks = page.getByLabel("Allowed networks (optional)");
  await networks.fill("203.0.113.7/24\nlocalhost");
  await page.getByRole("button", { name: "Create token" }).click();
  await expect(networks).toHaveAccessibleDescription(/Number 2, “localhost”/);
  await networks.fill("203.0.113.7/24");
  await page.getByRole("button", { name: "Create token" }).click();
  const token = await copyAndClose(page.getByRole("dialog", { name: "Token created" }), "Token");

  const elsewhere = await anonymous.get(ME, { headers: bearer(token) });
  expect(elsewhere).toMatchObject({ status: 403 });
  expect(elsewhere.text).toContain("127.0.0.1");

  await page
    .getByRole("row", { name: /Importer/ })
    .getByRole("link")
    .first()
    .click();
  const drawer = page.getByRole("dialog", { name: "Importer" });
  await expect(drawer).toContainText("203.0.113.0/24");
  await drawer.getByRole("link", { name: "Edit token" }).click();
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("Importer");
  await page.getByRole("radiogroup", { name: "Events" }).getByRole("radio", { name: "Read" }).check();
  await networks.fill("203.0.113.0/24\n127.0.0.0/8");
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(drawer).toContainText("events:read, tickets:read");
  expect((await anonymous.get("/api/v1/events", { headers: bearer(token) })).status).toBe(200);

  const refused = await anonymous.get("/api/v1/deliveries", { headers: bearer(token) });
  expect(refused).toMatchObject({ status: 403, body: { missingScope: "deliveries:read" } });
  await open(page, String(Object(refused.body).createTokenUrl));
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("Importer");
  for (const resource of ["Events", "Deliveries", "Tickets"]) {
    const group = page.getByRole("radiogroup", { name: resource, exact: true });
    await expect(group.getByRole("radio", { name: "Read" })).toBeChecked();
  }
  await expect(
    page.getByRole("radiogroup", { name: "Team" }).getByRole("radio", { name: "None" }),
  ).toBeChecked();
});

test("a token is rotated: both work until the overlap is ended", async ({ page, signIn, anonymous }) => {
  await signIn();
  await open(page, LIST);
  const old = await createToken(page, "Nightly");
  await page
    .getByRole("row", { name: /Nightly/ })
    .getByRole("link")
    .first()
    .click();
  const drawer = page.getByRole("dialog", { name: "Nightly" });
  await drawer.getByRole("button", { name: "Rotate token" }).click();
  const confirm = page.getByRole("alertdialog");
  await expect(confirm.getByRole("radio", { name: "24 hours" })).toBeChecked();
  await confirm.getByRole("radio", { name: /immediately/ }).check();
  await expect(confirm).toContainText("refused from its next call on");
  await confirm.getByRole("radio", { name: "7 days" }).check();
  await confirm.getByRole("button", { name: "Rotate token" }).click();

  const reveal = page.getByRole("dialog", { name: "Token rotated" });
  await expect(reveal.getByRole("heading", { name: "Token rotated" })).toBeFocused();
  await page.keyboard.press("j");
  const token = await copyAndClose(reveal, "Token");
  for (const one of [old, token]) {
    expect((await anonymous.get(ME, { headers: bearer(one) })).status).toBe(200);
  }

  const banner = drawer.getByRole("region", { name: "Overlap" });
  await expect(banner).toContainText(`ending in ${old.slice(-4)}`);
  await expect(drawer).toContainText(`…${token.slice(-4)}`);
  await expect(drawer.getByRole("button", { name: "Rotate token" })).toBeDisabled();
  await banner.getByRole("button", { name: "End overlap now" }).click();
  await confirm.getByRole("button", { name: "End overlap" }).click();
  await expect(confirm).toBeHidden();
  await expect(banner).toBeHidden();
  expect((await anonymous.get(ME, { headers: bearer(old) })).status).toBe(401);
  expect((await anonymous.get(ME, { headers: bearer(token) })).status).toBe(200);
});

test("the drawer charts the calls of the last 30 days", async ({ page, signIn, anonymous, api }) => {
  await signIn();
  const { body } = await api.post("/api/v1/tokens", { name: "Busy", scopes: ["events:read"] });
  const { id, token } = Object(body);
  for (let call = 0; call < 3; call++) await anonymous.get(ME, { headers: bearer(token) });
  await expect.poll(async () => Object((await api.get(`/api/v1/tokens/${id}`)).body).lastUsedRoute).toBe(ME);

  await open(page, `${LIST}?token=${id}`);

  const numbers = page.getByRole("table", { name: "Calls by day (UTC)" });
  await expect(numbers.getByRole("row")).toHaveCount(31);
  await expect(numbers.getByRole("cell").last()).toHaveText("3");
});

test("tokens that nothing uses are pointed out, and found by a filter", async ({ page, signIn, person }) => {
  const user = await signIn();
  const month = new Date(Date.now() - 31 * 86_400_000);
  await storeToken(user, { token: mintToken(), name: "Forgotten", createdAt: month, lastUsedAt: month });
  await storeToken(user, { token: mintToken(), name: "Never tried", createdAt: month });
  await storeToken(await person(), { token: mintToken(), name: "New" });
  await open(page, LIST);

  await expect(page.getByRole("row", { name: /Forgotten/ })).toContainText("Not used for 31 days");
  await expect(page.getByText("2 tokens have not been used")).toBeVisible();
  await page.getByRole("link", { name: "Show them" }).click();
  await expect(page).toHaveURL(/unused=true/);
  await expect(page.getByRole("row", { name: /New/ })).toBeHidden();
  await expect(page.getByRole("row", { name: /Never tried/ })).toContainText("consider revoking");
  await page.getByRole("button", { name: "Clear all" }).click();
  await filterBy(page, "Owner", "Me");
  await expect(page.getByRole("row", { name: /New/ })).toBeHidden();
  await filterBy(page, "Scope", "mails:write");
  await expect(page.getByRole("row", { name: /Forgotten/ })).toBeVisible();
});

test("somebody else's token can be narrowed and revoked, but neither widened nor rotated", async ({
  page,
  signIn,
  person,
}) => {
  const { id } = await storeToken(await person(), { token: mintToken(), name: "Strong" });
  await signIn({ role: "developer" });
  await open(page, `${LIST}?token=${id}`);

  const drawer = page.getByRole("dialog", { name: "Strong" });
  await expect(drawer).toContainText("It belongs to Ada: only they can rotate it or give it more access.");
  await expect(drawer.getByRole("button", { name: "Rotate token" })).toBeDisabled();
  await expect(drawer.getByRole("button", { name: "Revoke token" })).toBeEnabled();
  await drawer.getByRole("link", { name: "Reduce access" }).click();
  await expect(page.getByText("This token belongs to Ada.")).toBeVisible();
  await page.getByRole("radiogroup", { name: "Tickets" }).getByRole("radio", { name: "Read" }).check();
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(drawer).toContainText("read tickets");
});

test("the browser's Back asks before it closes a token that was not copied", async ({ page, signIn }) => {
  await signIn();
  await open(page, LIST);
  await page.getByRole("link", { name: "Create token" }).first().click();
  await page.getByLabel("Name", { exact: true }).fill("Kept");
  await page.getByRole("radio", { name: "Full" }).check();
  await page.getByRole("button", { name: "Create token" }).click();
  const reveal = page.getByRole("dialog", { name: "Token created" });
  await expect(reveal).toBeVisible();
  await page.evaluate(() => history.back());
  await expect(reveal.getByRole("alert")).toContainText("You haven't copied it.");
  await reveal.getByRole("button", { name: "Go back" }).click();
  await copyAndClose(reveal, "Token");
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
  await reload(page);
  await expect(page.getByRole("row", { name: /Alpha/ })).toBeVisible();
  await expect(page.getByRole("row", { name: /Beta/ })).toBeHidden();
  await filterBy(page, "Status", "Revoked");
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

test("a filter starts at the first page again, and a cursor that leads nowhere leads back to it", async ({
  page,
  signIn,
  expectedConsoleErrors,
}) => {
  expectedConsoleErrors.push(/422/);
  await signIn();
  // It looks like one, and the API refuses it.
  const stray = `${LIST}?cursor=${"A".repeat(48)}`;
  await open(page, stray);
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByText("No tokens yet")).toBeVisible();
  await expect(page).not.toHaveURL(/cursor=/);

  await open(page, stray);
  await filterBy(page, "Status", "Revoked");
  await expect(page).toHaveURL(/\?status=revoked$/);
});
