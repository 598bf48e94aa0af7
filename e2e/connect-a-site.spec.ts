import type { Page } from "@playwright/test";
import { env } from "@/lib/env";
import { expect, test } from "./fixtures";
import {
  type App,
  beginDevice,
  beginSignIn,
  discover,
  finishSignIn,
  pollDevice,
  type Tokens,
} from "./reference-client/oauth";
import { DisconnectedError, SupportClient } from "./reference-client/support-client";
import { open, tabTo } from "./steps";

const SITE = "https://shop.example";
const CALLBACK = "/wp-admin/admin.php?page=shop-helper";
const TEMPLATE = `https://*${CALLBACK}`;
const PASSWORD = "a sentence that nobody guesses";
const REPORT = {
  siteHealth: {
    "wp-core": {
      label: "WordPress",
      fields: {
        version: { label: "Version", value: "6.8.1" },
        home_url: { label: "Home", value: "https://private.example", private: true },
      },
    },
    "wp-server": { label: "Server", fields: { php_version: { label: "PHP", value: "8.0.30 64bit" } } },
    "wp-plugins-active": {
      label: "Plugins",
      fields: {
        WooCommerce: {
          label: "WooCommerce",
          value: "Version 9.9.5 by Automattic (Latest version: 10.0)",
          debug: "version: 9.9.5, author: Automattic (latest version: 10.0)",
        },
      },
    },
  },
};

test("an admin makes an app, a customer connects two sites and files a ticket, is answered, and is cut off", async ({
  page: desk,
  signIn,
  organization,
  browser,
}) => {
  const admin = await signIn();
  const app: App = { issuer: env.APP_URL, clientId: await createApp(desk) };
  const server = await discover(app);
  const customer = await (await browser.newContext()).newPage();
  await customer.route(`${SITE}/**`, (route) =>
    route.fulfill({ contentType: "text/html", body: "Back again" }),
  );

  const attempt = await beginSignIn(app, server, SITE + CALLBACK);
  await customer.goto(attempt.url);
  const [back] = await Promise.all([
    customer.waitForRequest((request) => request.url().startsWith(SITE)),
    // Before the page's script runs, the browser is redirected itself, where no test can answer in the site's place.
    customer.waitForURL(`${SITE}/**`).catch(() => null),
    registerAndAllow(customer, organization.name),
  ]);
  const shop = clientOf(await finishSignIn(app, server, { attempt, returned: back.url() }));

  const code = await beginDevice(app, server, "intranet.example");
  await open(customer, code.verification_uri);
  await enterCodeAndAllow(customer, code.user_code);
  // As if time had gone by: its first calls, at once, have to refresh.
  const intranet = clientOf({ ...(await pollDevice(app, server, code, async () => {})), expiresAt: 0 });

  const ticket = { subject: "Checkout shows a blank page", description: "Since this morning." };
  const filed = await shop.fileTicket(ticket, REPORT);
  expect(filed).toMatchObject({ number: 1, leftOut: 1 });
  expect(filed.findings.map(({ message }) => message).join()).toMatch(/9\.9\.5.*8\.0\.30|8\.0\.30.*9\.9\.5/s);
  await answerOnScreen(desk, "Please update PHP.");
  const listed = await Promise.all([intranet.listTickets(), intranet.listTickets()]);
  for (const one of listed) expect(one).toMatchObject([{ id: filed.id, subject: ticket.subject }]);
  const answer = { author: { type: "support", name: admin.name }, body: "Please update PHP." };
  // The desk shows a reply before it is saved.
  await expect.poll(() => intranet.readAnswers(filed.id)).toMatchObject([answer]);
  await shop.answer(filed.id, "Done, thank you.");
  await expect(desk.getByText("Done, thank you.")).toBeVisible();

  await revoke(desk, "shop.example");
  await expect(shop.listTickets()).rejects.toThrow(DisconnectedError);
  expect(await intranet.listTickets()).toHaveLength(1);
  await intranet.disconnect();
  await expect(intranet.listTickets()).rejects.toThrow(DisconnectedError);

  function clientOf(tokens: Tokens): SupportClient {
    let kept: Tokens | null = tokens;
    return new SupportClient(app, server, {
      read: async () => kept,
      write: async (next) => {
        kept = next;
      },
    });
  }
});

/** Returns the id that the app presents. */
async function createApp(page: Page): Promise<string> {
  const { keyboard } = page;
  await open(page, "/settings/api/oauth");
  await skipToContent(page);
  await tabTo(page, page.getByRole("link", { name: "Create app" }).first());
  await keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Create app" })).toBeVisible();
  await tabTo(page, page.getByLabel("Name", { exact: true }));
  await keyboard.type("Shop helper");
  await tabTo(page, page.getByLabel("Redirect URI 1"));
  await keyboard.type(TEMPLATE);
  await tabTo(page, page.getByRole("button", { name: "Create app" }));
  await keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Shop helper" })).toBeVisible();
  const sample = await page.getByText(/oauth\/authorize\?response_type=code/).innerText();
  return new URL(sample).searchParams.get("client_id") ?? "";
}

async function registerAndAllow(page: Page, deskName: string): Promise<void> {
  const { keyboard } = page;
  await expect(page.getByRole("heading", { level: 1, name: `Sign in to ${deskName}` })).toBeVisible();
  await tabTo(page, page.getByRole("link", { name: "Create an account" }));
  await keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: /Create an account/ })).toBeVisible();
  await tabTo(page, page.getByLabel("Email"));
  await keyboard.type(`${crypto.randomUUID()}@customer.example`);
  await tabTo(page, page.getByLabel("Password", { exact: true }));
  await keyboard.type(PASSWORD);
  await keyboard.press("Enter");
  await expect(page.getByText("shop.example", { exact: true })).toBeVisible();
  await tabTo(page, page.getByRole("button", { name: "Allow" }));
  await keyboard.press("Enter");
}

async function enterCodeAndAllow(page: Page, code: string): Promise<void> {
  const { keyboard } = page;
  await tabTo(page, page.getByLabel("Code"));
  await keyboard.type(code);
  await keyboard.press("Enter");
  await expect(page.getByText("intranet.example", { exact: true })).toBeVisible();
  await tabTo(page, page.getByRole("button", { name: "Allow" }));
  await keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Your site is connected" })).toBeVisible();
}

/** From the list to the sent reply. */
async function answerOnScreen(page: Page, text: string): Promise<void> {
  const { keyboard } = page;
  await open(page, "/tickets");
  await expect(page.getByText("Shop helper on shop.example")).toBeVisible();
  await skipToContent(page);
  await tabTo(page, page.getByRole("link", { name: "Checkout shows a blank page" }));
  await keyboard.press("Enter");
  await expect(page.getByText("Filed through Shop helper on shop.example")).toBeVisible();
  await tabTo(page, page.getByRole("tab", { name: "Conversation" }));
  await keyboard.press("ArrowRight");
  await expect(page.getByRole("heading", { level: 2, name: "Findings" })).toBeVisible();
  await expect(page.getByText("private.example")).toBeHidden();
  await keyboard.press("ArrowLeft");
  await tabTo(page, page.getByRole("textbox", { name: /^Reply/ }));
  await keyboard.type(text);
  await keyboard.press("ControlOrMeta+Enter");
  await expect(page.getByRole("textbox", { name: /^Reply/ })).toHaveValue("");
  await expect(page.getByText(text)).toBeVisible();
}

async function revoke(page: Page, host: string): Promise<void> {
  const { keyboard } = page;
  await open(page, "/settings/api/oauth");
  await skipToContent(page);
  await tabTo(page, page.getByRole("link", { name: "Shop helper" }));
  await keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Shop helper" })).toBeVisible();
  await tabTo(page, page.getByRole("button", { name: new RegExp(`^Revoke the session .* on ${host}$`) }));
  await keyboard.press("Enter");
  const confirm = page.getByRole("alertdialog");
  await tabTo(page, confirm.getByRole("button", { name: "Revoke session" }));
  await keyboard.press("Enter");
  await expect(page.getByRole("row", { name: new RegExp(host) })).toContainText("Revoked");
}

async function skipToContent(page: Page): Promise<void> {
  await tabTo(page, page.getByRole("link", { name: "Skip to content" }));
  await page.keyboard.press("Enter");
}
