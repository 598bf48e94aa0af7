import { createCustomerEndpoint } from "@/features/customers/contract";
import { createTicketEndpoint, getTicketEndpoint } from "@/features/tickets/contract";
import { expect, test } from "./fixtures";
import { open } from "./steps";

test.setTimeout(60_000);

const SUBJECT = "invoice_\u202egpj.exe";
const TURNING = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

test("a subject or a name that would turn what stands around it shows how, wherever it stands", async ({
  page,
  signIn,
  api,
}) => {
  await signIn();
  const customer = await api.call(createCustomerEndpoint, { body: { name: "Dana\u2066 moc.elpmaxe" } });
  const body = { subject: SUBJECT, customerId: customer.id };
  const { id } = await api.call(createTicketEndpoint, { body });
  expect((await api.call(getTicketEndpoint, { params: { id } })).subject).toBe(SUBJECT);

  await open(page, "/tickets");
  const row = page.getByRole("row", { name: /invoice_/ });
  await expect(row.getByRole("img", { name: "right-to-left override" })).toBeVisible();
  await expect(row.getByRole("img", { name: "left-to-right isolate" })).toBeVisible();
  expect(await page.locator("body").innerText()).not.toMatch(TURNING);

  await page.getByRole("link", { name: /invoice_.*gpj\.exe/ }).click();
  const heading = page.getByRole("heading", { level: 1, name: /invoice_.*right-to-left override.*gpj\.exe/ });
  await expect(heading).toBeVisible();
  await expect(page).toHaveTitle(/invoice_‹U\+202E›gpj\.exe/);
  await expect(page.getByRole("link", { name: /Dana.*left-to-right isolate/ })).toBeVisible();
  expect(await page.locator("body").innerText()).not.toMatch(TURNING);

  // What is edited is what is stored.
  await page.getByRole("button", { name: "Edit subject" }).click();
  await expect(page.getByRole("textbox", { name: "Subject" })).toHaveValue(SUBJECT);

  await open(page, "/tickets?q=invoice_");
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: "Go to anything" }).fill("invoice_");
  await expect(page.getByRole("option").getByRole("img", { name: "right-to-left override" })).toBeVisible();
});
