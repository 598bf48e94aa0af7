import { createHmac } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { afterEach, expect, test } from "vitest";
import { POST } from "@/app/api/incoming/[key]/route";
import {
  ctx,
  DRAIN_MS,
  makeDue,
  onlyDelivery,
  receiver,
  subscribe,
  withOwnDatabaseAndReceiver,
} from "@/features/deliveries/test-set-up";
import { createIncomingWebhookSchema } from "@/features/incoming-webhooks/schema";
import { createIncomingWebhook } from "@/features/incoming-webhooks/service";
import { sendAllDue } from "@/features/sending/pump";
import { log, writeLinesWith } from "@/lib/log";
import { withRequestLog } from "@/lib/request-log";

withOwnDatabaseAndReceiver();

let lines: Record<string, unknown>[] = [];
let all = "";

/** From here on the process's log is read instead of printed. */
function readLog(): void {
  log.level = "info";
  lines = [];
  all = "";
  writeLinesWith((line) => {
    all += line;
    lines.push(JSON.parse(line));
  });
}

afterEach(() => writeLinesWith((line) => void process.stdout.write(line)));

const linesOf = (msg: string) => lines.filter((line) => line.msg === msg);

/** A real request to the real handler, with its line. */
async function sendTo(url: string, body: string, headers: Record<string, string>): Promise<void> {
  const key = url.split("/").at(-1) ?? "";
  const server = createServer((req, res) =>
    withRequestLog(req, res, async () => {
      const request = new Request(url, {
        method: "POST",
        headers: Object.fromEntries(
          Object.entries(req.headers).map(([name, value]) => [name, String(value)]),
        ),
        body: await text(req),
      });
      const answer = await POST(request, { params: Promise.resolve({ key }) });
      res.writeHead(answer.status).end(await answer.text());
    }),
  );
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const closed = once(server, "close");
  const path = new URL(url).pathname;
  await fetch(`http://127.0.0.1:${address.port}${path}?key=query-secret`, { method: "POST", body, headers });
  server.close();
  server.closeAllConnections();
  await closed;
}

test("of a request in, each attempt out and nothing secret of either the log has one wide line", async () => {
  readLog();
  const { id, secret } = await subscribe({
    targetUrl: `${receiver.url}/hook?token=query-secret`,
    headers: { "X-Own": "header-secret" },
  });
  const webhook = await createIncomingWebhook(
    ctx,
    createIncomingWebhookSchema.parse({ name: "Crash reporter", action: "create_ticket" }),
  );
  receiver.behave("/hook", { failTimes: 1, status: 503, body: "answer-secret" });
  const body = JSON.stringify({ subject: "payload-secret", priority: "high" });
  const sign = (key: string) => ({
    "content-type": "application/json",
    "x-replify-signature": `sha256=${createHmac("sha256", key).update(body).digest("hex")}`,
    "x-own": "header-secret",
  });
  await sendTo(webhook.url, body, sign(webhook.secret));
  await sendTo(webhook.url, body, sign("wrong"));
  await sendAllDue(DRAIN_MS);
  await makeDue();
  await sendAllDue(DRAIN_MS);

  const { organizationId } = ctx;
  const incoming = {
    organizationId,
    webhookId: webhook.id,
    incomingRequestId: expect.any(String),
    requestId: expect.any(String),
    route: "/api/incoming/{key}",
    scheme: "replify",
    bytes: body.length,
    ms: expect.any(Number),
  };
  expect(linesOf("request")).toEqual([
    expect.objectContaining({ ...incoming, status: 202, result: "accepted" }),
    expect.objectContaining({ ...incoming, status: 401, result: "rejected", reason: "bad_signature" }),
  ]);

  const delivery = await onlyDelivery();
  const attempt = {
    organizationId,
    subscriptionId: id,
    deliveryId: delivery.id,
    eventId: delivery.eventId,
    eventType: "ticket.created",
    host: new URL(receiver.url).host,
    maxAttempts: delivery.maxAttempts,
    lane: "steady",
    ms: expect.any(Number),
    firstByteMs: expect.any(Number),
  };
  const [failure, success] = linesOf("attempt");
  expect(linesOf("attempt")).toHaveLength(2);
  expect(failure).toMatchObject({
    ...attempt,
    attempt: 1,
    trigger: "first",
    result: "failure",
    status: 503,
    errorClass: "server_error",
    retryAt: expect.stringMatching(/Z$/),
    connectMs: expect.any(Number),
  });
  expect(success).toMatchObject({ ...attempt, attempt: 2, trigger: "retry", result: "success", status: 200 });
  expect(success).not.toHaveProperty("errorClass");
  expect(success).not.toHaveProperty("retryAt");

  const key = webhook.url.split("/").at(-1);
  for (const hidden of [
    secret,
    webhook.secret,
    key,
    "query-secret",
    "header-secret",
    "payload-secret",
    "answer-secret",
    "/hook",
  ])
    expect(all).not.toContain(hidden);
});
