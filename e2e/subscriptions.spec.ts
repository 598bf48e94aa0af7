import { EVENT_TYPES } from "@/features/event-catalog/names";
import { createEventTypeEndpoint } from "@/features/event-types/contract";
import { publishEventsEndpoint } from "@/features/events/contract";
import {
  createSubscriptionEndpoint,
  getSubscriptionEndpoint,
  pauseSubscriptionEndpoint,
} from "@/features/subscriptions/contract";
import type { Api } from "./api";
import { expect, test } from "./fixtures";
import { echoHookSecret } from "./receiver";
import { copyAndClose, open, pressSequence, reload } from "./steps";

const LIST = "/settings/api/event-subscriptions";

test.use({ permissions: ["clipboard-read", "clipboard-write"] });

test("a subscription is created with the picker and its secret is guarded", async ({
  page,
  signIn,
  api,
  receiver,
}) => {
  const body = {
    type: "order.shipped",
    group: "Warehouse",
    description: "A parcel left.",
    schema: {},
    sample: {},
  };
  await api.call(createEventTypeEndpoint, { body });
  await signIn();
  await open(page, LIST);
  await page.getByRole("link", { name: "Create subscription" }).first().click();
  await page.getByLabel("Target URL").fill(`${receiver.url}/orders`);
  await page.getByLabel("Name (optional)").fill("Orders");
  await page.getByRole("checkbox", { name: "All tickets" }).check();
  await expect(page.getByRole("group", { name: "Events" })).toContainText(
    `5 of ${EVENT_TYPES.length + 1} events chosen`,
  );
  await page.getByRole("searchbox", { name: "Search events" }).fill("chat.");
  await expect(page.getByRole("checkbox", { name: "ticket.created" })).toBeHidden();
  await page.getByRole("checkbox", { name: "chat.started" }).check();
  await page.getByRole("searchbox", { name: "Search events" }).fill("warehouse");
  await page.getByRole("checkbox", { name: "order.shipped" }).check();
  await page.getByRole("button", { name: "Advanced" }).click();
  await page.getByRole("radio", { name: "Short" }).check();
  await expect(page.getByRole("button", { name: "Advanced" })).toBeHidden();
  const sample = page.getByRole("region", { name: "Format" });
  await expect(sample).toContainText("x-replify-signature: sha256=");
  await page.getByRole("radio", { name: "CloudEvents" }).check();
  await page.getByLabel("Sample event").selectOption("chat.started");
  await expect(sample).toContainText("content-type: application/cloudevents+json");
  await expect(sample).toContainText('"type": "chat.started"');
  await expect(sample).not.toContainText("x-replify-signature");
  await page.getByRole("button", { name: "Create subscription" }).click();

  const reveal = page.getByRole("dialog", { name: "Subscription created" });
  await expect(reveal.getByRole("heading", { name: "Subscription created" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(reveal.getByRole("alert")).toContainText("You haven't copied it.");
  await reveal.getByRole("button", { name: "Go back" }).click();
  const secret = await copyAndClose(reveal, "Signing secret");
  expect(secret).toMatch(/^whsec_/);
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(secret);

  await expect(page.getByRole("heading", { level: 1, name: "Orders" })).toBeVisible();
  const id = page.url().split("/").at(-1) ?? "";
  expect(await api.call(getSubscriptionEndpoint, { params: { id } })).toMatchObject({
    name: "Orders",
    targetUrl: `${receiver.url}/orders`,
    eventTypes: expect.arrayContaining(["chat.started", "order.shipped"]),
    retryPolicy: "short",
    format: "cloudevents",
    status: "active",
  });
  await reload(page);
  await expect(page.getByText("Active").first()).toBeVisible();
  expect(await page.content()).not.toContain(secret);
  await open(page, `${LIST}?event=order.shipped`);
  await expect(page.getByRole("row", { name: /Orders/ })).toContainText("127.0.0.1");
});

test("a refusal of the server lands on the URL field", async ({ page, signIn, expectedConsoleErrors }) => {
  // The browser itself reports every answer of 400 and above.
  expectedConsoleErrors.push(/422.*\/api\/v1\/subscriptions/);
  await signIn();
  await open(page, `${LIST}/new`);
  const url = page.getByLabel("Target URL");
  await url.fill("http://169.254.169.254/latest");
  await page.getByRole("checkbox", { name: "ticket.created" }).check();
  await page.getByRole("button", { name: "Create subscription" }).click();

  await expect(url).toHaveAttribute("aria-invalid", "true");
  await expect(url).toHaveAccessibleDescription(/private, local or reserved/);
  await page
    .getByRole("alert")
    .getByRole("link", { name: /private, local or reserved/ })
    .click();
  await expect(url).toBeFocused();
  await expect(url).toHaveValue("http://169.254.169.254/latest");
  await expect(page.getByRole("checkbox", { name: "ticket.created" })).toBeChecked();
});

test("settings are edited, and unsaved ones are not lost by a stray click or key", async ({
  page,
  signIn,
  api,
}) => {
  const { id } = await subscribe(api);
  await signIn();
  await open(page, `${LIST}/${id}?tab=settings`);
  const name = page.getByLabel("Name", { exact: true });
  await name.fill("Renamed");
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Tokens" }).click();
  const leave = page.getByRole("alertdialog", { name: "Leave without saving?" });
  await leave.getByRole("button", { name: "Stay" }).click();
  await expect(name).toHaveValue("Renamed");
  // Nor by keys, nor by the palette.
  await page.getByRole("heading", { level: 1 }).focus();
  await pressSequence(page, "gt");
  await leave.getByRole("button", { name: "Stay" }).click();
  await expect(leave).toBeHidden();
  await page.keyboard.press("Control+k");
  await page.keyboard.type("tokens");
  await expect(page.getByRole("option", { name: "Tokens" })).toBeVisible();
  await page.keyboard.press("Enter");
  await leave.getByRole("button", { name: "Stay" }).click();
  await expect(name).toHaveValue("Renamed");

  await page.getByRole("radio", { name: "Extended" }).check();
  await page.getByRole("radio", { name: "Slack" }).check();
  await expect(page.getByRole("region", { name: "Format" })).toContainText("|Ticket #1042>");
  await page.getByRole("button", { name: "Save changes" }).click();

  await expect(page.getByText("Changes saved")).toBeVisible();
  await expect(page.getByRole("heading", { level: 1, name: "Renamed" })).toBeVisible();
  expect(await api.call(getSubscriptionEndpoint, { params: { id } })).toMatchObject({
    name: "Renamed",
    retryPolicy: "extended",
    format: "slack",
  });
});

test("Back leaves unsaved settings once the reader says so", async ({ page, signIn, api }) => {
  const { name } = await subscribe(api);
  await signIn();
  await open(page, LIST);
  await page.getByRole("link", { name }).first().click();
  await page.getByRole("link", { name: "Settings" }).click();
  const field = page.getByLabel("Name", { exact: true });
  await field.fill("Renamed");
  const leave = page.getByRole("alertdialog", { name: "Leave without saving?" });
  await page.evaluate(() => history.back());
  await leave.getByRole("button", { name: "Stay" }).click();
  await expect(field).toHaveValue("Renamed");
  await page.evaluate(() => history.back());
  await leave.getByRole("button", { name: "Leave without saving" }).click();
  await expect(page).not.toHaveURL(/tab=settings/);
});

test("a subscription is paused, resumed and deleted", async ({ page, signIn, api }) => {
  const { id } = await subscribe(api);
  const status = async () => (await api.call(getSubscriptionEndpoint, { params: { id } })).status;
  await signIn();
  await open(page, `${LIST}/${id}`);

  await page.getByRole("button", { name: "Pause" }).click();
  await expect(page.getByText("Paused", { exact: true }).first()).toBeVisible();
  await expect.poll(status).toBe("paused");
  await page.getByRole("button", { name: "Resume" }).first().click();
  await expect(page.getByText("Active", { exact: true }).first()).toBeVisible();
  await expect.poll(status).toBe("active");

  await page.getByRole("button", { name: "More actions" }).click();
  await page.getByRole("menuitem", { name: /Delete/ }).click();
  const confirm = page.getByRole("alertdialog");
  await expect(confirm).toContainText("It has never delivered anything.");
  await confirm.getByRole("button", { name: "Delete subscription" }).click();

  await expect(page).toHaveURL(LIST);
  await expect(page.getByText("Deleted “Orders”").first()).toBeVisible();
  await expect(page.getByRole("row", { name: /Orders/ })).toBeHidden();
  expect((await api.get(`/api/v1/subscriptions/${id}`)).status).toBe(404);
});

test("what comes during a pause waits, and is delivered or discarded as one decides", async ({
  page,
  signIn,
  api,
  receiver,
}) => {
  const { id } = await subscribe(api, `${receiver.url}/orders`);
  const publish = (subject: string) =>
    api.call(publishEventsEndpoint, { body: { type: "ticket.created", data: { subject } } });
  await signIn();
  await open(page, `${LIST}/${id}`);
  await page.getByRole("button", { name: "Pause" }).click();
  const banner = page.getByRole("region", { name: "Pause" });
  await expect(banner).toContainText(/Paused by .+, .*0 waiting/);
  await banner.getByRole("button", { name: "Say why" }).click();
  await page.getByLabel("Why it is paused").fill("The shop moves");
  await banner.getByRole("button", { name: "Save" }).click();
  await expect(banner).toContainText("The shop moves");
  await publish("First");

  await page.getByRole("button", { name: "Resume" }).click();
  const question = page.getByRole("alertdialog", { name: "Resume “Orders”?" });
  await expect(question).toContainText("1 event came during the pause and waits.");
  await expect(question.getByRole("radio", { name: "Deliver 1 waiting" })).toBeChecked();
  await question.getByRole("radio", { name: "Decide later" }).check();
  await question.getByRole("button", { name: "Resume" }).click();
  const undecided = page.getByRole("region", { name: "Held events" });
  await expect(undecided).toContainText("1 event waits from the pause.");
  expect(receiver.requests).toEqual([]);
  await undecided.getByRole("button", { name: "Deliver 1 waiting" }).click();
  await receiver.waitFor(({ text }) => text.includes("First"));
  await expect(undecided).toBeHidden();

  await page.getByRole("button", { name: "Pause" }).click();
  await expect(banner).toContainText("0 waiting");
  await publish("Second");
  await expect(banner).toContainText("1 waiting");
  await banner.getByRole("button", { name: "Discard 1 waiting" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Discard 1" }).click();
  await expect(banner).toContainText("0 waiting");
  await page.getByRole("button", { name: "Resume" }).click();
  await expect(banner).toBeHidden();
  expect(receiver.requests).toHaveLength(1);
});

test("whoever resumes without it being known what waits is asked, and nothing is sent unasked", async ({
  page,
  signIn,
  api,
  receiver,
  expectedConsoleErrors,
}) => {
  expectedConsoleErrors.push(/500/);
  const { id } = await subscribe(api, `${receiver.url}/orders`);
  await api.call(pauseSubscriptionEndpoint, { params: { id } });
  await api.call(publishEventsEndpoint, { body: { type: "ticket.created", data: { subject: "First" } } });
  await signIn();
  await open(page, `${LIST}/${id}`);
  await expect(page.getByRole("region", { name: "Pause" })).toContainText("1 waiting");
  const look = new RegExp(`/api/v1/subscriptions/${id}$`);
  await page.route(look, (route) => route.fulfill({ status: 500, json: { code: "internal" } }));
  await page.getByRole("button", { name: "Resume" }).click();
  const question = page.getByRole("alertdialog", { name: "Resume “Orders”?" });
  await expect(question).toContainText("could not be looked up");
  await expect(question.getByRole("radio", { name: "Decide later" })).toBeChecked();
  await page.unroute(look);
  await question.getByRole("button", { name: "Resume" }).click();
  await expect(page.getByRole("region", { name: "Held events" })).toContainText("1 event waits");
  expect(receiver.requests).toEqual([]);

  await page.getByRole("button", { name: "Pause" }).click();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByRole("region", { name: "Held events" })).toContainText("1 event waits");
  expect(receiver.requests).toEqual([]);
});

test("a test event shows both sides of the exchange", async ({ page, signIn, api, receiver }) => {
  receiver.behave("/orders", { status: 418, body: "short and stout" });
  const { id } = await subscribe(api, `${receiver.url}/orders`);
  await signIn();
  await open(page, `${LIST}/${id}`);
  await page.getByRole("button", { name: "Send test" }).click();
  const dialog = page.getByRole("dialog", { name: "Send test event" });
  const data = dialog.getByLabel("Data (JSON)");
  await expect(data).not.toHaveValue("");
  await data.fill("{");
  await dialog.getByRole("button", { name: "Send" }).click();
  await expect(data).toHaveAccessibleDescription(/Not valid JSON/);
  await data.fill('{"subject": "A test of mine"}');
  await dialog.getByRole("button", { name: "Send" }).click();

  const result = dialog.getByRole("region", { name: "Result" });
  await expect(result).toContainText("HTTP 418");
  await expect(result).toContainText("Failed");
  await expect(result).toContainText("short and stout");
  expect(receiver.requests[0]?.text).toContain("A test of mine");
  await expect(result).toContainText(String(receiver.requests[0]?.headers["webhook-signature"]));
  await result.getByRole("link", { name: "Open in the delivery log" }).click();
  const drawer = page.getByRole("dialog", { name: "ticket.created" });
  await expect(drawer).toContainText("Failed");
  await expect(drawer).toContainText("Test");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("row", { name: /Failed/ })).toContainText("418");
});

test("with unsaved settings a test is sent once they are saved, and never with others than the form shows", async ({
  page,
  signIn,
  api,
  receiver,
}) => {
  const { id } = await subscribe(api, `${receiver.url}/orders`);
  await signIn();
  await open(page, `${LIST}/${id}?tab=settings`);
  await page.getByLabel("Name", { exact: true }).fill("");
  await page.getByRole("button", { name: "Save and send test" }).click();
  await expect(page.getByLabel("Name", { exact: true })).toBeFocused();
  const dialog = page.getByRole("dialog", { name: "Send test event" });
  await expect(dialog).toBeHidden();
  await page.getByLabel("Name", { exact: true }).fill("Renamed");
  await page.getByRole("button", { name: "Save and send test" }).click();
  await expect(dialog).toBeVisible();
  expect((await api.call(getSubscriptionEndpoint, { params: { id } })).name).toBe("Renamed");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "Send test", exact: true })).toBeVisible();
});

test("a viewer sees subscriptions and changes nothing", async ({ page, signIn, api }) => {
  const { id } = await subscribe(api);
  await signIn({ role: "viewer" });
  await open(page, LIST);
  await expect(page.getByRole("row", { name: /Orders/ })).toBeVisible();
  await expect(page.getByRole("link", { name: "Create subscription" })).toBeHidden();
  await open(page, `${LIST}/${id}?tab=settings`);

  await expect(page.getByLabel("Target URL")).toBeDisabled();
  await expect(page.getByRole("button", { name: "Save changes" })).toBeHidden();
});

test("a target is verified step by step, and a new URL leaves the old one live until it answers", async ({
  page,
  signIn,
  api,
  receiver,
}) => {
  await signIn();
  receiver.behave("/old", { status: 410, body: "<html>not here</html>" });
  await open(page, `${LIST}/new`);
  await page.getByLabel("Target URL").fill(`${receiver.url}/old`);
  await page.getByRole("checkbox", { name: "Verify the target first" }).check();
  await page.getByRole("checkbox", { name: "ticket.created" }).check();
  await page.getByRole("button", { name: "Create subscription" }).click();

  const reveal = page.getByRole("dialog", { name: "Subscription created" });
  const steps = reveal.getByRole("list", { name: "Handshake" }).getByRole("listitem");
  await expect(steps).toHaveText(["Sent challenge: done", "Got answer: done", "Verified: failed"]);
  await expect(reveal.getByRole("region", { name: "Verification", exact: true })).toContainText(
    /Gone \(410\).*try again.*Expected••••[0-9a-f]{4}Received<html>not here<\/html>/,
  );

  receiver.behave("/old", { reply: echoHookSecret });
  await reveal.getByRole("button", { name: "Try again" }).click();
  await expect(steps).toHaveText(["Sent challenge: done", "Got answer: done", "Verified: done"]);
  await expect(page.getByRole("status").filter({ hasText: "The target is verified" })).toBeAttached();
  await copyAndClose(reveal, "Signing secret");
  await expect(page.getByText("The target answered the handshake")).toBeVisible();

  await expect(page).toHaveURL(/\/event-subscriptions\/[\da-f-]{36}/);
  const id = new URL(page.url()).pathname.split("/").at(-1) ?? "";
  const target = async () => (await api.call(getSubscriptionEndpoint, { params: { id } })).targetUrl;
  receiver.behave("/new", { status: 410 });
  await page
    .getByRole("navigation", { name: "Subscription" })
    .getByRole("link", { name: "Settings" })
    .click();
  await page.getByLabel("Target URL", { exact: true }).fill(`${receiver.url}/new`);
  await expect(page.getByRole("note")).toContainText(
    `The old URL stays live until it answers: ${receiver.url}/old`,
  );
  await page.getByRole("button", { name: "Save changes" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByText("Changes saved")).toBeVisible();
  expect(await target()).toBe(`${receiver.url}/old`);
  await page.getByRole("link", { name: "Overview", exact: true }).last().click();
  const card = page.getByRole("region", { name: "Verification", exact: true });
  await expect(card).toContainText(`the old URL stays live: ${receiver.url}/old`);
  await expect(card).toContainText("Gone (410)");

  receiver.behave("/new", { reply: echoHookSecret });
  await card.getByRole("button", { name: "Try again" }).click();
  await expect(card).toContainText("The target answered the handshake");
  expect(await target()).toBe(`${receiver.url}/new`);
});

function subscribe(api: Api, targetUrl = "https://example.com/hook") {
  return api.call(createSubscriptionEndpoint, {
    body: { name: "Orders", targetUrl, eventTypes: ["ticket.created"] },
  });
}

test("a secret is rotated, shown once, and its overlap is ended", async ({ page, signIn, api }) => {
  await signIn();
  const { id, secret } = await api.call(createSubscriptionEndpoint, {
    body: { name: "Orders", targetUrl: "http://127.0.0.1:1024/", eventTypes: ["ticket.created"] },
  });
  await open(page, `${LIST}/${id}`);
  await page.getByRole("button", { name: "More actions" }).click();
  await page.getByRole("menuitem", { name: "Rotate secret" }).click();
  const asking = page.getByRole("alertdialog", { name: "Rotate the secret of “Orders”?" });
  await expect(asking.getByRole("radio", { name: "24 hours" })).toBeChecked();
  await asking.getByRole("button", { name: "Rotate secret" }).click();
  const fresh = await copyAndClose(page.getByRole("dialog", { name: "Secret rotated" }), "Signing secret");
  expect(fresh).not.toBe(secret);

  const overlap = page.getByRole("region", { name: "Overlap" });
  await expect(overlap).toContainText("Two secrets valid until");
  expect(await page.content()).not.toContain(fresh);
  await overlap.getByRole("button", { name: "End overlap now" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "End overlap" }).click();
  await expect(page.getByText("Overlap ended: only the new secret works")).toBeVisible();
  await expect(overlap).toBeHidden();
  const { previousSecretExpiresAt } = await api.call(getSubscriptionEndpoint, { params: { id } });
  expect(previousSecretExpiresAt).toBeNull();
});
