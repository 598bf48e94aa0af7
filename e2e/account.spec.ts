import { readFile } from "node:fs/promises";
import { eq } from "drizzle-orm";
import { database } from "@/db/client";
import { createCustomerAccount, createOAuthClient } from "@/db/factories";
import { customers } from "@/db/schema";
import { hashPassword } from "@/features/auth/password";
import { createLink } from "@/features/customer-accounts/one-time-links";
import { openSession } from "@/features/oauth-sessions/open";
import { env } from "@/lib/env";
import { Api, bearer } from "./api";
import { expect, test } from "./fixtures";
import { open, reload } from "./steps";

const PASSWORD = "a sentence that nobody guesses";
const NEW_PASSWORD = "quite another long sentence";

test("a customer signs in by a link, opens a ticket, reads the answer and replies, and the agent sees it live", async ({
  page: desk,
  signIn,
  organization,
  browser,
}) => {
  const agent = await signIn();
  const account = await createCustomerAccount(organization, { name: "Dana Whitfield" });
  const customer = await (await browser.newContext({ viewport: { width: 390, height: 844 } })).newPage();
  const url = await linkFor(account);
  await open(customer, url);
  await customer.getByRole("button", { name: "Sign in" }).click();
  await expect(customer.getByRole("heading", { level: 1, name: "My tickets" })).toBeVisible();
  await expect(customer.getByText("No tickets yet")).toBeVisible();
  await expect(customer.getByRole("banner")).toContainText(organization.name);

  await customer.getByRole("link", { name: "Open a ticket" }).click();
  await customer.getByRole("button", { name: "Open ticket" }).click();
  await expect(customer.getByRole("alert").getByRole("link")).toHaveCount(2);
  await customer.getByLabel("Subject").fill("Checkout shows a blank page");
  await customer.getByLabel("What happened").fill("Since this morning.");
  await customer.getByRole("button", { name: "Open ticket" }).click();
  await expect(
    customer.getByRole("heading", { level: 1, name: "Checkout shows a blank page" }),
  ).toBeVisible();
  const ticket = customer.url();

  await open(desk, "/tickets");
  await desk.getByRole("link", { name: "Checkout shows a blank page" }).click();
  await desk.getByRole("textbox", { name: /^Reply/ }).fill("Please update PHP.");
  // The desk shows a reply before it is saved.
  const saved = desk.waitForResponse((response) => response.request().method() === "POST");
  await desk.keyboard.press("ControlOrMeta+Enter");
  expect((await saved).status()).toBe(201);

  await customer.getByRole("navigation", { name: "Account" }).getByRole("link", { name: "Tickets" }).click();
  const card = customer.getByRole("listitem").filter({ hasText: "Checkout shows a blank page" });
  await expect(card).toContainText("New answer");
  await card.getByRole("link").click();
  const conversation = customer.getByRole("list", { name: "Conversation" });
  await expect(conversation).toContainText("Please update PHP.");
  await expect(conversation).toContainText(agent.name);
  await customer.getByLabel("Your answer").fill("Done, thank you.");
  await customer.getByRole("button", { name: "Send answer" }).dblclick();
  await expect(conversation.getByText("Done, thank you.")).toHaveCount(1);
  await expect(customer.getByLabel("Your answer")).toHaveValue("");
  await expect(desk.getByRole("log")).toContainText("Done, thank you.");

  await customer.getByRole("button", { name: "Close ticket" }).click();
  await expect(customer.getByText("An answer opens the ticket again.")).toBeVisible();
  await expect(customer.getByRole("heading", { level: 1 })).toBeFocused();
  await open(customer, "/account");
  await expect(card).toContainText("Closed");
  await expect(card).not.toContainText("New answer");
  await customer.getByRole("button", { name: "Sign out" }).click();
  await expect(customer.getByRole("heading", { name: /^Sign in to/ })).toBeVisible();
  await open(customer, ticket);
  await expect(customer.getByRole("heading", { name: /^Sign in to/ })).toBeVisible();
  await open(customer, url);
  await expect(customer.getByText("It was used already")).toBeVisible();
});

test("a customer cuts off a site, takes their data along and deletes their account", async ({
  organization,
  page,
}) => {
  const email = `dana-${organization.id}@example.com`;
  const account = await createCustomerAccount(organization, {
    name: "Dana",
    email,
    passwordHash: await hashPassword(PASSWORD),
  });
  const client = await createOAuthClient(organization, { name: "Shop helper" });
  const opening = { client, accountId: account.id, scopes: client.scopes, host: "shop.example" };
  const tokens = await openSession(
    { ...opening, origin: "authorization_code" },
    { ip: null, userAgent: "Playwright" },
  );
  const shop = new Api(env.APP_URL, bearer(tokens.access_token));
  expect((await shop.get("/api/v1/troubleshooter/tickets")).status).toBe(200);

  await open(page, `/account/sign-in?client_id=${client.clientId}&next=/account/sites`);
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password", { exact: true }).fill("not it at all");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "wrong" })).toBeVisible();
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { level: 2, name: "shop.example" })).toBeVisible();
  await expect(page.getByText("See your support tickets and the answers to them")).toBeVisible();
  await page.getByRole("button", { name: "Disconnect shop.example" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Disconnect" }).click();
  await expect(page.getByText("No site is connected")).toBeVisible();
  expect((await shop.get("/api/v1/troubleshooter/tickets")).status).toBe(401);

  await page.getByRole("link", { name: "Profile" }).click();
  await page.getByLabel("Your name").fill("Dana Whitfield");
  await page.getByRole("button", { name: "Save name" }).click();
  await expect(page.getByText("Your name is saved.")).toBeVisible();
  await page.getByLabel("Current password").fill(PASSWORD);
  await page.getByLabel("New password").fill(NEW_PASSWORD);
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByText("Your new password is set.")).toBeVisible();
  await open(page, "/account/profile");
  await expect(page.getByLabel("Your name")).toHaveValue("Dana Whitfield");
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download my data" }).click();
  const file = JSON.parse(await readFile(await (await download).path(), "utf8"));
  expect(file).toMatchObject({ profile: { name: "Dana Whitfield", email }, tickets: [], connectedSites: [] });

  await page.getByRole("link", { name: "Delete my account" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Delete my account" })).toBeFocused();
  await page.getByLabel("Password", { exact: true }).fill(NEW_PASSWORD);
  await page.getByRole("button", { name: "Delete my account and data" }).click();
  await expect(page.getByRole("heading", { name: "Your account is deleted" })).toBeVisible();
  await open(page, "/account");
  await expect(page.getByRole("heading", { name: /^Sign in to/ })).toBeVisible();
  const [row] = await database().select().from(customers).where(eq(customers.id, account.customerId));
  expect(row).toMatchObject({ name: null, email: null, erasedAt: expect.any(Date) });
});

test("what a customer was typing is there again after their session ended", async ({
  organization,
  browser,
}) => {
  const account = await createCustomerAccount(organization);
  const page = await (await browser.newContext()).newPage();
  await open(page, await linkFor(account));
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("link", { name: "Open a ticket" }).click();
  await page.getByLabel("What happened").fill("Since this morning");
  await page.context().clearCookies();
  await page.reload();
  await expect(page.getByRole("heading", { name: /^Sign in to/ })).toBeVisible();
  await open(page, await linkFor(account));
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("link", { name: "Open a ticket" }).click();
  await expect(page.getByLabel("What happened")).toHaveValue("Since this morning");
  await page.getByLabel("Subject").fill("Blank page");
  await page.getByRole("button", { name: "Open ticket" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Blank page" })).toBeVisible();

  await page.getByLabel("Your answer").fill("One more thing");
  await reload(page);
  await expect(page.getByLabel("Your answer")).toHaveValue("One more thing");
  await page.getByRole("button", { name: "Send answer" }).click();
  await expect(page.getByRole("list", { name: "Conversation" })).toContainText("One more thing");
  await page.reload();
  await expect(page.getByLabel("Your answer")).toHaveValue("");
  await open(page, "/account/tickets/new");
  await expect(page.getByLabel("What happened")).toHaveValue("");
});

test("a customer changes their address: asked for with the password, done by the link in the new mailbox", async ({
  organization,
  page,
  browser,
}) => {
  const account = await createCustomerAccount(organization, { passwordHash: await hashPassword(PASSWORD) });
  const email = `dana-new-${organization.id}@example.com`;
  await open(page, await linkFor(account));
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("link", { name: "Profile" }).click();
  await page.getByRole("link", { name: "Change email" }).click();
  await page.getByLabel("New email").fill(email);
  await page.getByLabel("Your password", { exact: true }).fill("not it at all");
  await page.getByRole("button", { name: "Change email" }).click();
  await expect(
    page.getByRole("alert").getByRole("link", { name: /not your current password/ }),
  ).toBeVisible();
  await expect(page.getByLabel("New email")).toHaveValue(email);
  await page.getByLabel("Your password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Change email" }).click();
  await expect(page.getByText(/the link is in its log/)).toBeVisible();

  const elsewhere = await (await browser.newContext()).newPage();
  await open(elsewhere, await linkFor(account, { purpose: "change_email", email }));
  await elsewhere.getByRole("button", { name: "Confirm address" }).click();
  await expect(elsewhere.getByRole("alert").getByRole("link")).toHaveCount(1);
  await elsewhere.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await elsewhere.getByRole("button", { name: "Confirm address" }).click();
  await expect(elsewhere.getByRole("heading", { name: "Your address is changed" })).toBeVisible();
  await elsewhere.getByRole("link", { name: "Open your account" }).click();
  await expect(elsewhere.getByText(`Signed in as ${email}`)).toBeVisible();
});

async function linkFor(
  { id: accountId, organizationId, email: own }: Awaited<ReturnType<typeof createCustomerAccount>>,
  { purpose = "sign_in", email = own }: { purpose?: "sign_in" | "change_email"; email?: string } = {},
): Promise<string> {
  return (await createLink({ organizationId, purpose, email, accountId })).url;
}
