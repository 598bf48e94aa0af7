import type { Locator, Page } from "@playwright/test";
import { createOrganization, createToken, createUser } from "@/db/factories";
import { hashPassword } from "@/features/auth/password";
import { mintToken } from "@/features/tokens/secret";
import { env } from "@/lib/env";
import { expect, test } from "./fixtures";
import { open, reload } from "./steps";

const PROFILE = "/settings/profile";
const PASSWORD = "correct horse battery";
const NEW_PASSWORD = "an analytical engine";

test("a new password ends the other browser, and opens the next sign-in", async ({
  page,
  context,
  browser,
  organization,
  sessionCookie,
  expectedConsoleErrors,
}) => {
  // The browser itself reports every answer of 400 and above.
  expectedConsoleErrors.push(/422.*\/me\/password/);
  const user = await createUser(organization, { passwordHash: await hashPassword(PASSWORD) });
  const elsewhere = await browser.newContext({ baseURL: env.APP_URL });
  for (const one of [context, elsewhere]) {
    const [name = "", value = ""] = (await sessionCookie(user)).split("=");
    await one.addCookies([{ name, value, url: env.APP_URL }]);
  }
  const other = await elsewhere.newPage();
  await open(other, PROFILE);
  await open(page, PROFILE);
  await expect(page.getByRole("row", { name: /This one/ })).toBeVisible();
  await expect(sessionRows(page)).toHaveCount(3);

  await page.getByLabel("Current password").fill("wrong");
  await page.getByLabel("New password").fill("short");
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByLabel("New password")).toHaveAccessibleDescription(/at least 12/);
  await page.getByLabel("New password").fill(NEW_PASSWORD);
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByLabel("Current password")).toHaveAccessibleDescription(/not your current password/);
  await page.getByLabel("Current password").fill(PASSWORD);
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByText("Your password is changed")).toBeVisible();
  await expect(page.getByLabel("Current password")).toHaveValue("");
  await expect(sessionRows(page)).toHaveCount(2);

  await open(other, PROFILE);
  await expect(other).toHaveURL(/\/sign-in/);
  await other.getByLabel("Email").fill(user.email);
  await other.getByLabel("Password", { exact: true }).fill(NEW_PASSWORD);
  await other.getByRole("button", { name: "Sign in" }).click();
  await expect(other.getByRole("heading", { name: "Your profile" })).toBeVisible();
  await elsewhere.close();
});

test("one signs out another browser from the list", async ({ page, signIn, sessionCookie, anonymous }) => {
  const user = await signIn();
  const cookie = await sessionCookie(user);
  await open(page, PROFILE);
  await page.getByRole("button", { name: /^Sign out Playwright/ }).click();
  await expect(sessionRows(page)).toHaveCount(2);
  expect((await anonymous.get("/api/v1/me", { headers: { cookie } })).status).toBe(401);

  const third = await sessionCookie(user);
  await reload(page);
  await page.getByRole("button", { name: "Sign out everywhere else" }).click();
  const confirm = page.getByRole("alertdialog");
  await confirm.getByRole("button", { name: "Sign out everywhere else" }).click();
  await expect(confirm).toBeHidden();
  expect((await anonymous.get("/api/v1/me", { headers: { cookie: third } })).status).toBe(401);
  await expect(page.getByRole("button", { name: "Sign out everywhere else" })).toBeHidden();
});

test("signing out first stops what is being fetched, and begins nothing more", async ({ page, signIn }) => {
  await signIn();
  const [asked, posted, mayEnd] = [0, 1, 2].map(() => Promise.withResolvers<void>());
  const asks: string[] = [];
  await page.route("**/api/v1/tokens?*", (route) => {
    asks.push(route.request().url());
    asked?.resolve();
  });
  await page.route("**/settings/api/tokens*", async (route) => {
    if (route.request().method() === "POST") {
      posted?.resolve();
      await mayEnd?.promise;
    }
    await route.continue();
  });
  await open(page, "/settings/api/tokens");
  await page.getByRole("searchbox").fill("CI");
  await asked?.promise;

  const stopped = page.waitForEvent("requestfailed");
  await page.getByRole("button", { name: "Sign out" }).click();
  await posted?.promise;
  expect((await stopped).failure()?.errorText).toBe("net::ERR_ABORTED");
  await page.getByRole("searchbox").fill("CD");
  await expect(page).toHaveURL(/q=CD/);
  mayEnd?.resolve();
  await expect(page).toHaveURL(/\/sign-in/);
  expect(asks).toHaveLength(1);
});

test("nothing that one person fetched shows to the next at the same browser", async ({ page, signIn }) => {
  await createToken(await signIn(), { token: mintToken(), name: "CI of Ada" });
  await open(page, "/settings/api/tokens");
  await page.getByRole("searchbox").fill("CI");
  await expect(page).toHaveURL(/q=CI/);
  await expect(page.getByText("CI of Ada").first()).toBeVisible();
  await page.getByRole("button", { name: "Sign out" }).click();

  const next = await createUser(await createOrganization(), { passwordHash: await hashPassword(PASSWORD) });
  await createToken(next, { token: mintToken(), name: "Nightly" });
  await page.getByLabel("Email").fill(next.email);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("link", { name: "Tokens", exact: true }).click();
  await expect(page.getByText("Nightly").first()).toBeVisible();
  const asked = page.waitForRequest(/\/api\/v1\/tokens\?.*q=CI/);
  await page.route("**/api/v1/tokens?*", () => {});
  await page.getByRole("searchbox").fill("CI");
  await asked;
  await expect(page.getByText("CI of Ada")).toHaveCount(0);
});

test("a new name shows in the sidebar, and without a password there is none to change", async ({
  page,
  signIn,
}) => {
  await signIn();
  await open(page, "/settings/team");
  await page.getByRole("link", { name: /Ada/ }).click();
  await expect(page.getByRole("heading", { name: "Your profile" })).toBeVisible();
  await page.getByLabel("Name").fill("");
  await page.getByRole("button", { name: "Save name" }).click();
  await expect(page.getByLabel("Name")).toHaveAccessibleDescription(/Enter your name/);
  await page.getByLabel("Name").fill("Ada Lovelace");
  await page.getByRole("button", { name: "Save name" }).click();
  await expect(page.getByRole("link", { name: /Ada Lovelace/ })).toBeVisible();
  await expect(page.getByText("single sign-on provider and have no password here")).toBeVisible();
  await expect(page.getByLabel("Current password")).toBeHidden();
});

/** With the header's. */
function sessionRows(page: Page): Locator {
  return page.getByRole("table", { name: "Your sessions" }).getByRole("row");
}
