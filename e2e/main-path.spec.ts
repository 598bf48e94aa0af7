import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Webhook } from "standardwebhooks";
import { Api, bearer } from "./api";
import { expect, test } from "./fresh-app";
import type { ReceivedRequest } from "./receiver";
import { completeSetup, createSubscription, createToken, open, signInByForm } from "./steps";

test.setTimeout(120_000);

test("from set-up to a signed delivery that failed, was retried, and was resent", async ({
  page,
  freshApp,
  receiver,
}) => {
  await open(page, freshApp.setupUrl ?? "");
  // Without the session that they were asked with they would be refused, and the browser would say so.
  const overview = ["deliveries", "tickets"].map((what) => page.waitForResponse(`**/api/v1/${what}?*`));
  await completeSetup(page);
  await Promise.all(overview);
  await page.getByRole("button", { name: "Sign out" }).click();
  await signInByForm(page);

  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Tokens" }).click();
  const api = new Api(freshApp.url, bearer(await createToken(page, "Shop")));
  await page
    .getByRole("navigation", { name: "Main" })
    .getByRole("link", { name: "Event subscriptions" })
    .click();
  receiver.behave("/orders", { status: 500 });
  const secret = await createSubscription(page, {
    name: "Orders",
    targetUrl: `${receiver.url}/orders`,
    event: "ticket.created",
  });

  const published = await api.post("/api/v1/events", {
    type: "ticket.created",
    data: { subject: "Grüße – “wörld” 🚒" },
  });
  expect(published).toMatchObject({ status: 202, body: { deliveries: 1 } });

  await page
    .getByRole("navigation", { name: "Subscription" })
    .getByRole("link", { name: "Deliveries" })
    .click();
  await page.getByRole("link", { name: /ticket\.created, delivery/ }).click();
  const drawer = page.getByRole("dialog", { name: "ticket.created" });
  await expect(drawer.getByRole("button", { name: /^Attempt 2 failed/ })).toBeVisible();
  await expect(drawer.getByRole("banner")).toContainText("Retrying");
  receiver.behave("/orders", {});
  await expect(drawer.getByRole("banner")).toContainText("Succeeded", { timeout: 30_000 });
  await drawer.getByRole("button", { name: "Resend" }).click();
  const before = receiver.requests.length;
  await page.getByRole("alertdialog").getByRole("button", { name: "Resend" }).click();
  await receiver.waitForMany(before + 1);
  await expect(drawer.getByRole("button", { name: /succeeded.*by hand, Ada Lovelace/ })).toBeVisible();

  const webhook = new Webhook(secret);
  for (const [index, request] of receiver.requests.entries()) {
    expect(request.headers["x-replify-attempt"]).toBe(String(index + 1));
    expect(webhook.verify(request.text, standardHeaders(request))).toMatchObject({
      id: request.headers["webhook-id"],
      event: "ticket.created",
      data: { subject: "Grüße – “wörld” 🚒" },
    });
    expect(request.headers["x-replify-signature"]).toBe(`sha256=${opensslHmac(secret, request)}`);
  }
  const tampered = receiver.requests[0]?.text.replace("ticket", "ticked") ?? "";
  expect(() => webhook.verify(tampered, standardHeaders(receiver.requests[0]))).toThrow();
  expect(new Set(receiver.requests.map((request) => request.headers["webhook-id"])).size).toBe(1);
  expect(new Set(receiver.requests.map((request) => request.text)).size).toBe(1);
});

function standardHeaders(request: ReceivedRequest | undefined): Record<string, string> {
  return Object.fromEntries(
    ["webhook-id", "webhook-timestamp", "webhook-signature"].map((name) => [
      name,
      String(request?.headers[name]),
    ]),
  );
}

/** As a receiver with nothing but a shell would check it. */
function opensslHmac(secret: string, request: ReceivedRequest): string {
  const directory = mkdtempSync(join(tmpdir(), "replify-body-"));
  try {
    const file = join(directory, "body");
    writeFileSync(file, request.body);
    const script = '{ printf "%s." "$1"; cat "$2"; } | openssl dgst -sha256 -hmac "$3" -hex';
    const output = execFileSync(
      "sh",
      ["-c", script, "sh", String(request.headers["x-replify-timestamp"]), file, secret],
      { encoding: "utf8" },
    );
    return output.trim().split(" ").at(-1) ?? "";
  } finally {
    rmSync(directory, { recursive: true });
  }
}
