import { execFile } from "node:child_process";
import { createHmac } from "node:crypto";
import { promisify } from "node:util";
import type { Page } from "@playwright/test";
import { listIncomingRequestsEndpoint } from "@/features/incoming-requests/contract";
import {
  createIncomingWebhookEndpoint,
  getIncomingWebhookEndpoint,
  updateIncomingWebhookEndpoint,
} from "@/features/incoming-webhooks/contract";
import { curlSample } from "@/features/incoming-webhooks/sample-curl";
import type { CreatedIncomingWebhook } from "@/features/incoming-webhooks/schema";
import { listTicketsEndpoint } from "@/features/tickets/contract";
import type { Api } from "./api";
import { expect, test } from "./fixtures";
import { copyAndClose, open } from "./steps";

const LIST = "/settings/api/incoming-webhooks";
const run = promisify(execFile);

test.use({ permissions: ["clipboard-read", "clipboard-write"] });

test("the request in the reveal dialog runs as pasted, and its ticket shows by itself", async ({
  page,
  signIn,
  api,
}) => {
  await signIn();
  await open(page, LIST);
  await page.getByRole("link", { name: "Create incoming webhook" }).first().click();
  await page.getByRole("button", { name: "Create incoming webhook" }).click();
  await page
    .getByRole("alert")
    .getByRole("link", { name: /Name the webhook/ })
    .click();
  await expect(page.getByLabel("Name", { exact: true })).toBeFocused();
  await page.keyboard.type("Crash reporter");

  // The sample of a sender, its values picked for the mapping, and what comes of it.
  await page.getByRole("button", { name: "Advanced" }).click();
  await page.getByLabel("Sample payload").fill('{"crash": {"title": "It broke", "level": "high"}}');
  await page.getByRole("button", { name: "Use crash.title" }).click();
  await expect(page.getByLabel("Path of subject")).toHaveValue("crash.title");
  const preview = page.getByRole("region", { name: "Preview" });
  await expect(preview).toContainText('"subject": "It broke"');
  await expect(preview).toContainText("The action can use this payload.");
  await page.getByRole("button", { name: "Create incoming webhook" }).click();

  const reveal = page.getByRole("dialog", { name: "Incoming webhook created" });
  const curl = await reveal.getByRole("textbox", { name: "Signed request" }).inputValue();
  const first = reveal.getByRole("region", { name: "First request" });
  await expect(first).toContainText("Waiting for your first request…");
  expect(await sh(tamper(curl))).toContain(" 401 ");
  await expect(first).toContainText("Rejected · 401");
  await expect(first).toContainText("The signature is not that of this webhook's secret");
  expect(await sh(curl)).toContain(" 202 ");
  await expect(first).toContainText("Received · 202 · ticket #1");

  await page.keyboard.press("Escape");
  await expect(reveal.getByRole("alert")).toContainText("You haven't copied it.");
  await reveal.getByRole("button", { name: "Go back" }).click();
  const secret = await copyAndClose(reveal, "Signing secret");
  const { data } = await api.call(listTicketsEndpoint, { query: {} });
  expect(data).toMatchObject([{ number: 1, subject: "Printer on fire", sourceName: "Crash reporter" }]);
  await open(page, LIST);
  const row = page.getByRole("row", { name: /Crash reporter/ });
  await expect(row).toContainText(`whsec_…${secret.slice(-4)}`);
  await expect(row).toContainText("50% accepted");
  expect(await page.content()).not.toContain(secret);
});

test("during a rotation both secrets work", async ({ page, signIn, api }) => {
  const made = await createWebhook(api);
  await signIn();
  await open(page, LIST);
  await choose(page, "Rotate secret");
  const confirm = page.getByRole("alertdialog", { name: /Rotate the secret/ });
  await expect(confirm.getByRole("radio", { name: "24 hours" })).toBeChecked();
  await confirm.getByRole("radio", { name: "1 hour" }).check();
  await confirm.getByRole("button", { name: "Rotate secret" }).click();
  const secret = await copyAndClose(page.getByRole("dialog", { name: "Secret rotated" }), "Signing secret");
  expect(secret).not.toBe(made.secret);
  await expect(page.getByRole("row", { name: /Crash reporter/ })).toContainText("Two secrets valid");

  expect(await sh(curlOf(made))).toContain(" 202 ");
  expect(await sh(curlOf({ ...made, secret }))).toContain(" 202 ");
  const { data } = await api.call(listIncomingRequestsEndpoint, { params: { id: made.id }, query: {} });
  expect(data.map(({ secretUsed }) => secretUsed)).toEqual(["current", "previous"]);

  await open(page, `${LIST}/${made.id}`);
  const overlap = page.getByRole("region", { name: "Overlap" });
  await overlap.getByRole("button", { name: "Extend" }).click();
  const extend = page.getByRole("alertdialog", { name: /Extend the overlap/ });
  await extend.getByRole("radio", { name: "7 days from now" }).check();
  await extend.getByRole("button", { name: "Extend overlap" }).click();
  await expect(overlap).toContainText(/\((6|7) d/);
  await expect(overlap.getByRole("button", { name: "7 days is the longest" })).toBeDisabled();
});

test("what comes during a pause is held, and processed or discarded as one decides", async ({
  page,
  signIn,
  api,
}) => {
  const made = await createWebhook(api);
  await signIn();
  await open(page, LIST);
  await choose(page, "Pause");
  const confirm = page.getByRole("alertdialog", { name: "Pause “Crash reporter”?" });
  await confirm.getByRole("radio", { name: /hold them/ }).check();
  await confirm.getByLabel("Why").fill("The reporter floods us");
  await confirm.getByRole("button", { name: "Pause webhook" }).click();
  await expect(page.getByRole("row", { name: /Crash reporter/ })).toContainText("Paused");
  expect(await sh(curlOf(made))).toContain('"status":"held"');
  expect(await api.call(getIncomingWebhookEndpoint, { params: { id: made.id } })).toMatchObject({
    heldRequests: 1,
    paused: { note: "The reporter floods us" },
  });

  await choose(page, "Resume");
  const question = page.getByRole("alertdialog", { name: "Resume “Crash reporter”?" });
  await expect(question.getByRole("radio", { name: "Process 1 waiting" })).toBeChecked();
  await question.getByRole("radio", { name: "Decide later" }).check();
  await question.getByRole("button", { name: "Resume" }).click();
  await expect(page.getByText("“Crash reporter” is active again").first()).toBeVisible();
  await open(page, `${LIST}/${made.id}`);
  await page.getByRole("button", { name: "Process 1 waiting" }).click();
  const subjects = async () =>
    (await api.call(listTicketsEndpoint, { query: {} })).data.map(({ subject }) => subject);
  await expect.poll(subjects).toEqual(["Printer on fire"]);

  const params = { id: made.id };
  await api.call(updateIncomingWebhookEndpoint, { params, body: { status: "paused" } });
  for (let request = 1; request <= 2; request++) await sh(curlOf(made));
  await open(page, `${LIST}/${made.id}`);
  await page
    .getByRole("row", { name: /Held, request/ })
    .first()
    .getByRole("link")
    .first()
    .click();
  await page.getByRole("dialog", { name: /Held/ }).getByRole("button", { name: "Discard" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Discard request" }).click();
  const drawer = page.getByRole("dialog", { name: /discarded/ });
  await expect(drawer).toContainText("Discarded by");
  await expect(drawer.getByRole("heading", { name: /discarded/ })).toBeFocused();
  await page.keyboard.press("Escape");
  await page
    .getByRole("region", { name: "Pause" })
    .getByRole("button", { name: "Discard 1 waiting" })
    .click();
  const discard = page.getByRole("alertdialog", { name: /Discard 1 waiting request/ });
  await expect(discard).toContainText("as long as it keeps any request from when it came");
  // It was not there to agree to, so it stays.
  await sh(curlOf(made));
  await discard.getByRole("button", { name: "Discard 1" }).click();
  await expect(page.getByRole("row", { name: /Discarded/ })).toHaveCount(2);
  await expect(discard).toBeHidden();
  expect(await api.call(getIncomingWebhookEndpoint, { params })).toMatchObject({ heldRequests: 1 });
  await page
    .getByRole("region", { name: "Pause" })
    .getByRole("button", { name: "Discard 1 waiting" })
    .click();
  await discard.getByRole("button", { name: "Discard 1" }).click();
  await expect(page.getByRole("heading", { name: "Crash reporter", level: 1 })).toBeFocused();
  expect(await api.call(getIncomingWebhookEndpoint, { params })).toMatchObject({ heldRequests: 0 });
  expect(await subjects()).toHaveLength(1);
});

test("what is over the limit waits in line, where one sees it, and goes on when the limit is raised", async ({
  page,
  signIn,
  api,
}) => {
  const made = await createWebhook(api, { ratePerMinute: 1 });
  for (const subject of ["One", "Two", "Three"]) expect(await sendSigned(made, subject)).toBe(202);
  await signIn();
  await open(page, `${LIST}/${made.id}?result=queued`);
  const banner = page.getByRole("region", { name: "Queued requests" });
  await expect(banner).toContainText("2 requests wait in line.");
  await expect(page.getByRole("row", { name: /Queued, request/ })).toHaveCount(2);
  await banner.getByRole("link", { name: "Change the limit" }).click();
  await page.getByLabel("Requests per minute").fill("600");
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByText("Changes saved").first()).toBeVisible();
  await open(page, `${LIST}/${made.id}`);
  await expect(page.getByRole("row", { name: /Accepted, request/ })).toHaveCount(3);
  await expect(banner).toBeHidden();
  const { data } = await api.call(listTicketsEndpoint, { query: {} });
  expect(data.map(({ subject }) => subject).toReversed()).toEqual(["One", "Two", "Three"]);
});

test("a test request is sent, and a webhook in use is deleted by its name", async ({ page, signIn, api }) => {
  const { id } = await createWebhook(api);
  await signIn();
  await open(page, `${LIST}?q=nothing`);
  await expect(page.getByText("No incoming webhooks match")).toBeVisible();
  await page.getByRole("button", { name: "Clear filters" }).first().click();
  await choose(page, "Send test request");
  await expect(page.getByText("Test request received · 202").first()).toBeVisible();
  await expect(page.getByRole("row", { name: /Crash reporter/ })).toContainText("100% accepted");

  // With unsaved settings it is sent once they are saved, and never with others than the form shows.
  await open(page, `${LIST}/${id}?tab=settings`);
  const name = page.getByLabel("Name", { exact: true });
  await name.fill("");
  await page.getByRole("button", { name: "Save and send test request" }).click();
  await expect(name).toBeFocused();
  await name.fill("Crash reports");
  await page.getByRole("button", { name: "Save and send test request" }).click();
  await expect(page.getByText("Test request accepted · 202")).toBeVisible();
  // Its drawer hides the page from assistive technology until it is closed.
  await expect(page.getByRole("dialog", { name: "Accepted · 202" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("heading", { name: "Crash reports", level: 1 })).toBeVisible();
  await open(page, LIST);

  await page.getByRole("button", { name: "Actions for Crash reports" }).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  const confirm = page.getByRole("alertdialog");
  await confirm.getByRole("button", { name: "Delete webhook" }).click();
  await expect(confirm.getByLabel(/to confirm/)).toHaveAccessibleDescription(/Type “Crash reports”/);
  await confirm.getByLabel(/to confirm/).fill("Crash reports");
  await confirm.getByRole("button", { name: "Delete webhook" }).click();
  await expect(page.getByText("No incoming webhooks yet")).toBeVisible();
});

function createWebhook(api: Api, more: { ratePerMinute?: number } = {}): Promise<CreatedIncomingWebhook> {
  return api.call(createIncomingWebhookEndpoint, {
    body: { name: "Crash reporter", action: "create_ticket", ...more },
  });
}

async function sendSigned({ url, secret }: CreatedIncomingWebhook, subject: string): Promise<number> {
  const body = JSON.stringify({ subject });
  const signature = createHmac("sha256", secret).update(body).digest("hex");
  const headers = { "content-type": "application/json", "x-replify-signature": `sha256=${signature}` };
  return (await fetch(url, { method: "POST", headers, body })).status;
}

function curlOf({ url, secret, signatureScheme: scheme, action, mapping }: CreatedIncomingWebhook): string {
  return curlSample({ url, secret, scheme, action, mapping });
}

async function sh(command: string): Promise<string> {
  return (await run("sh", ["-c", command])).stdout;
}

/** One byte more than was signed. */
function tamper(curl: string): string {
  return curl.replace(/--data-binary "(.+)"$/, '--data-binary "$1 "');
}

async function choose(page: Page, item: string): Promise<void> {
  await page.getByRole("button", { name: "Actions for Crash reporter" }).click();
  await page.getByRole("menuitem", { name: item }).click();
}

test("rules are written, put in order by keyboard, tried on what came, and decide what comes next", async ({
  page,
  signIn,
  api,
  expectedConsoleErrors,
}) => {
  // A template that can't be read.
  expectedConsoleErrors.push(/422/);
  await signIn();
  const made = await api.call(createIncomingWebhookEndpoint, {
    body: { name: "Repository", action: "create_ticket" },
  });
  await sh(
    curlSample({
      url: made.url,
      secret: made.secret,
      scheme: "replify",
      action: "create_ticket",
      mapping: {},
    }),
  );
  await open(page, `${LIST}/${made.id}?tab=settings`);

  await page.getByRole("group", { name: "Only when" }).getByRole("button", { name: "Add condition" }).click();
  await expect(page.getByLabel("Condition 1: path").first()).toBeFocused();
  await page.keyboard.type("subject");
  await page.getByLabel("Condition 1: operator").first().selectOption("exists");
  await page.getByLabel("Same ticket for the same").fill("{{ subject | downcase }}");

  await page.getByRole("button", { name: "Add rule" }).click();
  const first = page.locator('[data-rule="new-1"]');
  await first.getByLabel("Name").fill("Urgent");
  await expect(page.getByText("Fill in the conditions above")).toBeVisible();
  await first.getByRole("button", { name: "Add condition" }).click();
  await expect(first.getByLabel("Condition 1: path")).toBeFocused();
  await page.keyboard.type("priority");
  await first.getByLabel("Condition 1: value").fill("high");
  await first.getByLabel("Set the priority").selectOption("urgent");
  await page.getByRole("button", { name: "Add rule" }).click();
  const second = page.locator('[data-rule="new-2"]');
  await second.getByLabel("Then", { exact: true }).selectOption("add_comment");
  await second.getByLabel("Name").fill("Again");
  await expect(page.getByRole("button", { name: "Move Again down" })).toBeDisabled();

  const up = page.getByRole("button", { name: "Move Again up" });
  await up.focus();
  await page.keyboard.press("Enter");
  await expect(page.getByText("Rule moved to place 1 of 2.")).toBeAttached();
  await expect(second.getByRole("button", { expanded: true })).toBeFocused();
  await page.getByRole("button", { name: "Move Again down" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Move Again up" })).toBeVisible();

  // A rule without conditions is refused beside it.
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(second).toContainText("Add a condition, so that the rule fits some payloads only.");
  await page.getByRole("button", { name: "Remove Again" }).click();
  await expect(page.getByRole("button", { name: "Add rule" })).toBeFocused();

  const preview = page.getByRole("region", { name: "Preview" });
  await page
    .getByRole("list", { name: "Try it on a request that came:" })
    .getByRole("button")
    .first()
    .click();
  await expect(preview).toContainText("Urgent: Create a ticket. Same ticket for printer on fire.");
  await page.getByLabel("Sample payload").fill('{"subject": "Down", "priority": "low"}');
  await expect(preview).toContainText("This payload is ignored. None of the one rule fits it.");
  await page.getByLabel("Where no rule fits").selectOption("create_ticket");
  await expect(preview).toContainText("Otherwise: Create a ticket.");

  await page.getByLabel("Same ticket for the same").fill("{{ subject | nope }}");
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByText("The template fails: there is no filter nope.").first()).toBeVisible();
  await page.getByLabel("Same ticket for the same").fill("{{ subject | downcase }}");
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByText("Changes saved").first()).toBeVisible();

  const stored = await api.call(getIncomingWebhookEndpoint, { params: { id: made.id } });
  expect(stored).toMatchObject({
    conditions: { all: [{ path: "subject", operator: "exists" }] },
    correlationKey: "{{ subject | downcase }}",
    rules: [{ name: "Urgent", action: "create_ticket", set: { priority: "urgent" } }],
    otherwise: { action: "create_ticket" },
  });
  const sample = {
    url: made.url,
    secret: made.secret,
    scheme: "replify",
    action: "create_ticket",
    mapping: {},
  } as const;
  await sh(curlSample(sample));
  const { data } = await api.call(listTicketsEndpoint, { query: {} });
  expect(data.map(({ priority, commentCount }) => [priority, commentCount])).toEqual([
    ["urgent", 0],
    ["high", 0],
  ]);
});

test("a table of values and what is done otherwise are filled in by keyboard, on a small screen", async ({
  page,
  signIn,
  api,
}) => {
  const text = "{{ title | upcase }}";
  const { id } = await api.call(createIncomingWebhookEndpoint, {
    body: {
      name: "Monitoring",
      action: "create_ticket",
      mapping: { subject: text, priority: "level" },
      rules: [{ conditions: { all: [{ path: "done", operator: "exists" }] }, action: "create_ticket" }],
    },
  });
  await page.setViewportSize({ width: 390, height: 844 });
  await page.emulateMedia({ colorScheme: "dark" });
  await signIn();
  await open(page, `${LIST}/${id}?tab=settings`);

  await page.getByRole("button", { name: "Table for priority" }).press("Enter");
  const table = page.getByRole("group", { name: "Table for priority" });
  await expect(table.getByLabel("Where the payload says it")).toHaveValue("level");
  await expect(table.getByLabel("Row 1: When it is")).toBeFocused();
  await page.keyboard.type('say "error"');
  await page.keyboard.press("Tab");
  await page.keyboard.type("high");
  await table.getByRole("button", { name: "Add row" }).press("Enter");
  await expect(table.getByLabel("Row 2: When it is")).toBeFocused();
  await page.keyboard.type("fatal");
  await page.keyboard.press("Tab");
  await page.keyboard.type("urgent");
  await table.getByLabel("For everything else use").fill("normal");
  await page.getByLabel("Sample payload").fill('{"title": "Down", "level": "Fatal"}');
  await page.getByRole("button", { name: "Table for subject" }).click();
  await expect(page.getByText("This says more than a table can, so it stays text.")).toBeVisible();
  await expect(page.getByLabel("Path of subject")).toHaveValue(text);

  await page.getByLabel("Where no rule fits").selectOption("create_ticket");
  const otherwise = page.getByRole("group", { name: "Where no rule fits" });
  await otherwise.getByLabel("Set the status").selectOption("pending");
  await otherwise.getByRole("button", { name: "Add field" }).click();
  await otherwise.getByLabel("Own field 1", { exact: true }).selectOption("body");
  await otherwise.getByLabel("Path of own field 1").fill("title");
  const preview = page.getByRole("region", { name: "Preview" });
  await expect(preview).toContainText('"priority": "urgent"');
  await expect(preview).toContainText('"body": "Down"');
  expect(
    await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth),
  ).toBeLessThanOrEqual(0);

  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByText("Changes saved").first()).toBeVisible();
  const stored = await api.call(getIncomingWebhookEndpoint, { params: { id } });
  expect(stored).toMatchObject({
    mapping: {
      subject: text,
      priority: '{{ level | lookup: "say \\"error\\"", "high", "fatal", "urgent", "normal" }}',
    },
    otherwise: { action: "create_ticket", mapping: { body: "title" }, set: { status: "pending" } },
  });
  await open(page, `${LIST}/${id}?tab=settings`);
  await expect(table.getByLabel("Row 1: When it is")).toHaveValue('say "error"');
  await expect(otherwise.getByLabel("Path of own field 1")).toHaveValue("title");
});
