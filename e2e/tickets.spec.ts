import type { Page } from "@playwright/test";
import { createCustomerEndpoint } from "@/features/customers/contract";
import { TEST_SITES } from "@/features/environment-reports/test-sites";
import {
  createCommentEndpoint,
  createTicketEndpoint,
  getTicketEndpoint,
  listCommentsEndpoint,
  updateTicketEndpoint,
} from "@/features/tickets/contract";
import { env } from "@/lib/env";
import type { Api } from "./api";
import { expect, test } from "./fixtures";
import { open, reload } from "./steps";

test.setTimeout(120_000);

test("tickets are triaged by keyboard, in bulk with a way back, and arrivals wait to be asked for", async ({
  page,
  signIn,
  api,
}) => {
  const { name } = await signIn();
  await open(page, "/tickets");
  await expect(page.getByRole("link", { name: "Create incoming webhook" })).toBeVisible();
  const ids: string[] = [];
  for (const subject of ["First", "Second", "Third"]) ids.push((await openTicket(api, subject)).id);
  await open(page, "/tickets");
  const rowOf = (subject: string) => page.getByRole("row", { name: new RegExp(subject) });
  await expect(rowOf("Third")).toBeVisible();

  await page.keyboard.press("j");
  await expect(page.getByRole("link", { name: "#3 Third" })).toBeFocused();
  await page.keyboard.press("j");
  await expect(page.getByRole("link", { name: "#2 Second" })).toBeFocused();
  await page.keyboard.press("a");
  await expect(rowOf("Second")).toContainText(name);
  await page.keyboard.press("e");
  await expect(rowOf("Second")).toContainText("Resolved");
  await expect(page.getByRole("link", { name: "#2 Second" })).toBeFocused();
  expect(await api.call(getTicketEndpoint, { params: { id: ids[1] ?? "" } })).toMatchObject({
    status: "resolved",
    assignee: { name },
  });

  await page.keyboard.press("x");
  await page.keyboard.press("j");
  await page.keyboard.press("x");
  await expect(page.getByText("2 selected")).toBeVisible();
  await page.getByRole("button", { name: "Priority" }).last().click();
  await page.getByRole("menuitem", { name: "Urgent" }).click();
  await expect(rowOf("First")).toContainText("Urgent");
  await expect(rowOf("Second")).toContainText("Urgent");
  await expect(rowOf("Third")).not.toContainText("Urgent");
  await page.getByRole("button", { name: "Undo" }).first().click();
  await expect(rowOf("First")).toContainText("Normal");
  await expect
    .poll(async () => (await api.call(getTicketEndpoint, { params: { id: ids[0] ?? "" } })).priority)
    .toBe("normal");

  await page.getByRole("checkbox", { name: /Third/ }).check();
  await page.getByRole("button", { name: "Priority" }).last().click();
  await page.getByRole("menuitem", { name: "High" }).click();
  await expect(rowOf("Third")).toContainText("High");
  await api.call(updateTicketEndpoint, { params: { id: ids[2] ?? "" }, body: { priority: "low" } });
  await page.getByRole("button", { name: "Undo" }).first().click();
  await expect(page.getByText("Undone, except what changed in the meantime: #3.")).toBeVisible();
  await expect(rowOf("First")).toContainText("Normal");
  await expect(rowOf("Third")).toContainText("Low");

  await openTicket(api, "Late", { customer: { email: "dana@example.com", name: "Dana" } });
  const arrivals = page.getByRole("button", { name: "1 new ticket" });
  await expect(arrivals).toBeVisible({ timeout: 30_000 });
  await expect(rowOf("Late")).toBeHidden();
  await arrivals.click();
  await expect(rowOf("Late")).toBeVisible();
  await expect(rowOf("Second")).toBeHidden();

  const ticketHeading = page.getByRole("columnheader", { name: "Ticket", exact: true });
  await ticketHeading.getByRole("button").click();
  await expect(page).toHaveURL(/sort=-created/);
  await expect(ticketHeading).toHaveAttribute("aria-sort", "descending");
  await ticketHeading.getByRole("button").click();
  await expect(ticketHeading).toHaveAttribute("aria-sort", "ascending");
  await expect(page.getByRole("row").nth(1)).toContainText("#1 First");
  await expect(page.locator("[aria-sort]")).toHaveCount(1);

  await page.keyboard.press("f");
  await page.getByRole("tab", { name: "Customer" }).click();
  await page.getByRole("combobox", { name: /^Customer/ }).fill("dana");
  await expect(page.getByRole("option", { name: /Dana/ })).toBeVisible();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  await expect(page).toHaveURL(/customer=/);
  await expect(rowOf("First")).toBeHidden();
  await expect(rowOf("Late")).toBeVisible();
  await page.getByRole("button", { name: "Remove the filter Customer: Dana" }).click();
  await expect(rowOf("First")).toBeVisible();

  const view = page.getByRole("button", { name: /^View/ });
  const priorityHeading = page.getByRole("columnheader", { name: "Priority" });
  await view.press("Enter");
  await page.getByRole("checkbox", { name: "Priority" }).press("Space");
  await expect(priorityHeading).toBeHidden();
  await reload(page);
  await expect(view).toHaveText("View (1 hidden)");
  await expect(rowOf("First")).not.toContainText("Normal", { useInnerText: true });
  await view.press("Enter");
  await page.getByRole("button", { name: "Show all columns" }).press("Enter");
  await expect(priorityHeading).toBeVisible();
  await expect(view).toBeFocused();

  await page.getByRole("link", { name: "All", exact: false }).and(page.locator('[href*="tab=all"]')).click();
  await expect(rowOf("Second")).toBeVisible();
  await page.getByRole("searchbox").first().fill("#2");
  await expect(rowOf("First")).toBeHidden();
  await expect(page).toHaveURL(/q=%232/);
  await page.getByRole("link", { name: "#2 Second" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Second" })).toBeVisible();
});

test("a reply shows at once, survives a failure, and resolves; a note stays inside", async ({
  page,
  signIn,
  api,
  expectedConsoleErrors,
}) => {
  expectedConsoleErrors.push(/status of 500/);
  await signIn();
  const { id, number } = await openTicket(api, "Printer on fire");
  await open(page, `/tickets/${number}`);
  await expect(page).toHaveURL(new RegExp(`/tickets/${id}`));
  const log = page.getByRole("log");
  await expect(log).toContainText("It burns.");

  await page.keyboard.press("n");
  const note = page.getByRole("textbox", { name: /^Internal note/ });
  await expect(note).toBeFocused();
  await note.fill("Laser, not ink");
  await reload(page);
  await expect(note).toHaveValue("Laser, not ink");
  await note.press("Control+Enter");
  await expect(log.getByRole("listitem").filter({ hasText: "Laser, not ink" })).toContainText(
    "Internal note",
  );

  await page.route("**/comments", (route) =>
    route.request().method() === "POST" ? route.fulfill({ status: 500, body: "{}" }) : route.continue(),
  );
  await page.getByRole("button", { name: "Reply", exact: true }).click();
  const reply = page.getByRole("textbox", { name: /^Reply/ });
  await reply.fill("Use sand.");
  await page.getByRole("button", { name: "More ways to send" }).click();
  await page.getByRole("menuitem", { name: "Send and resolve" }).click();
  const sent = log.getByRole("listitem").filter({ hasText: "Use sand." });
  await expect(sent).toContainText("Not sent.");
  await expect(reply).toHaveValue("");
  await page.unroute("**/comments");
  await sent.getByRole("button", { name: "Retry" }).click();
  await expect(sent).not.toContainText(/Not sent|Sending/);
  await expect(page.getByLabel("Status")).toHaveValue("resolved");
  await expect(log).toContainText("changed status from open to resolved");
  const { data } = await api.call(listCommentsEndpoint, { params: { id }, query: {} });
  expect(data.map(({ body, visibility }) => [body, visibility])).toEqual([
    ["Laser, not ink", "internal"],
    ["Use sand.", "public"],
  ]);
});

test("two agents see each other, and a change on top of another's asks first", async ({
  page,
  signIn,
  person,
  sessionCookie,
  browser,
  api,
  expectedConsoleErrors,
}) => {
  expectedConsoleErrors.push(/status of 409|net::ERR_FAILED/);
  await signIn();
  const { id } = await openTicket(api, "Printer on fire");
  const other = await browser.newContext({ baseURL: env.APP_URL });
  const [name = "", value = ""] = (await sessionCookie(await person({ role: "agent" }))).split(/=(.*)/s);
  await other.addCookies([{ name, value, url: env.APP_URL }]);
  const theirs = await other.newPage();
  await open(theirs, `/tickets/${id}`);
  await theirs.getByRole("textbox", { name: /^Reply/ }).fill("I am");
  await open(page, `/tickets/${id}`);
  await expect(page.getByText("is also replying")).toBeVisible({ timeout: 30_000 });
  await other.close();

  await page.getByRole("textbox", { name: /^Reply/ }).fill("Half a reply");
  await stopPolling(page);
  await api.call(updateTicketEndpoint, { params: { id }, body: { priority: "urgent" } });
  await page.getByLabel("Status").selectOption("Pending");
  const notice = page.getByRole("alert").filter({ hasText: "was not saved" });
  await expect(notice).toContainText("changed priority from normal to urgent");
  await expect(page.getByLabel("Status")).toHaveValue("open");
  await expect(page.getByRole("textbox", { name: /^Reply/ })).toHaveValue("Half a reply");
  await notice.getByRole("button", { name: "Apply my change" }).click();
  await expect(notice).toBeHidden();
  await expect(page.getByLabel("Status")).toHaveValue("pending");
  expect(await api.call(getTicketEndpoint, { params: { id } })).toMatchObject({
    status: "pending",
    priority: "urgent",
  });

  await page.unrouteAll();
  const editSubject = page.getByRole("button", { name: "Edit subject" });
  const subject = page.getByRole("textbox", { name: "Subject" });
  await editSubject.click();
  await subject.fill("Given up");
  await subject.press("Escape");
  await expect(editSubject).toBeFocused();
  await editSubject.click();
  await expect(subject).toHaveValue("Printer on fire");
  await subject.fill(" ");
  await subject.press("Enter");
  await expect(page.getByText("Give the ticket a subject.")).toBeVisible();
  await subject.fill("Printer still on fire");
  await api.call(updateTicketEndpoint, { params: { id }, body: { subject: "Printer out" } });
  await expect(page.getByRole("heading", { level: 1, name: "Printer out" })).toBeAttached({
    timeout: 30_000,
  });
  await subject.press("Enter");
  await expect(editSubject).toBeFocused();
  await expect(notice).toContainText("changed the subject to “Printer out”");
  await notice.getByRole("button", { name: "Apply my change" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Printer still on fire" })).toBeVisible();
  await expect(page).toHaveTitle(/Printer still on fire/);
});

test("a ticket opens at the first unread comment, and is unread in the list until its end was seen", async ({
  page,
  signIn,
  api,
}) => {
  await signIn();
  const { id } = await openTicket(api, "Long story");
  const write = (text: string) =>
    api.call(createCommentEndpoint, { params: { id }, body: { body: `${text}\n${"…\n".repeat(12)}` } });
  const unread = page.getByRole("link", { name: "Long story (unread)" });
  const log = page.getByRole("log");
  const divider = log.getByRole("separator", { name: "New" });

  await write("Read by all");
  await open(page, "/tickets");
  await expect(unread).toBeVisible();
  await unread.click();
  await expect(log.getByText("It burns.")).toBeInViewport();
  await expect(divider).toBeHidden();
  await readToTheEnd(page);

  // An open ticket would show the first of them as they come, and so have them read.
  await page.goto("about:blank");
  // Fifty make a page, so the first unread one is on an older one.
  for (let count = 1; count <= 55; count++) await write(`Unread ${count}`);
  await open(page, `/tickets/${id}`);
  await expect(divider).toBeInViewport();
  await expect(log.getByText(/^Unread 1\s/)).toBeInViewport();
  await expect(log.getByText(/^Unread 55\s/)).not.toBeInViewport();
  await open(page, "/tickets");
  await expect(unread).toBeVisible();

  await open(page, `/tickets/${id}`);
  await readToTheEnd(page);
  await expect(divider).toBeAttached();
  await open(page, "/tickets");
  await expect(page.getByRole("link", { name: /Long story$/ })).toBeVisible();
  await open(page, `/tickets/${id}`);
  await expect(log.getByText(/^Unread 55\s/)).toBeInViewport();
  await expect(divider).toBeHidden();
});

test("a ticket is opened by hand, its diagnostics lead to others, and it is merged and deleted", async ({
  page,
  signIn,
  api,
  expectedConsoleErrors,
}) => {
  expectedConsoleErrors.push(/status of 404/);
  await signIn();
  const twin = await openTicket(api, "Same trouble", { diagnostics: { php: { version: "8.3" } } });
  await api.call(createCustomerEndpoint, { body: { name: "Eva" } });
  await open(page, "/tickets/new");
  await page.getByRole("button", { name: "Open ticket" }).click();
  await expect(page.getByRole("alert").getByRole("link")).toHaveText("Give the ticket a subject.");
  await page.getByRole("combobox", { name: "Customer" }).fill("dana@example.com");
  await page.getByRole("option", { name: "Add “dana@example.com” as a new customer" }).click();
  await expect(page.getByLabel("Customer’s email")).toBeFocused();
  await expect(page.getByLabel("Customer’s email")).toHaveValue("dana@example.com");
  await page.getByLabel("Subject").fill("Blank page");
  await page.getByLabel("Tags").fill("checkout, vip");
  await page.getByRole("button", { name: "Open ticket" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Blank page" })).toBeVisible();
  await expect(page.getByRole("list", { name: "Tags" })).toContainText("vip");
  const about = page.getByRole("complementary", { name: "About the ticket" });
  await expect(about.getByRole("link", { name: "dana@example.com" })).toBeVisible();
  await about.getByRole("combobox", { name: "Customer" }).fill("eva");
  const found = about.getByRole("listbox", { name: "Suggestions" }).getByRole("option");
  await expect(found).toHaveText([/^Eva/]);
  await page.keyboard.press("Enter");
  await expect(about.getByRole("link", { name: "Eva" })).toBeVisible();
  await about.getByRole("combobox", { name: "Customer" }).click();
  await found.filter({ hasText: "No customer" }).click();
  await expect(about.getByText("Unknown")).toBeVisible();

  await page.getByRole("button", { name: /^More actions for ticket/ }).click();
  await page.getByRole("menuitem", { name: "Merge into another ticket" }).click();
  const dialog = page.getByRole("alertdialog");
  await dialog.getByLabel("Number of the ticket that stays").fill(`#${twin.number}`);
  await expect(dialog.getByRole("status")).toContainText("Same trouble");
  const mergedUrl = page.url();
  await dialog.getByRole("button", { name: "Merge ticket" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Same trouble" })).toBeVisible();
  await expect(page.getByRole("log")).toContainText("was merged into this one");
  await page.goto(mergedUrl);
  await expect(page).toHaveURL(new RegExp(twin.id));
  await expect(page.getByText(/^Ticket #2 was merged into this one\.$/)).toBeVisible();

  await page.getByRole("tab", { name: "Diagnostics" }).click();
  await page.getByRole("link", { name: "Find tickets with php.version 8.3" }).click();
  await expect(page.getByRole("row", { name: /Same trouble/ })).toBeVisible();
  await page
    .getByRole("row", { name: /Same trouble/ })
    .getByRole("checkbox")
    .check();
  await page.getByRole("button", { name: "Delete" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Delete 1 ticket" }).click();
  await expect(page.getByText("No tickets match")).toBeVisible();
  await page.goto(`/tickets/${twin.id}`);
  await expect(page.getByRole("heading", { level: 1, name: "No such ticket" })).toBeVisible();
});

test("what a customer pasted of their site becomes the diagnostics, by keyboard, and leads to others", async ({
  page,
  signIn,
  api,
}) => {
  await signIn();
  const shop = TEST_SITES.find(({ name }) => name === "shop");
  await api.call(createTicketEndpoint, {
    body: { subject: "Same shop", diagnostics: shop?.wooSystemStatus },
  });
  const { id } = await api.call(createTicketEndpoint, {
    body: { subject: "Checkout fails", body: `Hello,\n\n${shop?.siteHealthText}\n\nDana` },
  });
  await open(page, `/tickets/${id}`);
  await page.getByRole("button", { name: "Show as diagnostics" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("link", { name: "Shown as diagnostics" })).toBeFocused();
  await page.keyboard.press("Enter");
  const panel = page.getByRole("tabpanel", { name: "Diagnostics" });
  await expect(panel.getByRole("listitem").first()).toHaveText(/^Warning/);
  await expect(panel.getByText("PHP 8.1.2-1ubuntu2.14 is older than 8.2.")).toBeVisible();
  await expect(panel.getByRole("row").nth(1)).toContainText(/WooCommerce\s*9\.9\.5\s*10\.0\.0\s*Yes/);
  await panel.getByRole("searchbox").fill("WP_DEBUG_DISPLAY");
  await expect(panel.getByRole("definition")).toHaveText("true");
  await panel.getByRole("searchbox").fill("");
  await expect(panel.getByRole("definition").filter({ hasText: "true" })).toHaveCount(0);
  await panel.getByRole("link", { name: "1 other open ticket with WooCommerce 9.9.5" }).press("Enter");
  await expect(page.getByRole("row", { name: /Same shop/ })).toBeVisible();
  await expect(page).toHaveURL(/diagnostics=plugin:woocommerce@9\.9\.5|plugin%3Awoocommerce%409\.9\.5/);
});

function openTicket(
  api: Api,
  subject: string,
  more: { diagnostics?: Record<string, unknown>; customer?: { email: string; name: string } } = {},
) {
  return api.call(createTicketEndpoint, { body: { subject, body: "It burns.", ...more } });
}

async function readToTheEnd(page: Page): Promise<void> {
  const marked = page.waitForResponse(
    (response) => response.request().method() === "PUT" && response.url().endsWith("/read"),
  );
  await page.getByRole("log").press("End");
  expect((await marked).status()).toBe(200);
}

/** The page learns of nothing until it changes something itself. */
async function stopPolling(page: Page): Promise<void> {
  let isHeld = true;
  await page.route(/\/api\/v1\/tickets\/[^/]+(\/activity.*)?$/, async (route) => {
    if (route.request().method() === "PATCH") isHeld = false;
    if (isHeld) await route.abort();
    else await route.continue();
  });
}
