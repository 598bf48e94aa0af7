import { createHmac } from "node:crypto";
import { createIncomingWebhookEndpoint } from "@/features/incoming-webhooks/contract";
import {
  createSubscriptionEndpoint,
  pauseSubscriptionEndpoint,
  resumeSubscriptionEndpoint,
} from "@/features/subscriptions/contract";
import { createTicketEndpoint } from "@/features/tickets/contract";
import { expect, test } from "./fixtures";
import { open, reload } from "./steps";

test("the first steps tick themselves, go when all are done, and what is refused asks for attention", async ({
  api,
  page,
  receiver,
  signIn,
}) => {
  await signIn();
  await open(page, "/");
  const steps = page.getByRole("region", { name: "First steps" });
  const attention = page.getByRole("region", { name: "Needs attention" });
  await expect(steps).toContainText("0 of 4 done");
  await expect(attention).toContainText("All healthy");

  const webhook = await api.call(createIncomingWebhookEndpoint, {
    body: { name: "Crash reporter", action: "create_ticket" },
  });
  await expect(steps).toContainText("1 of 4 done");
  const send = (secret: string) => {
    const body = '{"subject":"Printer on fire"}';
    const signature = createHmac("sha256", secret).update(body).digest("hex");
    const headers = { "content-type": "application/json", "x-replify-signature": `sha256=${signature}` };
    return fetch(webhook.url, { method: "POST", headers, body });
  };
  expect((await send(webhook.secret)).status).toBe(202);
  await expect(steps).toContainText("2 of 4 done");
  await api.call(createSubscriptionEndpoint, {
    body: { name: "Warehouse", targetUrl: `${receiver.url}/warehouse`, eventTypes: ["ticket.created"] },
  });
  await expect(steps).toContainText("3 of 4 done");
  await api.call(createTicketEndpoint, { body: { subject: "Checkout shows a blank page" } });
  await expect(steps).toBeHidden();

  for (let count = 0; count < 3; count++) expect((await send("another secret")).status).toBe(401);
  await reload(page);
  await expect(attention).toContainText("Crash reporter refused 3 of 4 requests in the last 24 hours.");
  const tiles = page.getByRole("list", { name: "In numbers" });
  await expect(tiles.getByRole("link", { name: /^Requests in/ })).toContainText("4");
  await expect(tiles.getByRole("link", { name: /^Accepted/ })).toContainText("25%");
  await expect(tiles.getByRole("link", { name: /^Unsolved tickets/ })).toContainText("2");
  await page.getByLabel("Time").selectOption("7d");
  await expect(page).toHaveURL(/range=7d/);
  await expect(tiles.getByRole("link", { name: /^Attempts out/ })).toContainText("last 7 days");
  await page.getByRole("link", { name: "#2 Checkout shows a blank page" }).click();
  await expect(page.getByRole("heading", { level: 1, name: /Checkout shows a blank page/ })).toBeVisible();
  await page.goBack();
  await attention.getByRole("link", { name: /^Fix and accept/ }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Crash reporter" })).toBeVisible();
  await expect(page.getByRole("row", { name: /signature/i }).first()).toBeVisible();
});

test("events that a resume left for later wait on the overview until somebody decides about them", async ({
  api,
  page,
  receiver,
  signIn,
}) => {
  const { id } = await api.call(createSubscriptionEndpoint, {
    body: { name: "Warehouse", targetUrl: `${receiver.url}/warehouse`, eventTypes: ["ticket.created"] },
  });
  await api.call(pauseSubscriptionEndpoint, { params: { id } });
  for (const subject of ["Checkout shows a blank page", "Printer on fire"])
    await api.call(createTicketEndpoint, { body: { subject } });
  await api.call(resumeSubscriptionEndpoint, { params: { id }, body: { held: "keep" } });
  await signIn();
  await open(page, "/");
  const attention = page.getByRole("region", { name: "Needs attention" });
  await expect(attention).toContainText("2 events of Warehouse wait from its pause, until somebody decides.");
  await attention.getByRole("link", { name: /^Decide/ }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Warehouse" })).toBeVisible();
  await page.getByRole("button", { name: "Deliver 2 waiting" }).click();
  await receiver.waitForMany(2, ({ path }) => path === "/warehouse");
  await open(page, "/");
  await expect(attention).not.toContainText("Warehouse wait");
});
