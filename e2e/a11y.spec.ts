import { eq } from "drizzle-orm";
import { database } from "@/db/client";
import { createCustomerAccount, createOAuthClient, createUser } from "@/db/factories";
import { organizations } from "@/db/schema";
import { hashPassword } from "@/features/auth/password";
import { createChatEndpoint, createMessageEndpoint } from "@/features/chats/contract";
import { createCustomerSession, customerCookieName } from "@/features/customer-accounts/session";
import { createCustomerEndpoint } from "@/features/customers/contract";
import { createEchoReceiverEndpoint } from "@/features/echo/contract";
import { TEST_SITES } from "@/features/environment-reports/test-sites";
import { createEquipped } from "@/features/factors/test-set-up";
import { createIncomingWebhookEndpoint } from "@/features/incoming-webhooks/contract";
import { openSession } from "@/features/oauth-sessions/open";
import { createSubscriptionEndpoint } from "@/features/subscriptions/contract";
import { env } from "@/lib/env";
import { expectAccessible, VIEWPORT } from "./accessible";
import type { Api } from "./api";
import { expect, test } from "./fresh-app";
import type { Receiver } from "./receiver";
import { open } from "./steps";

const API = "/settings/api";

test.setTimeout(180_000);
test.use({ viewport: VIEWPORT });

test("sign-in and its refusal", async ({ page, person }) => {
  // While there is nobody, every page leads to set-up.
  await person();
  await open(page, "/sign-in");
  await expectAccessible(page, "sign-in");
  await page.getByLabel("Email").fill("nobody@example.com");
  await page.getByLabel("Password", { exact: true }).fill("wrong");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "wrong" })).toBeVisible();
  await expectAccessible(page, "a refused sign-in");
});

test("what customers meet", async ({ page, context, organization }) => {
  const { clientId } = await createOAuthClient(organization, { publisher: "Whitfield Plugins" });
  const consent = `/oauth/authorize?${new URLSearchParams({
    response_type: "code",
    client_id: clientId,
    redirect_uri: "https://shop.example/wp-admin/admin.php",
    code_challenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
    code_challenge_method: "S256",
  })}`;
  await open(page, `${consent}&new=1`);
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByRole("alert").getByRole("link")).not.toHaveCount(0);
  await expectAccessible(page, "registering with errors");
  await open(page, "/oauth/device/confirm?user_code=BBBB-BBBB");
  await expectAccessible(page, "a wrong code");
  await open(page, `/oauth/reset?client_id=${clientId}`);
  await expectAccessible(page, "a forgotten password");

  const account = await createCustomerAccount(organization, { emailVerifiedAt: null });
  const value = await createCustomerSession(account.id, { ip: null, userAgent: "Playwright" });
  await context.addCookies([{ name: customerCookieName(), value: value ?? "", url: env.APP_URL }]);
  await open(page, consent);
  await expect(page.getByText("Your address is not confirmed yet")).toBeVisible();
  await expectAccessible(page, "consent");
});

test("a customer's own pages", async ({ page, context, organization, api }) => {
  await open(page, "/account/sign-in");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("alert").getByRole("link")).not.toHaveCount(0);
  await expectAccessible(page, "the sign-in with errors");
  await open(page, "/account/sign-in/link");
  await page.getByLabel("Email").fill("nobody@example.com");
  await page.getByRole("button", { name: "Send the link" }).click();
  await expect(page.getByRole("status").filter({ hasText: "link" })).toBeVisible();
  await expectAccessible(page, "a link by mail");
  for (const path of ["/account/sign-in/link", "/account/confirm-address"]) {
    await open(page, `${path}?token=nonsense`);
    await expectAccessible(page, `a link to ${path} that doesn't work`);
  }

  const account = await createCustomerAccount(organization);
  const value = await createCustomerSession(account.id, { ip: null, userAgent: "Playwright" });
  await context.addCookies([{ name: customerCookieName(), value: value ?? "", url: env.APP_URL }]);
  await open(page, "/account");
  await expect(page.getByText("No tickets yet")).toBeVisible();
  await expectAccessible(page, "no tickets");
  const { body } = await api.post("/api/v1/tickets", {
    subject: "Printer on fire",
    body: "It burns.",
    customerId: account.customerId,
  });
  const { id } = Object(body);
  await api.post(`/api/v1/tickets/${id}/comments`, { body: "Not with water.", visibility: "public" });
  await open(page, "/account");
  await expect(page.getByText("New answer")).toBeVisible();
  await expectAccessible(page, "the tickets");
  await open(page, `/account/tickets/${id}`);
  await page.getByRole("button", { name: "Send answer" }).click();
  await expect(page.getByRole("alert").getByRole("link")).not.toHaveCount(0);
  await expectAccessible(page, "a ticket with an empty answer");
  await open(page, "/account/tickets/new");
  await expectAccessible(page, "a new ticket");
  await open(page, "/account/sites");
  await expect(page.getByText("No site is connected")).toBeVisible();
  await expectAccessible(page, "no sites");
  const client = await createOAuthClient(organization);
  const opening = { client, accountId: account.id, scopes: client.scopes, host: "shop.example" };
  await openSession({ ...opening, origin: "device_code" }, { ip: null, userAgent: "Plugin/1.0" });
  await open(page, "/account/sites");
  await page.getByRole("button", { name: "Disconnect shop.example" }).click();
  await expectAccessible(page, "a site, about to be disconnected");
  await open(page, "/account/profile");
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByRole("alert").getByRole("link")).not.toHaveCount(0);
  await expectAccessible(page, "the profile with errors");
  await open(page, "/account/profile/email");
  await page.getByRole("button", { name: "Change email" }).click();
  await expect(page.getByRole("alert").getByRole("link")).not.toHaveCount(0);
  await expectAccessible(page, "a change of address with errors");
  await open(page, "/account/delete");
  await expectAccessible(page, "the deletion");
  await open(page, `/account/tickets/${account.id}`);
  await expect(page.getByText("This address leads to no ticket of yours")).toBeVisible();
  await expectAccessible(page, "another customer's ticket");
});

test("set-up", async ({ page, freshApp }) => {
  await open(page, freshApp.setupUrl ?? "");
  await expectAccessible(page, "set-up");
  await page.getByRole("button", { name: "Create workspace" }).click();
  await expect(page.getByRole("alert").getByRole("link")).not.toHaveCount(0);
  await expectAccessible(page, "set-up with errors");
});

test("the overview", async ({ page, signIn, api }) => {
  await signIn();
  await api.post("/api/v1/incoming-webhooks", { name: "Crash reporter", action: "create_ticket" });
  await api.post("/api/v1/tickets", { subject: "Printer on fire" });
  await open(page, "/");
  await expect(page.getByText("1 of 4 done")).toBeVisible();
  await expect(page.getByRole("link", { name: "#1 Printer on fire" })).toBeVisible();
  await expectAccessible(page, "the overview of a new workspace");
});

test("tokens", async ({ page, signIn, api }) => {
  await signIn();
  const { data } = Object((await api.get("/api/v1/tokens")).body);
  await open(page, `${API}/tokens`);
  await expect(page.getByRole("row", { name: /Test token/ })).toBeVisible();
  await expectAccessible(page, "the list");
  await open(page, `${API}/tokens?q=nothing`);
  await expect(page.getByText("No tokens match")).toBeVisible();
  await expectAccessible(page, "the list, all filtered out");
  await open(page, `${API}/tokens?token=${data[0].id}`);
  await expect(page.getByRole("button", { name: "Revoke token" })).toBeVisible();
  await expectAccessible(page, "the drawer");
  await page.getByRole("button", { name: "Revoke token" }).click();
  await expect(page.getByRole("alertdialog")).toBeVisible();
  await expectAccessible(page, "the confirmation");
});

test("a new token", async ({ page, signIn }) => {
  await signIn();
  await open(page, `${API}/tokens/new`);
  await page.getByRole("radio", { name: "Custom" }).check();
  await expectAccessible(page, "the form with its matrix");
  await page.getByRole("button", { name: "Create token" }).click();
  await expect(page.getByRole("alert").getByRole("link")).not.toHaveCount(0);
  await expectAccessible(page, "the form with errors");
  await page.getByLabel("Name", { exact: true }).fill("CI");
  await page.getByRole("radio", { name: "Full" }).check();
  await page.getByRole("button", { name: "Create token" }).click();
  const reveal = page.getByRole("dialog", { name: "Token created" });
  await expect(reveal).toBeVisible();
  await expectAccessible(page, "the reveal");
  await reveal.getByRole("button", { name: "Done" }).click();
  await expect(reveal.getByRole("alert")).toBeVisible();
  await expectAccessible(page, "the reveal that asks back");
});

test("apps and their sessions", async ({ page, signIn, organization }) => {
  await signIn();
  const client = await createOAuthClient(organization, { name: "Portal", type: "confidential" });
  await open(page, `${API}/oauth/${client.id}`);
  await expect(page.getByText("No one has connected yet")).toBeVisible();
  await expectAccessible(page, "an app that nobody has connected");
  const { id: accountId } = await createCustomerAccount(organization);
  const opening = { client, accountId, scopes: client.scopes, host: "shop.example" };
  await openSession(
    { ...opening, origin: "authorization_code" },
    { ip: "203.0.113.7", userAgent: "Plugin/1.0" },
  );
  await open(page, `${API}/oauth`);
  await expect(page.getByRole("row", { name: /Portal/ })).toBeVisible();
  await expectAccessible(page, "the apps");
  await open(page, `${API}/oauth/${client.id}`);
  await expect(page.getByRole("row", { name: /Dana/ })).toBeVisible();
  await expectAccessible(page, "its sessions");
  await open(page, `${API}/oauth/${client.id}?tab=settings`);
  await page.getByRole("button", { name: "Delete app" }).click();
  await expect(page.getByRole("alertdialog")).toBeVisible();
  await expectAccessible(page, "its settings, about to be deleted");
  await open(page, `${API}/oauth/new`);
  await page.getByRole("button", { name: "Create app" }).click();
  await expect(page.getByRole("alert").getByRole("link")).not.toHaveCount(0);
  await expectAccessible(page, "the form of an app with errors");
});

test("the team", async ({ page, signIn, person, apiAs }) => {
  const api = await apiAs();
  await signIn();
  await person({ role: "viewer" });
  await api.post("/api/v1/invitations", { emails: [`a11y-${Date.now()}@example.com`], role: "agent" });
  await open(page, "/settings/workspace");
  await page.getByRole("textbox", { name: /^Color/ }).fill("green");
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(page.locator("#brandColor-error")).toContainText("Write the color as # and six digits");
  await expectAccessible(page, "the workspace's settings with an error");
  await open(page, "/settings/mails");
  await expectAccessible(page, "the sent mails");
  await open(page, "/settings/team?role=viewer");
  await expectAccessible(page, "the members");
  await page.getByRole("button", { name: "Actions for Ada" }).click();
  await page.getByRole("menuitem", { name: "Remove" }).click();
  await expect(page.getByRole("alertdialog")).toBeVisible();
  await expectAccessible(page, "the removal");
  for (const tab of ["invitations", "teams", "roles"]) {
    await open(page, `/settings/team?tab=${tab}`);
    await expectAccessible(page, `the ${tab}`);
  }
  await page.getByRole("button", { name: "Invite" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Invite" }).click();
  await expect(page.getByRole("alert").getByRole("link")).not.toHaveCount(0);
  await expectAccessible(page, "the invitation form with errors");
});

test("an invitation, a used-up link, and the profile", async ({ page, signIn, apiAs }) => {
  const api = await apiAs();
  const sent = await api.post("/api/v1/invitations", {
    emails: [`a11y-link-${Date.now()}@example.com`],
    role: "agent",
  });
  await open(page, String(Object(sent.body).data[0].url));
  await expectAccessible(page, "the invitation");
  await open(page, "/invite/nonsense");
  await expectAccessible(page, "a link that doesn't work");
  await signIn();
  await open(page, "/settings/profile");
  await expectAccessible(page, "the profile");
});

test("second factors", async ({ page, organization, signIn, expectedConsoleErrors }) => {
  // The browser itself reports every answer of 400 and above.
  expectedConsoleErrors.push(/422.*\/me\/authenticator-apps/);
  await signIn();
  await open(page, "/settings/profile");
  await page.getByRole("button", { name: "Add passkey" }).click();
  await expectAccessible(page, "the form of a passkey");
  await page.getByRole("button", { name: "Cancel" }).click();
  await page.getByRole("button", { name: "Add authenticator app" }).click();
  await expect(page.getByRole("img", { name: /QR code/ })).toBeVisible();
  await page.getByRole("dialog").getByRole("button", { name: "Add authenticator app" }).click();
  await expect(page.getByRole("dialog").getByRole("alert")).toBeVisible();
  await expectAccessible(page, "the form of an authenticator app with an error");
  await page.context().clearCookies();

  const passwordHash = await hashPassword("correct horse battery");
  const equipped = await createUser(organization, { passwordHash, role: "agent" });
  const bare = await createUser(organization, { passwordHash, role: "agent" });
  const { recoveryCodes } = await createEquipped(equipped);
  await database()
    .update(organizations)
    .set({ factorRoles: ["agent"] })
    .where(eq(organizations.id, organization.id));
  const enter = async ({ email }: { email: string }) => {
    await open(page, "/sign-in?next=/settings/profile");
    await page.getByLabel("Email").fill(email);
    await page.getByLabel("Password", { exact: true }).fill("correct horse battery");
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
  };
  await enter(bare);
  await expect(page.getByRole("heading", { name: "Add a second factor" })).toBeVisible();
  await expectAccessible(page, "the step to add a second factor");
  await enter(equipped);
  await page.getByLabel("Code").fill("wrong");
  await page.getByRole("button", { name: "Continue", exact: true }).click();
  await expect(page.getByRole("alert").filter({ hasText: "not right" })).toBeVisible();
  await expectAccessible(page, "the second step of a sign-in with an error");
  await page.getByLabel("Code").fill(recoveryCodes[0] ?? "");
  await page.getByRole("button", { name: "Continue", exact: true }).click();
  await expect(page.getByText("9 recovery codes are left.")).toBeVisible();
  await expectAccessible(page, "the profile with a second factor");
});

test("a new subscription", async ({ page, signIn }) => {
  await signIn();
  await open(page, `${API}/event-subscriptions`);
  await expectAccessible(page, "the empty list");
  await open(page, `${API}/event-subscriptions/new`);
  await expectAccessible(page, "the form");
  await page.getByRole("button", { name: "Create subscription" }).click();
  await expect(page.getByRole("alert").getByRole("link")).not.toHaveCount(0);
  await expectAccessible(page, "the form with errors");
});

test("a subscription", async ({ page, signIn, api, receiver }) => {
  await signIn();
  const id = await subscribe(api, receiver);
  await publish(api);
  await receiver.waitForMany(1);
  await open(page, `${API}/event-subscriptions`);
  await expect(page.getByRole("row", { name: /Orders/ })).toBeVisible();
  await expectAccessible(page, "the list");
  for (const tab of ["overview", "deliveries", "attempts", "settings"]) {
    await open(page, `${API}/event-subscriptions/${id}?tab=${tab}`);
    await expect(page.getByRole("heading", { level: 1, name: "Orders" })).toBeVisible();
    await expectAccessible(page, `the ${tab} tab`);
  }
});

test("echo receivers", async ({ page, signIn, api }) => {
  await signIn();
  await open(page, `${API}/echo-receivers`);
  await expectAccessible(page, "the empty list");
  const { id, url } = await api.call(createEchoReceiverEndpoint, { body: {} });
  const headers = { "x-replify-signature": `sha256=${"0".repeat(64)}` };
  await api.request("POST", new URL(url).pathname, { raw: '{"subject":"Printer on fire"}', headers });
  await open(page, `${API}/echo-receivers`);
  await expect(page.getByRole("row", { name: /Echo receiver/ })).toBeVisible();
  await expectAccessible(page, "the list");
  await open(page, `${API}/echo-receivers/${id}`);
  const row = page.getByRole("row", { name: /Signature not verified/ });
  await expect(row).toBeVisible();
  await expectAccessible(page, "a receiver");
  await row.getByRole("link").click();
  await expect(page.getByText("X-Replify-Signature: not verified")).toBeVisible();
  await expectAccessible(page, "a request");
});

test("a target that does not answer the handshake", async ({ page, signIn, api, receiver }) => {
  await signIn();
  receiver.behave("/hook", { status: 410 });
  const { id } = await api.call(createSubscriptionEndpoint, {
    body: {
      targetUrl: `${receiver.url}/hook`,
      eventTypes: ["ticket.created"],
      verification: "x_hook_secret",
    },
  });
  await open(page, `${API}/event-subscriptions/${id}`);
  await expect(page.getByText("Gone (410).", { exact: true })).toBeVisible();
  await page.getByText("How a receiver answers the handshake").click();
  await expectAccessible(page, "the verification");
});

test("what one does with a subscription", async ({ page, signIn, api, receiver }) => {
  await signIn();
  const id = await subscribe(api, receiver);
  await open(page, `${API}/event-subscriptions/${id}`);
  await page.getByRole("button", { name: "More actions" }).click();
  await expect(page.getByRole("menu")).toBeVisible();
  // The menu hides everything else while it is open, and is drawn outside the landmarks.
  await expectAccessible(page, "the menu", ["region"]);
  await page.getByRole("menuitem", { name: /Delete/ }).click();
  await expect(page.getByRole("alertdialog")).toBeVisible();
  await expectAccessible(page, "the confirmation");
  await page.getByRole("alertdialog").getByRole("button", { name: "Cancel" }).click();
  await page.getByRole("button", { name: "Send test" }).click();
  const dialog = page.getByRole("dialog", { name: "Send test event" });
  await expect(dialog.getByLabel("Data (JSON)")).not.toHaveValue("");
  await dialog.getByRole("button", { name: "Send", exact: true }).click();
  await expect(dialog.getByRole("region", { name: "Result" })).toContainText("HTTP 500");
  await expectAccessible(page, "the test with its result");
});

test("the event catalog", async ({ page, signIn, api }) => {
  await signIn();
  const type = "order.shipped";
  const body = { type, description: "A parcel left.", schema: { type: "object" }, sample: {} };
  expect((await api.post("/api/v1/event-types", body)).status).toBe(201);
  await open(page, `${API}/events`);
  await expectAccessible(page, "the list of events");
  await page.getByRole("searchbox", { name: "Search events" }).fill("nothing at all");
  await expect(page.getByText("No event matches")).toBeVisible();
  await expectAccessible(page, "the list of events, all filtered out");
  await open(page, `${API}/events?event=ticket.created`);
  await page.getByRole("button", { name: "Fields of customer" }).click();
  await expectAccessible(page, "an event");
  await open(page, `${API}/events?event=${type}`);
  await expect(page.getByRole("button", { name: "Deprecate" })).toBeVisible();
  await expectAccessible(page, "an event type of one's own");
  await open(page, `${API}/events/new`);
  await page.getByRole("button", { name: "Add event type" }).click();
  await expect(page.getByRole("alert").getByRole("link")).not.toHaveCount(0);
  await expectAccessible(page, "a new event type with errors");
});

test("incoming webhooks", async ({ page, signIn }) => {
  await signIn();
  await open(page, `${API}/incoming-webhooks`);
  await expect(page.getByText("No incoming webhooks yet")).toBeVisible();
  await expectAccessible(page, "the empty list");
  await open(page, `${API}/incoming-webhooks/new`);
  await page.getByRole("radio", { name: "GitHub" }).check();
  await page.getByRole("button", { name: "Advanced" }).click();
  await page.getByRole("button", { name: "Use the usual fields of GitHub" }).click();
  await expect(page.getByRole("region", { name: "Preview" })).toContainText("acme/printers#7");
  await page.getByLabel("Name", { exact: true }).fill("");
  await page.getByRole("button", { name: "Create incoming webhook" }).click();
  await expect(page.getByRole("alert").getByRole("link")).not.toHaveCount(0);
  await expectAccessible(page, "the form with errors");
  await page.getByLabel("Name", { exact: true }).fill("Issues");
  await page.getByRole("button", { name: "Create incoming webhook" }).click();
  const reveal = page.getByRole("dialog", { name: "Incoming webhook created" });
  await expect(reveal).toContainText("Waiting for your first request…");
  await expectAccessible(page, "the reveal");
  await reveal.getByRole("button", { name: "Copy signed request" }).click();
  await reveal.getByRole("button", { name: "Done" }).click();
  await expect(reveal).toBeHidden();
  await open(page, `${API}/incoming-webhooks`);
  await expect(page.getByRole("row", { name: /Issues/ })).toBeVisible();
  await expectAccessible(page, "the list");
  for (const item of ["Rotate secret", "Pause"]) {
    await page.getByRole("button", { name: "Actions for Issues" }).click();
    await page.getByRole("menuitem", { name: item }).click();
    await expect(page.getByRole("alertdialog")).toBeVisible();
    await expectAccessible(page, item);
    await page.getByRole("button", { name: "Cancel" }).click();
  }
});

test("tickets", async ({ page, signIn, api }) => {
  await signIn();
  await open(page, "/tickets");
  await expectAccessible(page, "the empty list");
  const { body } = await api.post("/api/v1/tickets", {
    subject: "Printer on fire",
    body: "It burns.",
    customer: { email: "dana@example.com", name: "Dana" },
    tags: ["fire"],
    diagnostics: { php: { version: "8.3" }, trace: "Error: fire\n  at print()" },
  });
  const { id } = Object(body);
  await api.post(`/api/v1/tickets/${id}/comments`, { body: "Not with water.", visibility: "internal" });
  await api.request("PATCH", `/api/v1/tickets/${id}`, { json: { status: "pending" } });
  await open(page, "/tickets?tag=fire&sort=created");
  await page.getByRole("button", { name: /^View/ }).click();
  await expectAccessible(page, "the view");
  await page.keyboard.press("Escape");
  await page.keyboard.press("f");
  await expectAccessible(page, "the filters");
  await page.keyboard.press("Escape");
  await page.getByRole("checkbox", { name: /Printer on fire/ }).check();
  await expectAccessible(page, "the list with a selection");
  await open(page, `/tickets/${id}`);
  await page.getByRole("button", { name: "Internal note" }).click();
  await expect(page.getByRole("log")).toContainText("Not with water.");
  await expectAccessible(page, "the conversation");
  for (const tab of ["diagnostics", "activity", "details"]) {
    await open(page, `/tickets/${id}?tab=${tab}`);
    await expectAccessible(page, `the ${tab}`);
  }
  const shop = TEST_SITES.find(({ name }) => name === "shop");
  await api.request("PATCH", `/api/v1/tickets/${id}`, { json: { diagnostics: shop?.siteHealth } });
  await open(page, `/tickets/${id}?tab=diagnostics`);
  await page.getByText("WordPress Constants").click();
  await expectAccessible(page, "the report of a site");
  await open(page, "/tickets/new");
  await page.getByRole("button", { name: "Open ticket" }).click();
  await expect(page.getByRole("alert").getByRole("link")).not.toHaveCount(0);
  await expectAccessible(page, "the form with errors");
});

test("deliveries", async ({ page, signIn, api, receiver }) => {
  await signIn();
  await open(page, `${API}/deliveries`);
  await expectAccessible(page, "the empty log");
  await subscribe(api, receiver);
  await publish(api);
  await receiver.waitForMany(1);
  await open(page, `${API}/deliveries`);
  const row = page.getByRole("row", { name: /Retrying/ });
  await expect(row).toBeVisible();
  await expectAccessible(page, "the log");
  await row.getByRole("link", { name: /ticket\.created, delivery/ }).click();
  const drawer = page.getByRole("dialog", { name: "ticket.created" });
  await expect(drawer.getByRole("button", { name: /^Attempt 1 failed/ })).toBeVisible();
  await expectAccessible(page, "the drawer");
  await drawer.getByRole("link", { name: "Open full page" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "ticket.created" })).toBeVisible();
  await expectAccessible(page, "the page of one delivery");
});

test("what an incoming webhook received", async ({ page, signIn, api }) => {
  await signIn();
  const { id, url } = await api.call(createIncomingWebhookEndpoint, {
    body: { name: "Shop", action: "create_ticket" },
  });
  await open(page, `${API}/incoming-webhooks/${id}`);
  await expect(page.getByText("No requests yet")).toBeVisible();
  await expectAccessible(page, "the empty log");
  await fetch(url, { method: "POST", body: "{}", headers: { "x-hub-signature-256": "sha256=00" } });
  const row = page.getByRole("row", { name: /Rejected, request/ });
  await expect(row).toBeVisible();
  await expectAccessible(page, "the log");
  await row.getByRole("link").first().click();
  await expect(page.getByRole("link", { name: "Debug this request" })).toBeVisible();
  await expectAccessible(page, "the drawer");
  await page.getByRole("link", { name: "Debug this request" }).click();
  await page.getByRole("button", { name: "Check signature" }).click();
  await expect(page.getByText("It would be refused")).toBeVisible();
  await expectAccessible(page, "the Setup tab with a verdict");
});

test("customers and chats", async ({ page, signIn, api }) => {
  await signIn();
  await open(page, "/customers");
  await expect(page.getByText("No customers yet")).toBeVisible();
  await expectAccessible(page, "the empty list");
  const dana = await api.call(createCustomerEndpoint, {
    body: { name: "Dana Whitfield", email: "dana@whitfield-prints.example", tags: ["retail"] },
  });
  const { id } = await api.call(createChatEndpoint, {
    body: { customerId: dana.id, message: { body: "Two seats?", author: { type: "customer" } } },
  });
  await api.call(createMessageEndpoint, { params: { id }, body: { body: "Let me look." } });
  await open(page, "/customers");
  await expect(page.getByRole("link", { name: "Dana Whitfield" })).toBeVisible();
  await expectAccessible(page, "the list");
  await open(page, `/customers/${dana.id}`);
  await expect(page.getByText("client.created")).toBeVisible();
  await expectAccessible(page, "a customer");
  await page.getByRole("button", { name: "Merge" }).click();
  await page.getByLabel("Find the other customer").fill("nobody");
  await expect(page.getByText("No other customer matches.")).toBeVisible();
  await expectAccessible(page, "the merge");
  await open(page, `/customers/${dana.id}/edit`);
  await page.getByLabel(/^Email/).fill("nonsense");
  await page.getByRole("button", { name: "Save customer" }).click();
  await expect(page.getByRole("alert").getByRole("link")).not.toHaveCount(0);
  await expectAccessible(page, "the form with errors");
  await open(page, "/chats");
  await expectAccessible(page, "the chats");
  await open(page, `/chats?conv=${id}`);
  await expect(page.getByRole("log")).toContainText("Let me look.");
  await expectAccessible(page, "a chat");
  await page.getByRole("button", { name: "Turn into ticket" }).click();
  await expectAccessible(page, "the ticket to be");
});

test("the frame, shortcuts and refusals", async ({ page, signIn }) => {
  await signIn({ role: "viewer" });
  await open(page, `${API}/tokens`);
  await expectAccessible(page, "a refused page");
  await open(page, `${API}/event-subscriptions/new`);
  await expectAccessible(page, "a refused form");
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog")).toBeVisible();
  await expectAccessible(page, "the shortcut sheet");
  await page.keyboard.press("Escape");
  await page.setViewportSize({ ...VIEWPORT, width: 390 });
  await page.getByRole("button", { name: "Open menu" }).click();
  await expect(page.getByRole("dialog").getByRole("navigation", { name: "Main" })).toBeVisible();
  await expectAccessible(page, "the navigation");
});

async function subscribe(api: Api, receiver: Receiver): Promise<string> {
  receiver.behave("/hook", { status: 500, body: "not now" });
  const { id } = await api.call(createSubscriptionEndpoint, {
    body: {
      name: "Orders",
      targetUrl: `${receiver.url}/hook`,
      eventTypes: ["ticket.created"],
      retryPolicy: { delaysSeconds: [86_400] },
    },
  });
  return id;
}

async function publish(api: Api): Promise<void> {
  const reply = await api.post("/api/v1/events", {
    type: "ticket.created",
    data: { subject: "Printer on fire" },
  });
  expect(reply.status).toBe(202);
}
