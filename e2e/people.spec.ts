import { createChatEndpoint, createMessageEndpoint, listMessagesEndpoint } from "@/features/chats/contract";
import { createCustomerEndpoint, getCustomerEndpoint } from "@/features/customers/contract";
import { createTicketEndpoint, getTicketEndpoint, listCommentsEndpoint } from "@/features/tickets/contract";
import type { Api } from "./api";
import { expect, test } from "./fixtures";
import { open } from "./steps";

const DANA = {
  name: "Dana Whitfield",
  email: "dana@whitfield-prints.example",
  phone: "+14165550142",
  externalId: "crm-20817",
  attributes: { plan: "pro" },
};

const fromCustomer = { type: "customer" as const };

test.setTimeout(90_000);

async function startChat(api: Api, customerId: string, body: string): Promise<string> {
  const chat = await api.call(createChatEndpoint, {
    body: { customerId, message: { body, author: fromCustomer } },
  });
  return chat.id;
}

test("a customer is found, edited, merged and erased", async ({
  page,
  signIn,
  api,
  expectedConsoleErrors,
}) => {
  expectedConsoleErrors.push(/409/);
  await signIn({ role: "agent" });
  const dana = await api.call(createCustomerEndpoint, { body: DANA });
  const double = await api.call(createCustomerEndpoint, {
    body: { name: "D. Whitfield", email: "dana@home.example", company: "Whitfield Prints" },
  });
  await startChat(api, double.id, "Hello");

  await open(page, "/customers");
  await page.getByRole("searchbox", { name: "Search customers" }).fill("crm-20817");
  await expect(page.getByRole("link", { name: "D. Whitfield" })).toBeHidden();
  await page.getByRole("link", { name: DANA.name }).click();
  await expect(page.getByRole("heading", { level: 1, name: DANA.name })).toBeVisible();
  await expect(page.getByRole("region", { name: "Events about them" })).toContainText("client.created");

  await page.getByRole("link", { name: "Edit attributes" }).click();
  const attributes = page.getByRole("textbox", { name: "Attributes" });
  await attributes.fill("plan: pro");
  await page.getByLabel("Other addresses").fill("dana@home.example");
  await page.getByRole("button", { name: "Save customer" }).click();
  await expect(page.getByRole("alert").getByRole("link", { name: /This is not JSON/ })).toBeVisible();
  await attributes.fill('{"plan": "pro", "billing": {"city": "Leeds"}}');
  await page.getByRole("button", { name: "Save customer" }).click();
  await expect(
    page.getByRole("alert").filter({ hasText: "Another customer has this address" }),
  ).toBeVisible();
  await page.getByLabel("Other addresses").fill("d.whitfield@example.com");
  await page.getByLabel(/^Name/).fill("Dana M. Whitfield");
  await page.getByRole("button", { name: "Save customer" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Dana M. Whitfield" })).toBeVisible();
  await expect(page.getByText("d.whitfield@example.com")).toBeVisible();
  await expect(page.getByRole("region", { name: "Attributes" })).toContainText("Leeds");

  await page.getByRole("button", { name: "Merge" }).click();
  const merge = page.getByRole("alertdialog");
  await merge.getByRole("button", { name: "Merge customers" }).click();
  await expect(merge.getByRole("alert")).toContainText("Choose the customer");
  await merge.getByLabel("Find the other customer").fill("D. Whit");
  await merge.getByRole("radio", { name: /D\. Whitfield/ }).check();
  await merge.getByRole("button", { name: "Merge customers" }).click();
  await expect(page.getByText("was merged into this one")).toBeVisible();
  await expect(page.getByText("Whitfield Prints", { exact: true })).toBeVisible();
  await expect(
    page.getByRole("region", { name: "Chats" }).getByRole("link", { name: "Hello" }),
  ).toBeVisible();
  await open(page, `/customers/${double.id}`);
  await expect(page).toHaveURL(new RegExp(`/customers/${dana.id}\\?merged=${double.id}`));

  await page.getByRole("button", { name: "More actions" }).click();
  await page.getByRole("menuitem", { name: "Erase personal data" }).click();
  const erase = page.getByRole("alertdialog");
  await erase.getByRole("button", { name: "Erase personal data" }).click();
  await expect(erase.getByText("Type “Dana M. Whitfield” to confirm.")).toBeVisible();
  await erase.getByRole("textbox").fill("Dana M. Whitfield");
  await erase.getByRole("button", { name: "Erase personal data" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Erased customer" })).toBeVisible();
  await expect(page.getByRole("main").getByText(/Whitfield|dana@/)).toHaveCount(0);
  await expect(page).toHaveTitle(/^Erased customer/);
  expect(await api.call(getCustomerEndpoint, { params: { id: dana.id } })).toMatchObject({
    name: null,
    emails: [],
    attributes: {},
    erasedAt: expect.any(String),
  });
});

test("a hint is dismissed, and two people who were taken for one are split, by keyboard and on a phone", async ({
  page,
  signIn,
  api,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.emulateMedia({ colorScheme: "dark" });
  await signIn({ role: "agent" });
  const dana = await api.call(createCustomerEndpoint, {
    body: { ...DANA, emails: ["eva@example.com"] },
  });
  await api.call(createCustomerEndpoint, { body: { name: "Max", email: "max@example.com" } });
  const file = (customer: object) =>
    api.call(createTicketEndpoint, { body: { subject: "Printer on fire", customer } });
  await file({ externalId: DANA.externalId, email: "max@example.com" });
  await startChat(api, dana.id, "Hello, this is Eva");

  await open(page, `/customers/${dana.id}`);
  const hints = page.getByRole("region", { name: "Possible duplicates" });
  await expect(hints).toContainText("Max");
  await hints.getByRole("button", { name: "Merge with Max" }).click();
  const merge = page.getByRole("alertdialog");
  await expect(merge.getByText("Becomes part of it")).toBeVisible();
  await merge.getByRole("button", { name: "Cancel" }).click();
  await hints.getByRole("button", { name: "Not the same as Max" }).press("Enter");
  await expect(hints).toBeHidden();

  await page.getByRole("button", { name: "More actions" }).press("Enter");
  await page.getByRole("menuitem", { name: "Split customer" }).press("Enter");
  const split = page.getByRole("dialog");
  await split.getByRole("button", { name: "Split customer" }).click();
  await expect(split.getByRole("alert")).toContainText("Choose at least one");
  await split.getByRole("checkbox", { name: "eva@example.com" }).press("Space");
  await split.getByRole("checkbox", { name: "Hello, this is Eva" }).press("Space");
  await split.getByLabel(/^Name of the new customer/).fill("Eva");
  await expect(split.getByText("2 chosen")).toBeVisible();
  await split.getByRole("button", { name: "Split customer" }).press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Eva" })).toBeVisible();
  await expect(page.getByRole("region", { name: "Chats" })).toContainText("this is Eva");
  expect(await api.call(getCustomerEndpoint, { params: { id: dana.id } })).toMatchObject({
    emails: [DANA.email],
    accounts: [],
    possibleDuplicates: [],
    totalTickets: 1,
  });
});

test("a chat is read, answered, turned into a ticket and ended", async ({
  page,
  signIn,
  api,
  expectedConsoleErrors,
}) => {
  expectedConsoleErrors.push(/503/);
  await signIn({ role: "agent" });
  const dana = await api.call(createCustomerEndpoint, { body: DANA });
  const eva = await api.call(createCustomerEndpoint, { body: { name: "Eva" } });
  const id = await startChat(api, dana.id, "Why does my invoice list two seats?");
  await startChat(api, eva.id, "Where is my order?");
  const say = (body: string) =>
    api.call(createMessageEndpoint, { params: { id }, body: { body, author: fromCustomer } });

  await open(page, "/chats");
  const list = page.getByRole("region", { name: "Chats" });
  await expect(list.getByRole("listitem").first()).toContainText("Eva");
  await say("Anybody there?");
  // Told where it stands, and moved only when asked for.
  await expect(list.getByRole("listitem").last()).toContainText("Anybody there?");
  await list.getByRole("button", { name: "1 new or updated chat" }).click();
  await expect(list.getByRole("listitem").first()).toContainText("Anybody there?");
  await expect(list.getByRole("listitem").first()).toContainText("2 unread");
  await list.getByRole("link", { name: /Dana/ }).click();

  const chat = page.getByRole("region", { name: "Chat with Dana Whitfield" });
  const log = chat.getByRole("log");
  await expect(log).toContainText("Anybody there?");
  await expect(list.getByRole("link", { name: /Dana/ })).not.toContainText("unread");
  await say("I only want one.");
  await expect(log).toContainText("I only want one.");

  const composer = chat.getByRole("textbox");
  await page.route("**/messages", (route) =>
    route.request().method() === "POST" ? route.fulfill({ status: 503, body: "{}" }) : route.continue(),
  );
  await composer.fill("Let me look.");
  await composer.press("Control+Enter");
  await expect(log.getByText("Not sent.")).toBeVisible();
  await page.unroute("**/messages");
  await log.getByRole("button", { name: "Retry" }).click();
  await expect(log.getByText("Not sent.")).toBeHidden();
  await composer.fill("One seat is yurs.");
  await chat.getByRole("button", { name: "Send" }).click();
  const own = log.getByRole("listitem").filter({ hasText: "One seat is yurs." });
  await own.getByRole("button", { name: "Edit message" }).click();
  await page.getByLabel("Message", { exact: true }).fill("One seat is yours.");
  await page.getByRole("button", { name: "Save message" }).click();
  const edited = log.getByRole("listitem").filter({ hasText: "One seat is yours." });
  await expect(edited).toContainText("edited");

  await chat.getByRole("button", { name: "Turn into ticket" }).click();
  await page.getByLabel(/Subject/).fill("Two seats");
  await page.getByRole("button", { name: "Create ticket" }).click();
  const link = chat.getByRole("link", { name: /Ticket #1/ });
  await expect(link).toBeVisible();
  const ticketId = (await link.getAttribute("href"))?.split("/").at(-1) ?? "";
  expect(await api.call(getTicketEndpoint, { params: { id: ticketId } })).toMatchObject({
    subject: "Two seats",
    body: "Why does my invoice list two seats?",
    source: "chat",
    customer: { id: dana.id },
  });
  const { data: comments } = await api.call(listCommentsEndpoint, { params: { id: ticketId }, query: {} });
  expect(comments.map(({ body }) => body)).toEqual([
    "Anybody there?",
    "I only want one.",
    "Let me look.",
    "One seat is yours.",
  ]);

  await edited.getByRole("button", { name: "Delete message" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Delete message" }).click();
  await expect(log).toContainText("deleted a message");
  const { data: messages } = await api.call(listMessagesEndpoint, { params: { id }, query: {} });
  expect(messages.at(-1)).toMatchObject({ body: "", deletedAt: expect.any(String) });
  await chat.getByRole("button", { name: "End chat" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "End chat" }).click();
  await expect(chat).toContainText("This chat has ended.");
  await expect(composer).toBeDisabled();
});

test("a new chat on a phone shows one pane at a time", async ({ page, signIn }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await signIn();
  await open(page, "/chats");
  await page.getByRole("button", { name: "New chat" }).click();
  await page.getByRole("button", { name: "Start chat" }).click();
  await expect(page.getByRole("alert").getByRole("link")).not.toHaveCount(0);
  await page.getByLabel("Customer's email").fill(DANA.email);
  await page.getByLabel("Message", { exact: true }).fill("Good morning!");
  await page.getByRole("button", { name: "Start chat" }).click();
  await expect(page.getByRole("log")).toContainText("Good morning!");
  await expect(page.getByRole("region", { name: "Chats" })).toBeHidden();
  await page.getByRole("button", { name: "Back to the chats" }).click();
  await expect(page.getByRole("region", { name: "Chats" })).toContainText("Good morning!");
  await expect(page.getByRole("log")).toBeHidden();
});

test("a viewer reads and is told why they can't write", async ({ page, signIn, api }) => {
  await signIn({ role: "viewer" });
  const dana = await api.call(createCustomerEndpoint, { body: DANA });
  const id = await startChat(api, dana.id, "Hello?");
  await open(page, `/chats?conv=${id}`);
  await expect(page.getByText("Your role can't write in chats")).toBeVisible();
  await open(page, `/customers/${dana.id}`);
  await expect(page.getByText("Your role can't change customers")).toBeVisible();
  await open(page, "/customers/new");
  await expect(page.getByText("customers:write")).toBeVisible();
});
