import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Page } from "@playwright/test";
import { eq } from "drizzle-orm";
import { database } from "@/db/client";
import { createUser, type TestUser } from "@/db/factories";
import { factors } from "@/db/schema";
import { hashPassword } from "@/features/auth/password";
import { codeOf, createEquipped } from "@/features/factors/test-set-up";
import { env } from "@/lib/env";
import { expect, test } from "./fixtures";
import { learnSecret } from "./secret-watch";
import { signInFrom } from "./sign-in-from";
import { open, reload } from "./steps";

const PASSWORD = "correct horse battery";
const PROFILE = "/settings/profile";

test.describe.configure({ timeout: 180_000 });

test("a passkey is added, confirms who one is, opens the second step, and signs in alone", async ({
  page,
  browser,
  organization,
  expectedConsoleErrors,
}) => {
  // The browser itself reports every answer of 400 and above.
  expectedConsoleErrors.push(/403.*\/me\/recovery-codes/);
  const user = await createUser(organization, { passwordHash: await hashPassword(PASSWORD) });
  const device = await addAuthenticator(page);
  await signInWithPassword(page, user, PROFILE);
  await expect(page.getByRole("heading", { name: "Your profile" })).toBeVisible();
  await page.getByRole("button", { name: "Add passkey" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("Work laptop");
  await dialog.getByRole("button", { name: "Add passkey" }).click();
  await keepRecoveryCodes(page);
  await expect(page.getByRole("row", { name: /Work laptop.*Passkey/ })).toBeVisible();

  // The second step.
  await signOut(page);
  await signInWithPassword(page, user, PROFILE);
  await page.getByRole("button", { name: "Use your passkey" }).click();
  await expect(page.getByRole("heading", { name: "Your profile" })).toBeVisible();

  // It confirms a sensitive action, and the password no longer does.
  await makeConfirmationOld(user);
  await reload(page);
  await page.getByRole("button", { name: "Make new codes" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Make new codes" }).click();
  const confirmation = page.getByRole("dialog", { name: "Confirm that it is you" });
  await expect(confirmation.getByLabel("Your password")).toHaveCount(0);
  await confirmation.getByRole("button", { name: "Use your passkey" }).click();
  await keepRecoveryCodes(page);

  // Alone.
  await signOut(page);
  await open(page, `/sign-in?next=${PROFILE}`);
  await page.getByRole("button", { name: "Continue with a passkey" }).click();
  await expect(page.getByRole("heading", { name: "Your profile" })).toBeVisible();
  await device.remove();

  // Elsewhere, where the device is not, neither the password nor a passkey of somebody else gets in.
  const stranger = await (await browser.newContext({ baseURL: env.APP_URL })).newPage();
  await addAuthenticator(stranger);
  await signInWithPassword(stranger, user, PROFILE);
  await expect(stranger.getByRole("heading", { name: "Confirm that it is you" })).toBeVisible();
  await stranger.goto(PROFILE);
  await expect(stranger).toHaveURL(/\/sign-in/);
  await stranger.context().close();
});

test("an authenticator app is added by its picture's secret, and a code of it works once", async ({
  page,
  organization,
  expectedConsoleErrors,
}) => {
  expectedConsoleErrors.push(/422.*\/me\/authenticator-apps/);
  const user = await createUser(organization, { passwordHash: await hashPassword(PASSWORD) });
  await signInWithPassword(page, user, PROFILE);
  await page.getByRole("button", { name: "Add authenticator app" }).click();
  const dialog = page.getByRole("dialog", { name: "Add an authenticator app" });
  await expect(dialog.getByRole("img", { name: /QR code/ })).toBeVisible();
  const uri = new URL(
    (await dialog.getByRole("link", { name: /Open in an app/ }).getAttribute("href")) ?? "",
  );
  const secret = uri.searchParams.get("secret") ?? "";
  learnSecret(secret, "the dialog");
  await dialog.getByLabel("Code").fill("000000");
  await dialog.getByRole("button", { name: "Add authenticator app" }).click();
  await expect(dialog.getByRole("alert")).toContainText("clock");
  await dialog.getByLabel("Code").fill(codeOf(secret));
  await dialog.getByRole("button", { name: "Add authenticator app" }).click();
  await keepRecoveryCodes(page);
  await expect(page.getByText("10 recovery codes are left.")).toBeVisible();
  // As half a minute later: the code that added the app is used up as any other.
  await database().update(factors).set({ lastStep: null }).where(eq(factors.userId, user.id));

  await signOut(page);
  await signInWithPassword(page, user, PROFILE);
  const code = codeOf(secret);
  await enterCode(page, code);
  await expect(page.getByRole("heading", { name: "Your profile" })).toBeVisible();
  await signOut(page);
  await signInWithPassword(page, user, PROFILE);
  await enterCode(page, code);
  await expect(page.getByRole("main").getByRole("alert")).toContainText("used already");
  await enterCode(page, codeOf(secret, 1));
  await expect(page.getByRole("heading", { name: "Your profile" })).toBeVisible();
});

test("a wrong clock is told, and a recovery code lets in once and not twice", async ({
  page,
  organization,
}) => {
  const user = await createUser(organization, { passwordHash: await hashPassword(PASSWORD) });
  const { secret, recoveryCodes } = await createEquipped(user);
  await signInWithPassword(page, user, PROFILE);
  await enterCode(page, codeOf(secret, -20));
  await expect(page.getByRole("main").getByRole("alert")).toContainText("clock");
  await enterCode(page, recoveryCodes[0] ?? "");
  await expect(page.getByText("9 recovery codes are left.")).toBeVisible();
  await signOut(page);
  await signInWithPassword(page, user, PROFILE);
  await enterCode(page, recoveryCodes[0] ?? "");
  await expect(page.getByRole("main").getByRole("alert")).toContainText("not right");
  await enterCode(page, recoveryCodes[1] ?? "");
  await expect(page.getByText("8 recovery codes are left.")).toBeVisible();
});

test("a stolen password alone opens nothing, neither in a browser nor in the API", async ({
  page,
  organization,
  anonymous,
}) => {
  const user = await createUser(organization, { passwordHash: await hashPassword(PASSWORD) });
  const { secret } = await createEquipped(user);
  await signInWithPassword(page, user, "/tickets");
  await expect(page.getByRole("heading", { name: "Confirm that it is you" })).toBeVisible();
  const cookies = await page.context().cookies();
  expect(cookies.map(({ name }) => name)).not.toContain("next-auth.session-token");
  const pending = cookies.find(({ name }) => name === "replify.sign-in")?.value ?? "";
  expect(pending).not.toBe("");
  for (const name of ["next-auth.session-token", "replify.sign-in"]) {
    const headers = { cookie: `${name}=${pending}` };
    for (const path of ["/api/v1/me", "/api/v1/tickets", "/api/v1/me/factors"])
      expect((await anonymous.request("GET", path, { headers })).status, `${name} ${path}`).toBe(401);
  }
  for (const path of ["/", "/tickets", PROFILE]) {
    await page.goto(path);
    await expect(page).toHaveURL(/\/sign-in/);
  }

  // A program signs in with one call, and its code.
  const login = { email: user.email, password: PASSWORD };
  const tried = async (code?: string) =>
    signInFrom("127.0.0.21", env.APP_URL, { ...login, ...(code !== undefined && { code }) });
  expect(await tried()).toMatchObject({ status: 401, hasSession: false });
  expect(await tried("000000")).toMatchObject({ status: 401, hasSession: false });
  expect(await tried(codeOf(secret))).toMatchObject({ status: 302, hasSession: true });
});

test("a role that needs a factor leads to adding one, and nothing else opens before", async ({
  page,
  organization,
  signIn,
  expectedConsoleErrors,
}) => {
  expectedConsoleErrors.push(/409.*\/me\/factors/);
  const agent = await createUser(organization, { role: "agent", passwordHash: await hashPassword(PASSWORD) });
  // Whoever asks it of others needs one first.
  await signIn();
  await open(page, "/settings/workspace");
  await expect(page.getByLabel("Agent")).toBeDisabled();
  await page.getByRole("link", { name: "Add a second factor to your own account" }).click();
  await expect(page.getByRole("heading", { name: "Your profile" })).toBeVisible();
  await addAuthenticator(page);
  await page.getByRole("button", { name: "Add passkey" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Add passkey" }).click();
  await keepRecoveryCodes(page);
  await open(page, "/settings/workspace");
  await page.getByLabel("Agent").check();
  await expect(page.getByText("1 member is signed out at once")).toBeVisible();
  await page
    .getByRole("group", { name: /Roles that need/ })
    .locator("..")
    .getByRole("button", { name: "Save" })
    .click();
  await expect(page.getByText("Changes saved")).toBeVisible();
  await signOut(page);

  await signInWithPassword(page, agent, "/tickets");
  await expect(page.getByRole("heading", { name: "Add a second factor" })).toBeVisible();
  await page.goto("/tickets");
  await expect(page).toHaveURL(/\/sign-in/);
  await open(page, "/sign-in/second-factor?next=/tickets");
  await page.getByRole("button", { name: "Add an authenticator app" }).click();
  const uri = new URL((await page.getByRole("link", { name: /Open in an app/ }).getAttribute("href")) ?? "");
  const secret = uri.searchParams.get("secret") ?? "";
  learnSecret(secret, "the step");
  await page.getByLabel("Code").fill(codeOf(secret));
  await page.getByRole("button", { name: "Add authenticator app" }).click();
  await keepRecoveryCodes(page);
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByRole("heading", { name: "Tickets", level: 1 })).toBeVisible();

  // The last one stays.
  await open(page, PROFILE);
  await page.getByRole("button", { name: "Remove Authenticator app" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Remove" }).click();
  await expect(page.getByRole("alertdialog").getByRole("alert")).toContainText(
    "Your role needs a second factor",
  );
});

test("an admin sees who has what, and resets a member who has lost theirs", async ({
  page,
  organization,
  signIn,
  browser,
}) => {
  const agent = await createUser(organization, {
    role: "agent",
    name: "Grace",
    passwordHash: await hashPassword(PASSWORD),
  });
  await createEquipped(agent);
  await signIn();
  await open(page, "/settings/team");
  await expect(page.getByRole("row", { name: /Grace/ })).toContainText("Authenticator app");
  await page.getByRole("button", { name: "Actions for Grace" }).click();
  await page.getByRole("menuitem", { name: "Reset second factors" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Reset" }).click();
  await expect(page.getByText("Grace has no second factor any more")).toBeVisible();
  await expect(page.getByRole("row", { name: /Grace/ })).not.toContainText("Authenticator app");
  const elsewhere = await (await browser.newContext({ baseURL: env.APP_URL })).newPage();
  await signInWithPassword(elsewhere, agent, "/tickets");
  await expect(elsewhere.getByRole("heading", { name: "Tickets", level: 1 })).toBeVisible();
  await elsewhere.context().close();
});

test("whoever runs the server takes a member's factors away beside the running app", async ({
  organization,
}) => {
  const user = await createUser(organization);
  await createEquipped(user);
  expect(await resetFactors(user.email)).toContain("Took the second factors away");
  expect(await resetFactors(`nobody-${user.email}`)).toContain("Nobody has this email address");
});

/** `npm run factors:reset` on the app's data directory. */
async function resetFactors(...args: string[]): Promise<string> {
  const script = ["--conditions=react-server", "--import", "tsx", "scripts/reset-factors.ts", ...args];
  const environment = { ...process.env, DATABASE_URL: "", NODE_OPTIONS: "" };
  return promisify(execFile)(process.execPath, script, { env: environment }).then(
    ({ stdout }) => stdout,
    (failed: { stderr: string }) => failed.stderr,
  );
}

async function signInWithPassword(page: Page, { email }: TestUser, next: string): Promise<void> {
  await open(page, `/sign-in?next=${encodeURIComponent(next)}`);
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page).not.toHaveURL(/\/sign-in(\?|$)/);
}

async function enterCode(page: Page, code: string): Promise<void> {
  await page.getByLabel(/^(Recovery code|Code)$/).fill(code);
  await page.getByRole("button", { name: "Continue", exact: true }).click();
}

async function signOut(page: Page): Promise<void> {
  await page.context().clearCookies({ name: "next-auth.session-token" });
}

async function keepRecoveryCodes(page: Page): Promise<void> {
  const reveal = page.getByRole("dialog", { name: "Keep your recovery codes" });
  const codes = await reveal.getByRole("textbox", { name: "Recovery codes" }).inputValue();
  expect(codes.split("\n")).toHaveLength(10);
  for (const code of codes.split("\n")) learnSecret(code, "the reveal");
  const download = page.waitForEvent("download");
  await reveal.getByRole("button", { name: "Download" }).click();
  expect((await download).suggestedFilename()).toBe("replify-recovery-codes.txt");
  await reveal.getByRole("button", { name: "Done" }).click();
  await expect(reveal).toHaveCount(0);
}

async function makeConfirmationOld({ id }: TestUser): Promise<void> {
  await database().execute(
    `update sessions set authenticated_at = now() - interval '5 hours', previous_id = null where user_id = ${id}`,
  );
}

/** A device that makes passkeys, finds them by itself, and recognizes its owner. */
async function addAuthenticator(page: Page): Promise<{ remove(): Promise<unknown> }> {
  const client = await page.context().newCDPSession(page);
  await client.send("WebAuthn.enable");
  const { authenticatorId } = await client.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return { remove: () => client.send("WebAuthn.removeVirtualAuthenticator", { authenticatorId }) };
}
