import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { createTokenEndpoint } from "@/features/tokens/contract";
import { axeViolations } from "./axe";
import { expect, test } from "./fixtures";
import { parseCsv } from "./parse-csv";
import { activeFilters, createToken, filterBy, open, reload } from "./steps";

const LOG = "/settings/audit-log";

test.use({ permissions: ["clipboard-read", "clipboard-write"] });

test("what is done in the browser is in the log, with before and after", async ({ page, signIn }) => {
  await signIn();
  await open(page, "/settings/api/tokens");
  const secret = await createToken(page, "CI pipeline");
  await page
    .getByRole("row", { name: /CI pipeline/ })
    .getByRole("link")
    .first()
    .click();
  await page.getByRole("dialog").getByRole("button", { name: "Revoke token" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Revoke token" }).click();
  await expect(page.getByRole("dialog").getByText("Revoked").first()).toBeVisible();

  await open(page, `${LOG}?action=token.*`);
  await expect(page.getByText(/Linked: entry \d+ of \d+/)).toBeVisible();
  await expect(page.getByText("kept for as long as the workspace exists")).toBeVisible();
  const created = page.getByRole("row", { name: /Ada created token CI pipeline/ });
  const revoked = page.getByRole("row", { name: /Ada revoked token CI pipeline/ });
  await expect(created).toContainText("token.created");
  await expect(revoked).toContainText("127.0.0.1");

  await revoked.getByRole("link").first().click();
  const drawer = page.getByRole("dialog", { name: "Ada revoked token CI pipeline" });
  await expect(drawer.getByRole("heading", { name: "Ada revoked token CI pipeline" })).toBeFocused();
  await expect(drawer.getByRole("row", { name: "status active revoked" })).toBeVisible();
  await expect(drawer).toContainText(/req_[0-9a-f]{32}/);
  await expect(drawer).toContainText("Mozilla/5.0");
  await expect(page).toHaveURL(/entry=/);
  const address = page.url();

  await page.keyboard.press("j");
  const next = page.getByRole("dialog", { name: "Ada created token CI pipeline" });
  await expect(next.getByRole("row", { name: /^scopes none / })).toBeVisible();
  // The address follows what is shown a moment later, and a reload goes by the address.
  await expect(page).not.toHaveURL(address);
  await page.keyboard.press("k");
  await expect(drawer).toBeVisible();
  await expect(page).toHaveURL(address);
  await reload(page);
  await expect(drawer.getByRole("row", { name: "status active revoked" })).toBeVisible();
  expect(await page.content()).not.toContain(secret);
  expect(await axeViolations(page)).toEqual([]);
  await page.keyboard.press("Escape");
  await expect(drawer).toBeHidden();

  await created.getByRole("link", { name: "CI pipeline", exact: true }).click();
  await expect(page).toHaveURL(/\/settings\/api\/tokens\?token=/);
});

test("an export has exactly what the filters show, and formulas in it are inert", async ({
  page,
  signIn,
  api,
}) => {
  await signIn();
  const formula = '=HYPERLINK("http://evil.example","Click")';
  for (const name of [formula, "Nightly"]) {
    await api.call(createTokenEndpoint, { body: { name, scopes: ["events:read"] } });
  }
  await open(page, `${LOG}?action=token.created`);
  await expect(page.getByRole("row", { name: /HYPERLINK/ })).toBeVisible();
  const all = parseCsv(await exportAs(page, /^CSV/, "csv"));
  const nameAt = all[0]?.indexOf("target_name") ?? -1;
  expect(all.slice(1).map((row) => row[nameAt])).toEqual(["Nightly", `'${formula}`]);

  await page.getByLabel("Search by name").fill("night");
  await expect(page.getByRole("row", { name: /HYPERLINK/ })).toBeHidden();
  await expect(page).toHaveURL(/q=night/);
  const { data } = JSON.parse(await exportAs(page, /^JSON/, "json"));
  expect(data).toMatchObject([{ target: { name: "Nightly" }, action: "token.created" }]);
  expect(data).toHaveLength(1);

  await page.getByRole("button", { name: "Clear all" }).click();
  await page.keyboard.press("r");
  await expect(page.getByRole("row", { name: /Ada exported the audit log/ })).toHaveCount(2);
});

test("filters live in the URL and survive a reload", async ({ page, signIn, api }) => {
  await signIn();
  await api.call(createTokenEndpoint, { body: { name: "CI", scopes: ["events:read"] } });
  await open(page, LOG);
  const signedIn = page.getByRole("row", { name: /Ada signed in/ });
  const created = page.getByRole("row", { name: /created token CI/ });
  await expect(signedIn).toBeVisible();
  await filterBy(page, "Action", "Tokens");
  await expect(signedIn).toBeHidden();
  await filterBy(page, "Actor", "Tokens");
  await page.getByRole("button", { name: "Any time" }).click();
  await page.getByRole("button", { name: "Last hour" }).click();
  await expect(page).toHaveURL(/action=token\.\*.*actor=token|actor=token.*action=token\.\*/);
  await expect(page).toHaveURL(/range=1h/);
  await reload(page);
  await expect(created).toBeVisible();
  await expect(signedIn).toBeHidden();
  await expect(activeFilters(page)).toContainText("Actor: Tokens");
  await expect(page.getByRole("button", { name: /Last hour/ })).toBeVisible();

  await filterBy(page, "Outcome", "Failed");
  await expect(page.getByText("No entries match")).toBeVisible();
  await expect(activeFilters(page)).toContainText("Outcome: Failed");
  await page.goBack();
  await expect(created).toBeVisible();

  await created.getByRole("link").first().click();
  await page.getByRole("link", { name: "Only this actor" }).click();
  await expect(page.getByRole("dialog")).toBeHidden();
  await expect(activeFilters(page)).toContainText("Actor: Test token");
  await page.getByRole("button", { name: "Remove the filter Actor: Test token" }).click();
  await expect(signedIn).toBeVisible();
});

test("on a phone the entries are cards and nothing scrolls sideways", async ({ page, signIn }) => {
  await page.setViewportSize({ width: 390, height: 800 });
  await signIn();
  await open(page, LOG);
  await expect(page.getByRole("row", { name: /Ada signed in/ })).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  expect(await axeViolations(page)).toEqual([]);
});

test("a role without the right sees what is missing", async ({ page, signIn }) => {
  await signIn({ role: "viewer" });
  await open(page, LOG);

  await expect(page.getByText("You can't see the audit log")).toBeVisible();
  await expect(page.getByText("audit_log:read")).toBeVisible();
  await expect(page.getByRole("button", { name: "Export" })).toBeHidden();
});

async function exportAs(page: Page, format: RegExp, extension: string): Promise<string> {
  const started = page.waitForEvent("download");
  await page.getByRole("button", { name: "Export" }).click();
  await page.getByRole("menuitem", { name: format }).click();
  const download = await started;
  expect(download.suggestedFilename()).toMatch(new RegExp(`^audit-log-[\\d-]+\\.${extension}$`));
  return readFile(await download.path(), "utf8");
}
