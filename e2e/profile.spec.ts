import { createUser } from "@/db/factories";
import { hashPassword } from "@/features/auth/password";
import { env } from "@/lib/env";
import { expect, test } from "./fixtures";
import { open } from "./steps";

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
  await expect(page.getByRole("row")).toHaveCount(3);

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
  await expect(page.getByRole("row")).toHaveCount(2);

  await other.goto(PROFILE);
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
  await expect(page.getByRole("row")).toHaveCount(2);
  expect((await anonymous.get("/api/v1/me", { headers: { cookie } })).status).toBe(401);

  const third = await sessionCookie(user);
  await page.reload();
  await page.getByRole("button", { name: "Sign out everywhere else" }).click();
  const confirm = page.getByRole("alertdialog");
  await confirm.getByRole("button", { name: "Sign out everywhere else" }).click();
  await expect(confirm).toBeHidden();
  expect((await anonymous.get("/api/v1/me", { headers: { cookie: third } })).status).toBe(401);
  await expect(page.getByRole("button", { name: "Sign out everywhere else" })).toBeHidden();
});

test("signing out stops what is still being fetched", async ({ page, signIn, baseURL }) => {
  await signIn();
  const asked = Promise.withResolvers<void>();
  await page.route("**/api/v1/tokens*", () => asked.resolve());
  await open(page, "/settings/api/tokens");
  await page.getByRole("searchbox").fill("CI");
  await asked.promise;
  const [stopped] = await Promise.all([
    page.waitForEvent("requestfailed"),
    page.getByRole("button", { name: "Sign out" }).click(),
  ]);
  expect(stopped.failure()?.errorText).toBe("net::ERR_ABORTED");
  await expect(page).toHaveURL(`${baseURL}/sign-in`);
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
