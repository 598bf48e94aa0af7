import type { Page } from "@playwright/test";
import postgres from "postgres";
import { freePort } from "../scripts/ports";
import { startApp } from "./app";
import { test as base, expect } from "./fixtures";
import { type IdentityProvider, startIdentityProvider } from "./identity-provider";
import { copyAndClose, open } from "./steps";

const CLIENT = { id: "replify", secret: "a-client-secret-of-the-provider" };

const test = base.extend<{ company: { url: string; databaseUrl: string; provider: IdentityProvider } }>({
  company: [
    // biome-ignore lint/correctness/noEmptyPattern: it needs no other fixture.
    async ({}, use) => {
      const port = await freePort();
      const url = `http://localhost:${port}`;
      const redirectUri = `${url}/api/auth/callback/oidc`;
      const provider = await startIdentityProvider({ ...CLIENT, redirectUri });
      const app = await startApp({
        name: "single-sign-on",
        port,
        environment: {
          INITIAL_ADMIN_EMAIL: "root@example.com",
          INITIAL_ADMIN_PASSWORD: "correct horse battery staple",
          OIDC_ISSUER: provider.issuer,
          OIDC_CLIENT_ID: CLIENT.id,
          OIDC_CLIENT_SECRET: CLIENT.secret,
          OIDC_NAME: "Acme Login",
          OIDC_ALLOWED_DOMAINS: "example.com",
          OIDC_ROLE_MAP: "ops:developer,help:agent",
        },
      });
      await use({ url, databaseUrl: app.databaseUrl, provider });
      await app.stop();
      await provider.stop();
    },
    { timeout: 300_000 },
  ],
});

test("people sign in with the company's provider, in the role of their group", async ({
  page,
  company,
  browser,
  expectedConsoleErrors,
}) => {
  const { url, databaseUrl, provider } = company;
  provider.people.set("grace", {
    email: "grace@example.com",
    email_verified: true,
    name: "Grace Hopper",
    groups: ["ops"],
  });
  provider.people.set("eve", {
    email: "eve@elsewhere.example",
    email_verified: true,
    name: "Eve",
    groups: ["ops"],
  });

  await open(page, `${url}/settings/api/tokens?status=revoked`);
  await signInAtProvider(page, "grace");
  await consent(page);
  await expect(page).toHaveURL(`${url}/settings/api/tokens?status=revoked`);
  await expect(page.getByText("Grace Hopper")).toBeVisible();
  await expect(page.getByText("Developer")).toBeVisible();

  // Being let in by the provider proves nothing yet: it may not have asked for anything.
  expectedConsoleErrors.push(/403.*\/tokens/);
  await page.getByRole("link", { name: "Create token" }).first().click();
  const confirm = page.getByRole("dialog", { name: "Confirm that it is you" });
  await confirm.getByRole("button", { name: "Cancel" }).click();
  await page.getByLabel("Name", { exact: true }).fill("CI");
  await page.getByRole("radio", { name: "Full" }).check();
  await page.getByRole("button", { name: "Create token" }).click();
  const [window] = await Promise.all([
    page.waitForEvent("popup"),
    confirm.getByRole("button", { name: "Sign in again" }).click(),
  ]);
  await signInAtProvider(window, "grace");
  await copyAndClose(page.getByRole("dialog", { name: "Token created" }), "Token");

  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();

  const stranger = await (await browser.newContext()).newPage();
  await open(stranger, `${url}/sign-in`);
  await signInAtProvider(stranger, "eve");
  await consent(stranger);
  await expect(stranger.getByText("People with this email domain can't sign in here")).toBeVisible();
  await expect(stranger.getByLabel("Email")).toBeVisible();

  // A role that needs a factor of ours takes one, whatever the provider asked for; and it is added by whoever has just signed in there.
  const database = postgres(databaseUrl);
  await database`update organizations set factor_roles = '{developer}'`;
  await database.end();
  await page.getByRole("button", { name: "Continue with Acme Login" }).click();
  await expect(page.getByText("first sign in anew at your provider")).toBeVisible();
  await signInAtProvider(page, "grace");
  await expect(page.getByRole("button", { name: "Add an authenticator app" })).toBeVisible();
  await page.goto(`${url}/tickets`);
  await expect(page).toHaveURL(/\/sign-in/);
});

async function signInAtProvider(page: Page, name: string): Promise<void> {
  // Its pages ask for a font from afar.
  await page.route("https://fonts.googleapis.com/**", (route) =>
    route.fulfill({ contentType: "text/css", body: "" }),
  );
  await page.getByRole("button", { name: "Continue with Acme Login" }).click();
  await page.getByPlaceholder("Enter any login").fill(name);
  await page.getByPlaceholder("and password").fill("any");
  await page.getByRole("button", { name: "Sign-in" }).click();
}

/** Asked with the first sign-in only. */
async function consent(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Continue" }).click();
}
