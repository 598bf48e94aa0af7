import { createHmac } from "node:crypto";
import {
  getIncomingWebhookEndpoint,
  listIncomingWebhooksEndpoint,
} from "@/features/incoming-webhooks/contract";
import { expect, test } from "./fixtures";
import { copyAndClose, open, reload } from "./steps";

const NEW = "/settings/api/incoming-webhooks/new";

test("a sender is found by typing, and its webhook takes what it sends", async ({ page, signIn, api }) => {
  await signIn();
  await open(page, NEW);
  const senders = page.getByRole("group", { name: "Who sends" });
  await expect(senders.getByRole("radio", { name: "Replify" })).toBeChecked();
  expect(await senders.getByRole("radio").count()).toBeGreaterThanOrEqual(25);
  await senders.getByRole("searchbox", { name: "Search senders" }).fill("nobody has this name");
  await expect(senders.getByRole("status")).toContainText("No sender has that name.");
  await senders.getByRole("searchbox", { name: "Search senders" }).fill("gitla");
  await expect(senders.getByRole("radio")).toHaveCount(2);
  await senders.getByRole("radio", { name: "GitLab" }).check();
  await expect(senders.getByRole("radio")).toHaveCount(1);
  await expect(page.getByText("a changed body is not noticed")).toBeVisible();
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("GitLab");
  await page.getByRole("button", { name: "Create incoming webhook" }).click();

  const reveal = page.getByRole("dialog", { name: "Incoming webhook created" });
  await expect(reveal.getByText("a changed body is not noticed")).toBeVisible();
  const url = await reveal.getByRole("textbox", { name: "URL" }).inputValue();
  const secret = await copyAndClose(reveal, "Signing secret");
  expect(secret).toMatch(/^[\w-]{40,}$/);
  const payload = {
    object_attributes: {
      iid: 23,
      title: "Printer on fire",
      description: "It smokes.",
      url: "https://x.example/23",
    },
    project: { path_with_namespace: "acme/printers" },
    user: { name: "Dana", username: "dana" },
  };
  const send = (token: string) =>
    fetch(url, {
      method: "POST",
      headers: { "x-gitlab-token": token, "content-type": "application/json" },
      body: JSON.stringify(payload),
    });
  expect((await send(`${secret}x`)).status).toBe(401);
  expect((await send(secret)).status).toBe(202);
  const { data } = await api.call(listIncomingWebhooksEndpoint, { query: {} });
  expect(data).toMatchObject([{ sender: "gitlab", signature: null }]);
  await page.getByRole("link", { name: "Setup", exact: true }).click();
  await expect(page.getByText("Settings → Webhooks → Add new webhook")).toBeVisible();
});

test("a sender without a name is described, and the debugger sets what was described wrongly", async ({
  page,
  signIn,
  api,
}) => {
  await signIn();
  await open(page, NEW);
  await page.getByRole("radio", { name: "Another system" }).check();
  await page.getByLabel("Name", { exact: true }).fill("Ledger");
  await page.getByLabel("Header with the signature").fill("X-Ledger-Signature");
  await page.getByLabel("Prefix (optional)").fill("v1=");
  await page.getByLabel("What is signed").selectOption({ label: "{timestamp}.{body}" });
  await page.getByLabel("Header with the time (optional)").fill("X-Ledger-Time");
  const request = page.getByRole("status").filter({ hasText: "A request then looks like this" });
  await expect(request).toContainText("X-Ledger-Signature: v1=<digest>");
  await expect(request).toContainText("<time>.<the body as it is sent>");
  await page.getByRole("button", { name: "Create incoming webhook" }).click();
  const reveal = page.getByRole("dialog", { name: "Incoming webhook created" });
  const url = await reveal.getByRole("textbox", { name: "URL" }).inputValue();
  const secret = await copyAndClose(reveal, "Signing secret");

  const body = '{"subject":"Books don\'t balance"}';
  const send = (how: { encoding: "hex" | "base64"; header: string }) => {
    const time = String(Math.floor(Date.now() / 1000));
    const digest = createHmac("sha256", secret).update(`${time}.${body}`).digest(how.encoding);
    const headers = {
      "x-ledger-time": time,
      [how.header]: `v1=${digest}`,
      "content-type": "application/json",
    };
    return fetch(url, { method: "POST", body, headers });
  };
  expect((await send({ encoding: "hex", header: "x-ledger-signature" })).status).toBe(202);
  const other = { encoding: "base64", header: "x-books-hmac" } as const;
  expect((await send(other)).status).toBe(401);

  await reload(page);
  await page
    .getByRole("row", { name: /Rejected, request/ })
    .getByRole("link")
    .first()
    .click();
  await page.getByRole("dialog").getByRole("link", { name: "Debug this request" }).click();
  await page.getByRole("button", { name: "Check signature" }).click();
  await expect(page.getByText("HMAC signature, x-books-hmac")).toBeVisible();
  await page.getByRole("button", { name: "Use this scheme" }).click();
  await expect(page.getByText("It would be accepted")).toBeVisible();
  expect((await send(other)).status).toBe(202);
  const { data } = await api.call(listIncomingWebhooksEndpoint, { query: {} });
  const webhook = await api.call(getIncomingWebhookEndpoint, { params: { id: data[0]?.id ?? "" } });
  expect(webhook.signature).toEqual({
    type: "hmac",
    header: "x-books-hmac",
    algorithm: "sha256",
    encoding: "base64",
    prefix: "v1=",
    signs: "timestamp.body",
    timestampHeader: "x-ledger-time",
  });
});

test("the picker and the fields of a signature look well, small and dark", async ({ page, signIn }) => {
  await signIn();
  await open(page, NEW);
  await page.getByRole("radio", { name: "Another system" }).check();
  await expect(page.getByText("A request then looks like this")).toBeVisible();
  const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(await overflow()).toBeLessThanOrEqual(0);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.emulateMedia({ colorScheme: "dark" });
  expect(await overflow()).toBeLessThanOrEqual(0);
});
