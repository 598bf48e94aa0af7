import { createHmac } from "node:crypto";
import { createCustomerEndpoint } from "@/features/customers/contract";
import { createIncomingWebhookEndpoint } from "@/features/incoming-webhooks/contract";
import { createSubscriptionEndpoint } from "@/features/subscriptions/contract";
import { expect, test } from "./fixtures";
import { open } from "./steps";

/** More digits than a double has, a decimal that a double drops, and an ordinary one. */
const NUMBERS = '{"order":8202522731445525542,"version":1.0,"list":[0.1000000000000000055,7]}';
const PARTS = ["8202522731445525542", "1.0", "[0.1000000000000000055,7]"];

test("what is published reaches its target with every digit", async ({ api, receiver }) => {
  await api.call(createSubscriptionEndpoint, {
    body: { targetUrl: `${receiver.url}/hook`, eventTypes: ["*"] },
  });
  const published = await api.request("POST", "/api/v1/events", {
    raw: `{"events":[{"type":"listing.created","sequenceId":4.0,"data":{"listPrice":899000.00,"raw":${NUMBERS}}}]}`,
  });

  expect(published.status).toBe(202);
  const delivered = await receiver.waitFor(({ path }) => path === "/hook");
  expect(delivered.text).toContain(`"data":{"listPrice":899000.00,"raw":${NUMBERS}}}`);
  const list = await api.get("/api/v1/events");
  expect(list.text).toContain(`{"listPrice":899000.00,"raw":${NUMBERS}}`);
  expect(list.body).toMatchObject({ data: [{ sequenceId: 4 }] });
});

test("what comes in is mapped, kept, shown and told on with every digit", async ({
  api,
  receiver,
  signIn,
  page,
}) => {
  await api.call(createSubscriptionEndpoint, {
    body: { targetUrl: `${receiver.url}/hook`, eventTypes: ["ticket.created"] },
  });
  const { url, secret } = await api.call(createIncomingWebhookEndpoint, {
    body: {
      name: "Shop",
      action: "create_ticket",
      mapping: {
        subject: "Order {{order}}",
        body: "order",
        "customer.externalId": "order",
        diagnostics: "raw",
      },
    },
  });
  const body = `{"order":8202522731445525542,"raw":${NUMBERS}}`;
  const signature = createHmac("sha256", secret).update(body).digest("hex");
  const answer = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", "x-replify-signature": `sha256=${signature}` },
    body,
  });
  expect(answer.status).toBe(202);
  const { ticketId } = (await answer.json()) as { ticketId: string };

  const ticket = await api.get(`/api/v1/tickets/${ticketId}`);
  expect(ticket.body).toMatchObject({
    subject: "Order 8202522731445525542",
    body: "8202522731445525542",
  });
  for (const part of PARTS) expect(ticket.text.replaceAll(" ", "")).toContain(part);
  const delivered = await receiver.waitFor(({ path }) => path === "/hook");
  for (const part of PARTS) expect(delivered.text).toContain(part);
  const found = await api.get("/api/v1/customers?q=8202522731445525542");
  expect(found.body).toMatchObject({ data: [{ externalIds: ["8202522731445525542"] }] });
  const filtered = await api.get("/api/v1/tickets?diagnostics=order:8202522731445525542");
  expect(filtered.body).toMatchObject({ data: [{ id: ticketId }] });

  await signIn({ role: "agent" });
  await open(page, `/tickets/${ticketId}`);
  await page.getByRole("tab", { name: /Diagnostics/ }).click();
  const panel = page.getByRole("tabpanel", { name: /Diagnostics/ });
  await expect(panel.getByText("8202522731445525542", { exact: true })).toBeVisible();
  await expect(panel.getByText("1.0", { exact: true })).toBeVisible();
});

test("a customer's attributes keep their digits through the form", async ({ api, signIn, page }) => {
  const { id } = await api.call(createCustomerEndpoint, { body: { name: "Dana Whitfield" } });
  const path = `/api/v1/customers/${id}`;
  const changed = await api.request("PATCH", path, { raw: `{"attributes":{"crm":${NUMBERS}}}` });
  expect(changed.text).toContain("8202522731445525542");

  await signIn({ role: "agent" });
  await open(page, `/customers/${id}`);
  await page.getByRole("link", { name: "Edit attributes" }).click();
  const attributes = page.getByRole("textbox", { name: "Attributes" });
  await expect(attributes).toHaveValue(/8202522731445525542/);
  const text = await attributes.inputValue();
  await attributes.fill(text.replace("{", '{"seen":12345678901234567890,'));
  await page.getByRole("button", { name: "Save customer" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Dana Whitfield" })).toBeVisible();

  await expect.poll(async () => (await api.get(path)).text).toContain("12345678901234567890");
  const saved = await api.get(path);
  for (const part of PARTS) expect(saved.text.replaceAll(" ", "")).toContain(part);
});
