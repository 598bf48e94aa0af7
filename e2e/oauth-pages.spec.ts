import { createHash, randomUUID } from "node:crypto";
import type { BrowserContext, Page } from "@playwright/test";
import { eq } from "drizzle-orm";
import { database } from "@/db/client";
import { createCustomerAccount, createOAuthClient, type TestOrganization } from "@/db/factories";
import { oauthCodes, oauthDeviceRequests } from "@/db/schema";
import { hashPassword } from "@/features/auth/password";
import { createLink } from "@/features/customer-accounts/one-time-links";
import { createCustomerSession, customerCookieName } from "@/features/customer-accounts/session";
import { createDeviceRequest } from "@/features/oauth/device-request";
import { env } from "@/lib/env";
import { axeViolations } from "./axe";
import { expect, test } from "./fixtures";
import { open, tabTo } from "./steps";

const PASSWORD = "a sentence that nobody guesses";
const STATE = "a state with / and &";
const CALLER = { ip: null, userAgent: "Playwright" };

/** The address that a site sends its customer to. */
async function connectPath(organization: TestOrganization, siteUrl: string): Promise<string> {
  const { clientId } = await createOAuthClient(organization, {
    name: "Helper",
    publisher: "Whitfield Plugins",
    redirectUris: ["http://127.0.0.1/wp-admin/admin.php?page=helper"],
  });
  const query = new URLSearchParams({
    response_type: "code",
    client_id: clientId,
    redirect_uri: `${siteUrl}/wp-admin/admin.php?page=helper`,
    code_challenge: createHash("sha256").update(randomUUID()).digest("base64url"),
    code_challenge_method: "S256",
    scope: "troubleshooter",
    state: STATE,
  });
  return `/oauth/authorize?${query}`;
}

async function signedInCustomer(context: BrowserContext, organization: TestOrganization) {
  const account = await createCustomerAccount(organization);
  const value = (await createCustomerSession(account.id, CALLER)) ?? "";
  await context.addCookies([{ name: customerCookieName(), value, url: env.APP_URL }]);
  return account;
}

function codesOf({ id }: TestOrganization) {
  return database().select().from(oauthCodes).where(eq(oauthCodes.organizationId, id));
}

async function expectAccessible(page: Page): Promise<void> {
  expect(await axeViolations(page)).toEqual([]);
}

test("a customer registers and connects a site, by the keyboard alone", async ({
  page,
  organization,
  receiver,
}) => {
  const { keyboard } = page;
  await open(page, await connectPath(organization, receiver.url));
  await expect(
    page.getByRole("heading", { level: 1, name: `Sign in to ${organization.name}` }),
  ).toBeVisible();
  await expectAccessible(page);
  await tabTo(page, page.getByRole("link", { name: "Create an account" }));
  await keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: /Create an account/ })).toBeVisible();
  await tabTo(page, page.getByRole("button", { name: "Create account" }));
  await keyboard.press("Enter");
  await expect(page.getByRole("alert").filter({ hasText: "things need your attention" })).toBeFocused();
  await expectAccessible(page);

  const email = `${randomUUID()}@customer.example`;
  await tabTo(page, page.getByLabel("Email"));
  await keyboard.type(email);
  await tabTo(page, page.getByLabel("Password", { exact: true }));
  await keyboard.type(PASSWORD);
  await keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Connect this site?" })).toBeVisible();
  await expect(page.getByText("127.0.0.1", { exact: true })).toBeVisible();
  await expect(page.getByText("Helper by Whitfield Plugins")).toBeVisible();
  await expect(page.getByText(`Signed in as ${email}`)).toBeVisible();
  await expect(page.getByText("Your address is not confirmed yet")).toBeVisible();
  await expectAccessible(page);

  await tabTo(page, page.getByRole("button", { name: "Allow" }));
  await keyboard.press("Enter");
  const { query, headers } = await receiver.waitFor(({ path }) => path === "/wp-admin/admin.php");
  expect(Object.fromEntries(query)).toEqual({
    page: "helper",
    code: expect.stringMatching(/^rpl_ac_/),
    state: STATE,
    iss: env.APP_URL,
  });
  expect(headers.referer).toBeUndefined();
});

test("a customer who cancels is sent back without a code", async ({
  page,
  context,
  organization,
  receiver,
}) => {
  await signedInCustomer(context, organization);
  await open(page, await connectPath(organization, receiver.url));
  await page.getByRole("button", { name: "Cancel" }).click();
  const { query } = await receiver.waitFor(({ path }) => path === "/wp-admin/admin.php");
  expect(Object.fromEntries(query)).toMatchObject({ error: "access_denied", state: STATE, iss: env.APP_URL });
  expect(await codesOf(organization)).toEqual([]);
});

test("two presses of Allow give one code, and nobody consents for somebody else", async ({
  page,
  context,
  organization,
  receiver,
}) => {
  await signedInCustomer(context, organization);
  const path = await connectPath(organization, receiver.url);
  await open(page, path);
  const other = await signedInCustomer(context, organization);
  await page.getByRole("button", { name: "Allow" }).click();
  await expect(page.getByText(`Signed in as ${other.email}`)).toBeVisible();
  expect(await codesOf(organization)).toEqual([]);

  await page.getByRole("button", { name: "Allow" }).dblclick();
  await page.waitForURL(/\/wp-admin\/admin\.php/);
  expect(await codesOf(organization)).toHaveLength(1);

  await open(page, path);
  await page.getByRole("button", { name: "Switch account" }).click();
  await expect(page.getByRole("heading", { level: 1, name: /^Sign in to/ })).toBeVisible();
});

test("consent and sign-in work without JavaScript, also to another origin", async ({
  browser,
  organization,
  receiver,
}) => {
  const { email } = await createCustomerAccount(organization, { passwordHash: await hashPassword(PASSWORD) });
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(await connectPath(organization, receiver.url));
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("button", { name: "Allow" }).click();
  const { query } = await receiver.waitFor(({ path }) => path === "/wp-admin/admin.php");
  expect(query.get("code")).toMatch(/^rpl_ac_/);
  await context.close();
});

test("a customer connects a site by its code, by the keyboard alone", async ({ page, organization }) => {
  const { keyboard } = page;
  const passwordHash = await hashPassword(PASSWORD);
  const { id, email } = await createCustomerAccount(organization, { passwordHash });
  const registered = await createOAuthClient(organization, { name: "Helper" });
  const asking = { client: registered, scopes: registered.scopes, host: "shop.example" };
  const { user_code: code } = await createDeviceRequest(asking, CALLER);

  await open(page, "/oauth/device?user_code=BBBB-BBBB");
  await expect(page.getByLabel("Code")).toHaveValue("BBBB-BBBB");
  await expectAccessible(page);
  await tabTo(page, page.getByRole("button", { name: "Continue" }));
  await keyboard.press("Enter");
  await expect(page.getByText("No site is waiting with this code")).toBeVisible();
  await expectAccessible(page);

  await tabTo(page, page.getByLabel("Code"));
  await keyboard.press("ControlOrMeta+a");
  await keyboard.type(code.toLowerCase().replace("-", " "));
  await keyboard.press("Enter");
  await tabTo(page, page.getByLabel("Email"));
  await keyboard.type(email);
  await tabTo(page, page.getByLabel("Password", { exact: true }));
  await keyboard.type(PASSWORD);
  await keyboard.press("Enter");
  await expect(page.getByText("shop.example", { exact: true })).toBeVisible();
  await expect(page.getByText(code, { exact: true })).toBeVisible();
  await expectAccessible(page);
  await tabTo(page, page.getByRole("button", { name: "Allow" }));
  await keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Your site is connected" })).toBeVisible();

  const own = eq(oauthDeviceRequests.organizationId, organization.id);
  expect(await database().select().from(oauthDeviceRequests).where(own)).toMatchObject([
    { status: "approved", accountId: id },
  ]);
  await open(page, `/oauth/device/confirm?user_code=${code}`);
  await expect(page.getByText("No site is waiting with this code")).toBeVisible();
});

test("whoever sets a new password is told so, and the link is spent", async ({ page, organization }) => {
  const { id, email } = await createCustomerAccount(organization);
  const about = { organizationId: organization.id, email, accountId: id };
  const { url } = await createLink({ ...about, purpose: "reset_password" });
  await open(page, url);
  await page.getByLabel("New password").fill(PASSWORD);
  await page.getByRole("button", { name: "Set password" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Your new password is set" })).toBeVisible();
  await open(page, url);
  await expect(page.getByRole("heading", { level: 1, name: "This link doesn't work" })).toBeVisible();
});

test("an app's mistake goes back to it; an address that names no app leads nowhere", async ({
  page,
  organization,
}) => {
  const path = await connectPath(organization, "http://127.0.0.1:9");
  const mistaken = await page.request.get(path.replace("S256", "plain"), { maxRedirects: 0 });
  expect(mistaken.status()).toBe(307);
  const { origin, searchParams } = new URL(mistaken.headers().location ?? "");
  expect([origin, searchParams.get("error"), searchParams.get("iss")]).toEqual([
    "http://127.0.0.1:9",
    "invalid_request",
    env.APP_URL,
  ]);
  await open(page, path.replace("127.0.0.1%3A9", "evil.example"));
  await expect(page.getByRole("heading", { level: 1, name: "This site can't be connected" })).toBeVisible();
  await expectAccessible(page);
});
