import { createCustomerAccount } from "@/db/factories";
import { createLink } from "@/features/customer-accounts/links";
import { expect, test } from "./fixtures";
import { open } from "./steps";

test("a customer signs in by a link, opens a ticket, reads the answer and replies, and the agent sees it live", async ({
  page: desk,
  signIn,
  organization,
  browser,
}) => {
  const agent = await signIn();
  const account = await createCustomerAccount(organization, { name: "Dana Whitfield" });
  const customer = await (await browser.newContext({ viewport: { width: 390, height: 844 } })).newPage();
  const url = await linkFor(account);
  await open(customer, url);
  await customer.getByRole("button", { name: "Sign in" }).click();
  await expect(customer.getByRole("heading", { level: 1, name: "My tickets" })).toBeVisible();
  await expect(customer.getByText("No tickets yet")).toBeVisible();
  await expect(customer.getByRole("banner")).toContainText(organization.name);

  await customer.getByRole("link", { name: "Open a ticket" }).click();
  await customer.getByRole("button", { name: "Open ticket" }).click();
  await expect(customer.getByRole("alert").getByRole("link")).toHaveCount(2);
  await customer.getByLabel("Subject").fill("Checkout shows a blank page");
  await customer.getByLabel("What happened").fill("Since this morning.");
  await customer.getByRole("button", { name: "Open ticket" }).click();
  await expect(
    customer.getByRole("heading", { level: 1, name: "Checkout shows a blank page" }),
  ).toBeVisible();
  const ticket = customer.url();

  await desk.goto("/tickets");
  await desk.getByRole("link", { name: "Checkout shows a blank page" }).click();
  await desk.getByRole("textbox", { name: /^Reply/ }).fill("Please update PHP.");
  await desk.keyboard.press("Control+Enter");
  await expect(desk.getByRole("log")).toContainText("Please update PHP.");

  await customer.getByRole("navigation", { name: "Account" }).getByRole("link", { name: "Tickets" }).click();
  const card = customer.getByRole("listitem").filter({ hasText: "Checkout shows a blank page" });
  await expect(card).toContainText("New answer");
  await card.getByRole("link").click();
  const conversation = customer.getByRole("list", { name: "Conversation" });
  await expect(conversation).toContainText("Please update PHP.");
  await expect(conversation).toContainText(agent.name);
  await customer.getByLabel("Your answer").fill("Done, thank you.");
  await customer.getByRole("button", { name: "Send answer" }).dblclick();
  await expect(conversation.getByText("Done, thank you.")).toHaveCount(1);
  await expect(customer.getByLabel("Your answer")).toHaveValue("");
  await expect(desk.getByRole("log")).toContainText("Done, thank you.");

  await customer.getByRole("button", { name: "Close ticket" }).click();
  await expect(customer.getByText("An answer opens the ticket again.")).toBeVisible();
  await open(customer, "/account");
  await expect(card).toContainText("Closed");
  await expect(card).not.toContainText("New answer");
  await customer.getByRole("button", { name: "Sign out" }).click();
  await expect(customer.getByRole("heading", { name: /^Sign in to/ })).toBeVisible();
  await open(customer, ticket);
  await expect(customer.getByRole("heading", { name: /^Sign in to/ })).toBeVisible();
  await open(customer, url);
  await expect(customer.getByText("It was used already")).toBeVisible();
});

async function linkFor(account: Awaited<ReturnType<typeof createCustomerAccount>>): Promise<string> {
  const { id: accountId, organizationId, email } = account;
  return (await createLink({ organizationId, purpose: "sign_in", email, accountId })).url;
}
