import { execFile } from "node:child_process";
import { createHmac } from "node:crypto";
import { promisify } from "node:util";
import type { Locator, Page } from "@playwright/test";
import { listIncomingRequestsEndpoint } from "@/features/incoming-requests/contract";
import {
  createIncomingWebhookEndpoint,
  deleteIncomingWebhookEndpoint,
} from "@/features/incoming-webhooks/contract";
import { listTicketsEndpoint } from "@/features/tickets/contract";
import type { Api } from "./api";
import { expect, test } from "./fixtures";
import { filterBy, open } from "./steps";

const run = promisify(execFile);

const SENDERS_SECRET = "what the shop signs with";
const COMPACT = '{"subject":"Printer on fire","body":"It smokes."}';
const INDENTED = JSON.stringify(JSON.parse(COMPACT), null, 2);

test("a refused request says why, and once the secret is right all like it are accepted", async ({
  page,
  signIn,
  api,
}) => {
  const webhook = await createWebhook(api);
  for (const body of [COMPACT, '{"subject":"Second"}', '{"title":"of no use"}'])
    expect(await post(webhook.url, body, SENDERS_SECRET)).toBe(401);
  await signIn();
  await open(page, pathOf(webhook));
  const rejected = page.getByRole("row", { name: /Rejected, request/ });
  await expect(rejected).toHaveCount(3);
  await expect(rejected.first()).toContainText("Bad signature");

  await rejected.last().getByRole("link").first().click();
  const drawer = page.getByRole("dialog", { name: /Rejected: bad signature/ });
  await expect(drawer).toContainText("Rejected: the signature is not that of this webhook's secret");
  await expect(drawer.getByText(`${COMPACT.length} bytes`, { exact: false }).first()).toBeVisible();
  await drawer.getByRole("button", { name: "Verify and accept" }).click();
  await expect(page.getByText("Still refused").first()).toBeVisible();
  await page.keyboard.press("j");
  await page.keyboard.press("k");
  await page.keyboard.press("Escape");
  await expect(drawer).toBeHidden();

  await page.getByRole("button", { name: "Actions for Shop" }).click();
  await page.getByRole("menuitem", { name: "Rotate secret" }).click();
  await page.getByRole("radio", { name: /end it immediately/ }).check();
  await page.getByLabel("Your own secret (optional)").fill(SENDERS_SECRET);
  await page.getByRole("alertdialog").getByRole("button", { name: "Rotate secret" }).click();
  await expect(page.getByText("The secret was replaced").first()).toBeVisible();

  const attention = page.getByRole("region", { name: "Needs attention" });
  await expect(attention).toContainText("3 requests were rejected, and can still be accepted");
  await attention.getByRole("button", { name: "Verify and accept all" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Verify and accept" }).click();
  await expect(attention).toContainText("2 accepted, 1 still refused.");
  await expect(attention).toContainText("1 × The payload can't be used: subject");

  await expect(page.getByRole("row", { name: /Ticket #/ })).toHaveCount(2);
  await filterBy(page, "Attention", "Needs attention 1");
  await expect(page.getByRole("row", { name: /Unusable payload/ })).toHaveCount(1);
  await expect(page.getByRole("row", { name: /Ticket #/ })).toHaveCount(0);
  const { data } = await api.call(listTicketsEndpoint, { query: {} });
  expect(data.map(({ subject }) => subject).toSorted()).toEqual(["Printer on fire", "Second"]);
});

test("the debugger names a re-serialised body and a trailing newline, and takes a refused request", async ({
  page,
  signIn,
  api,
}) => {
  const webhook = await createWebhook(api);
  await signIn();
  await open(page, `${pathOf(webhook)}?tab=setup`);
  const headers = signed(COMPACT, webhook.secret);
  await check(page, headers, INDENTED);
  await expect(verdictOf(page)).toContainText("The JSON was written anew");
  await check(page, headers, `${COMPACT}\n`);
  await expect(verdictOf(page)).toContainText("A newline was added at the end");
  await check(page, headers, COMPACT);
  await expect(verdictOf(page)).toContainText("It would be accepted");
  await check(page, {}, COMPACT);
  await expect(page.getByText("Paste the headers, the one with the signature among them.")).toBeVisible();

  expect(await post(webhook.url, INDENTED, webhook.secret, COMPACT)).toBe(401);
  const { data } = await api.call(listIncomingRequestsEndpoint, { params: { id: webhook.id }, query: {} });
  await open(page, `${pathOf(webhook)}?request=${data[0]?.id}`);
  await page.getByRole("link", { name: "Debug this request" }).click();
  await expect(page.getByLabel("Request body (optional)")).toHaveValue(INDENTED);
  await page.getByRole("button", { name: "Check signature" }).click();
  await expect(verdictOf(page)).toContainText("The JSON was written anew");
});

test("the curl of the Setup tab runs as shown, and its request appears in the open log by itself", async ({
  page,
  signIn,
  api,
}) => {
  const webhook = await createWebhook(api);
  await signIn();
  await open(page, `${pathOf(webhook)}?tab=setup`);
  const command = await page.getByRole("region", { name: "curl example" }).textContent();
  expect(command).not.toContain(webhook.secret);
  await open(page, pathOf(webhook));
  await expect(page.getByText("No requests yet")).toBeVisible();

  const { stdout } = await run("sh", ["-c", command ?? ""], {
    env: { ...process.env, WEBHOOK_SECRET: webhook.secret },
  });

  expect(stdout).toContain("202");
  await expect(page.getByRole("row", { name: /Accepted, request/ })).toContainText("Ticket #1");
  await page.getByRole("button", { name: "Send test request" }).click();
  const drawer = page.getByRole("dialog", { name: /Accepted · 202/ });
  await expect(drawer).toContainText("Accepted: it led to ticket #2.");
  await expect(drawer.getByRole("list", { name: "Trace" })).toContainText("#2");

  await drawer.getByRole("button", { name: "Replay request" }).click();
  const confirm = page.getByRole("alertdialog", { name: /Replay this request/ });
  await expect(confirm).toContainText("led to ticket #2");
  await confirm.getByRole("button", { name: "Replay request" }).click();
  await page.getByRole("button", { name: "Open request" }).click();
  await expect(drawer).toContainText("Accepted: it led to ticket #3. Replayed by");
  await drawer.getByRole("link", { name: "The original request" }).click();
  await expect(drawer).toContainText("Accepted: it led to ticket #2.");

  const { data } = await api.call(listTicketsEndpoint, { query: {} });
  await open(page, `/tickets/${data[0]?.id}`);
  await api.call(deleteIncomingWebhookEndpoint, { params: { id: webhook.id } });
  await page.getByRole("link", { name: "Request from Shop" }).click();
  await expect(page.getByText("This webhook was deleted")).toBeVisible();
  await expect(page.getByText("Accepted: it led to ticket #3. Replayed by")).toBeVisible();
  await expect(page.getByRole("button", { name: "Replay request" })).toBeHidden();
});

function createWebhook(api: Api) {
  return api.call(createIncomingWebhookEndpoint, { body: { name: "Shop", action: "create_ticket" } });
}

function pathOf({ id }: { id: string }): string {
  return `/settings/api/incoming-webhooks/${id}`;
}

function signed(body: string, secret: string): Record<string, string> {
  const timestamp = String(Math.floor(Date.now() / 1000));
  const digest = createHmac("sha256", secret).update(`${timestamp}.${body}`).digest("hex");
  return { "X-Replify-Timestamp": timestamp, "X-Replify-Signature": `sha256=${digest}` };
}

/** Answers with the status. What is signed may differ from what is sent. */
async function post(url: string, body: string, secret: string, signedBody = body): Promise<number> {
  const headers = { "content-type": "application/json", ...signed(signedBody, secret) };
  return (await fetch(url, { method: "POST", body, headers })).status;
}

function verdictOf(page: Page): Locator {
  return page.getByRole("region", { name: "Signature debugger" }).getByRole("status");
}

async function check(page: Page, headers: Record<string, string>, body: string): Promise<void> {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  await page.getByLabel("Request headers").fill(lines.join("\n"));
  await page.getByLabel("Request body (optional)").fill(body);
  await page.getByRole("button", { name: "Check signature" }).click();
}
