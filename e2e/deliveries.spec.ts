import { listDeliveriesEndpoint } from "@/features/deliveries/contract";
import { publishEventsEndpoint } from "@/features/events/contract";
import { createSubscriptionEndpoint, pauseSubscriptionEndpoint } from "@/features/subscriptions/contract";
import { createTicketEndpoint } from "@/features/tickets/contract";
import type { Api } from "./api";
import { expect, test } from "./fixtures";
import type { Receiver } from "./receiver";
import { activeFilters, filterBy, open, reload } from "./steps";

const LOG = "/settings/api/deliveries";
const SUBJECT = "Printer on fire";

test("a published event appears in the open log and moves by itself", async ({
  page,
  signIn,
  api,
  receiver,
}) => {
  const { id: subscriptionId } = await subscribe(api, receiver);
  receiver.behave("/hook", { failTimes: 2, body: "not now" });
  await signIn();
  await open(page, `/settings/api/event-subscriptions/${subscriptionId}?tab=deliveries`);
  await expect(page.getByText("No deliveries yet")).toBeVisible();

  await publish(api);

  const row = page.getByRole("row", { name: /ticket\.created/ });
  await expect(row).toContainText("Succeeded");
  await expect(row).toContainText("3/6");
  expect(receiver.requests).toHaveLength(3);
});

test("the drawer shows each attempt with the exact request and answer", async ({
  page,
  signIn,
  api,
  receiver,
}) => {
  await subscribe(api, receiver);
  receiver.behave("/hook", { failTimes: 2, body: "not now" });
  const id = await publish(api);
  await receiver.waitForMany(3);
  await signIn();
  await open(page, LOG);
  await page
    .getByRole("row", { name: /Succeeded/ })
    .getByRole("link")
    .first()
    .click();

  const drawer = page.getByRole("dialog", { name: "ticket.created" });
  await expect(drawer.getByRole("heading", { name: "ticket.created" })).toBeFocused();
  await expect(page).toHaveURL(new RegExp(`delivery=${id}`));
  const [first, , third] = receiver.requests;
  const shown = drawer.getByRole("region", { name: "Request of attempt 3" });
  await expect(shown.getByRole("region", { name: "Request headers" })).toContainText(
    `webhook-signature: ${third?.headers["webhook-signature"]}`,
  );
  const request = shown.getByRole("region", { name: "Request", exact: true });
  await request.getByRole("tab", { name: "Raw" }).click();
  await expect(request.getByRole("tabpanel", { name: "Raw" })).toContainText(first?.text ?? "?");

  await drawer.getByRole("button", { name: /^Attempt 1 failed/ }).click();
  const failed = drawer.getByRole("region", { name: "Attempt 1", exact: true });
  await expect(failed).toContainText("500");
  await expect(failed.getByRole("region", { name: "Response", exact: true })).toContainText("not now");
  await expect(failed).toContainText("Next step:");
  // The one before is gone.
  await expect(drawer.getByRole("region", { name: /^Attempt \d+$/ })).toHaveCount(1);
  await expect(drawer.getByRole("region", { name: "Request headers" })).toContainText("x-replify-attempt: 1");
});

test("a waiting retry counts down and its success arrives while one looks on", async ({
  page,
  signIn,
  api,
  receiver,
}) => {
  // Twenty seconds at a hundred times the speed: time enough to see it wait.
  await subscribe(api, receiver, { delaysSeconds: [2_000] });
  receiver.behave("/hook", { failTimes: 1 });
  const id = await publish(api);
  await signIn();
  await open(page, `${LOG}?delivery=${id}`);

  const drawer = page.getByRole("dialog", { name: "ticket.created" });
  await expect(drawer).toContainText("Retrying");
  const next = drawer.getByRole("listitem").filter({ hasText: /due in/ });
  await expect(next.getByRole("time")).toHaveText(/^\d+\ss$/);
  const before = await next.getByRole("time").textContent();
  await expect(next.getByRole("time")).not.toHaveText(before ?? "");
  await expect(drawer.getByRole("button", { name: /^Attempt 2 succeeded/ })).toBeVisible({
    timeout: 60_000,
  });
  await expect(drawer.getByRole("banner")).toContainText("Succeeded");
  await expect(next).toBeHidden();
});

test("a delivery that failed for good gets through when it is resent", async ({
  page,
  signIn,
  api,
  receiver,
}) => {
  await subscribe(api, receiver, { delaysSeconds: [1] });
  receiver.behave("/hook", { status: 503 });
  const id = await publish(api);
  await signIn();
  await open(page, `${LOG}?delivery=${id}`);
  const drawer = page.getByRole("dialog", { name: "ticket.created" });
  await expect(drawer.getByRole("banner")).toContainText("Failed");
  expect(receiver.requests).toHaveLength(2);
  receiver.behave("/hook", {});

  await drawer.getByRole("button", { name: "Resend" }).click();

  await expect(page.getByText("Queued for resend").first()).toBeVisible();
  await expect(drawer.getByRole("banner")).toContainText("Succeeded");
  await expect(drawer.getByRole("button", { name: /^Attempt 3 succeeded.*by hand, Ada/ })).toBeVisible();
  expect(receiver.requests.map((request) => request.headers["webhook-id"])).toEqual([id, id, id]);

  await drawer.getByRole("button", { name: "Resend" }).click();
  const confirm = page.getByRole("alertdialog");
  await expect(confirm).toContainText("The receiver already accepted this.");
  await confirm.getByRole("button", { name: "Cancel" }).click();
  expect(receiver.requests).toHaveLength(3);
});

test("why a delivery failed stands above the fold, and the facts come last", async ({
  page,
  signIn,
  api,
  receiver,
}) => {
  await subscribe(api, receiver, { delaysSeconds: [1] });
  receiver.behave("/hook", { status: 503, body: "closed for stocktaking" });
  const id = await publish(api);
  await signIn();
  await page.setViewportSize({ width: 1280, height: 800 });
  await open(page, `${LOG}?delivery=${id}`);
  const drawer = page.getByRole("dialog", { name: "ticket.created" });
  await expect(drawer.getByRole("banner")).toContainText("Failed");
  for (const place of [drawer, page.getByRole("main")]) {
    if (place !== drawer) await open(page, `${LOG}/${id}`);
    for (const above of [
      place.getByText(/^Failed after 2 of 2/),
      place.getByText("Next step:"),
      place.getByText("closed for stocktaking"),
    ])
      await expect(above).toBeInViewport();
    const parts = place.getByRole("heading", { level: 3 });
    await expect(parts.first()).toHaveText(/^Attempt 2: 503/);
    await expect(parts.last()).toHaveText("Facts");
  }
});

test("what is left of a delivery is canceled", async ({ page, signIn, api, receiver }) => {
  await subscribe(api, receiver, { delaysSeconds: [86_400] });
  receiver.behave("/hook", { status: 500 });
  const id = await publish(api);
  await signIn();
  await open(page, `${LOG}?delivery=${id}`);
  const drawer = page.getByRole("dialog", { name: "ticket.created" });
  await drawer.getByRole("button", { name: "Cancel remaining" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Cancel remaining" }).click();

  await expect(drawer.getByRole("banner")).toContainText("Canceled");
  expect((await api.get(`/api/v1/deliveries/${id}`)).body).toMatchObject({ status: "canceled" });
});

test("filters and the drawer live in the URL, for Back and reload", async ({
  page,
  signIn,
  api,
  receiver,
}) => {
  await subscribe(api, receiver, { delaysSeconds: [1] });
  const good = await publish(api);
  await receiver.waitForMany(1);
  receiver.behave("/hook", { status: 500 });
  const bad = await publish(api);
  await receiver.waitForMany(3);
  await signIn();
  await open(page, LOG);
  const rows = page.getByRole("row", { name: /ticket\.created/ });
  await expect(rows).toHaveCount(2);

  await filterBy(page, "Status", "Failed");
  await expect(rows).toHaveCount(1);
  await expect(page).toHaveURL(/status=failed/);
  await rows.getByRole("link").first().click();
  const drawer = page.getByRole("dialog", { name: "ticket.created" });
  await expect(drawer).toContainText(bad);
  await page.goBack();
  await expect(drawer).toBeHidden();
  await expect(page).toHaveURL(/status=failed/);
  await page.goForward();
  await expect(drawer).toContainText(bad);
  await reload(page);
  await expect(drawer).toContainText(bad);
  await page.keyboard.press("Escape");
  await expect(drawer).toBeHidden();
  await expect(rows.getByRole("link").first()).toBeFocused();
  await expect(activeFilters(page)).toContainText("Status: Failed");

  await page.getByRole("button", { name: "Clear all" }).click();
  await expect(rows).toHaveCount(2);
  await page.getByLabel("Search by delivery or event id").fill(good);
  await expect(rows).toHaveCount(1);
  await expect(rows).toContainText("Succeeded");
});

test("the attempts of a subscription show five facts each, and lead to what was sent", async ({
  page,
  signIn,
  api,
  receiver,
}) => {
  const { id: subscriptionId } = await subscribe(api, receiver);
  await signIn();
  await open(page, `/settings/api/event-subscriptions/${subscriptionId}?tab=attempts`);
  await expect(page.getByText("No attempts yet")).toBeVisible();
  receiver.behave("/hook", { failTimes: 1, status: 503 });
  const delivery = await publish(api);
  const headings = page.getByRole("columnheader");
  await expect(headings).toHaveText(["Event type", "HTTP status", "Attempt", "Result", "Time"]);
  const rows = page.getByRole("row", { name: /ticket\.created/ });
  await expect(rows).toHaveCount(2);
  await expect(rows.first()).toContainText(/200.*2.*Success.*ago|200.*2.*Success.*just now/);
  await expect(rows.last()).toContainText(/503.*1.*Failure/);

  await filterBy(page, "Result", "Failure");
  await expect(rows).toHaveCount(1);
  await expect(page).toHaveURL(/result=failure/);
  await rows.getByRole("link").click();
  await expect(page).toHaveURL(new RegExp(`delivery=${delivery}&attempt=1`));
  const drawer = page.getByRole("dialog", { name: "ticket.created" });
  await expect(drawer.getByRole("region", { name: "Attempt 1", exact: true })).toContainText("503");
  await page.keyboard.press("Escape");
  await expect(rows.getByRole("link")).toBeFocused();
  await filterBy(page, "Result", "Any result");
  await expect(rows).toHaveCount(2);
});

test("selected deliveries are sent again, found by their subscription, and what is left says why", async ({
  page,
  signIn,
  api,
  receiver,
}) => {
  const { id: other } = await subscribe(api, receiver);
  const { id: subscription } = await subscribe(api, receiver);
  const { id: ticketId } = await api.call(createTicketEndpoint, { body: { subject: "Printer on fire" } });
  const recorded = async () =>
    (await api.call(listDeliveriesEndpoint, { query: {} })).data.map(({ status }) => status);
  await expect.poll(recorded).toEqual(["succeeded", "succeeded"]);
  await api.call(pauseSubscriptionEndpoint, { params: { id: other } });
  await signIn();
  await open(page, LOG);
  const rows = page.getByRole("row", { name: /ticket\.created/ });
  await expect(rows).toHaveCount(2);
  await expect(rows.first().getByRole("link", { name: /Printer on fire/ })).toHaveAttribute(
    "href",
    `/tickets/${ticketId}`,
  );

  await page.getByRole("checkbox", { name: "Select all deliveries on this page" }).check();
  await page.getByRole("button", { name: "Resend", exact: true }).click();
  const question = page.getByRole("alertdialog", { name: "Resend 2 deliveries?" });
  await expect(question).toContainText("to 2 subscriptions");
  await expect(question).toContainText("2 of them the receiver has accepted already");
  await question.getByRole("button", { name: "Resend 2" }).click();
  const result = page.getByRole("region", { name: "Resend" });
  await expect(result).toContainText("1 queued for resend, 1 left as it is.");
  await expect(result).toContainText("paused");
  await receiver.waitForMany(3);
  await result.getByRole("button", { name: "Dismiss" }).click();

  await page.keyboard.press("f");
  await page.getByRole("tab", { name: "Subscription" }).click();
  await page.getByRole("combobox", { name: /^Subscription/ }).click();
  await page.getByRole("option").first().click();
  await expect(rows).toHaveCount(1);
  await expect(page).toHaveURL(new RegExp(`subscription=(${subscription}|${other})`));
});

test("a made-up link says so and a made-up filter is ignored", async ({
  page,
  signIn,
  expectedConsoleErrors,
}) => {
  // The browser itself reports every answer of 400 and above.
  expectedConsoleErrors.push(/404.*\/deliveries\//);
  await signIn();
  await open(page, `${LOG}?status=odd&statusCode=zz&delivery=01900000-0000-7000-8000-000000000000`);
  await expect(page.getByRole("dialog")).toContainText("No such delivery");
  await page.keyboard.press("Escape");
  await expect(page.getByText("No deliveries yet")).toBeVisible();
  await expect(activeFilters(page)).toBeHidden();
});

function subscribe(api: Api, receiver: Receiver, retryPolicy?: { delaysSeconds: number[] }) {
  return api.call(createSubscriptionEndpoint, {
    body: {
      name: "Orders",
      targetUrl: `${receiver.url}/hook`,
      eventTypes: ["ticket.created"],
      ...(retryPolicy && { retryPolicy }),
    },
  });
}

/** Returns the id of the delivery. */
async function publish(api: Api): Promise<string> {
  await api.call(publishEventsEndpoint, { body: { type: "ticket.created", data: { subject: SUBJECT } } });
  const { data } = await api.call(listDeliveriesEndpoint, { query: { limit: 1 } });
  return data[0]?.id ?? "";
}
