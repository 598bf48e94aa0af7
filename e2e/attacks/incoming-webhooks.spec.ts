import { createHmac } from "node:crypto";
import {
  debugSignatureEndpoint,
  getIncomingRequestEndpoint,
  listIncomingRequestsEndpoint,
} from "@/features/incoming-requests/contract";
import { createIncomingWebhookEndpoint } from "@/features/incoming-webhooks/contract";
import type { CreatedIncomingWebhook } from "@/features/incoming-webhooks/schema";
import { listTicketsEndpoint } from "@/features/tickets/contract";
import type { Api } from "../api";
import { expect } from "../fixtures";
import { attack } from "./attack";

const now = () => Math.floor(Date.now() / 1000);

function createWebhook(api: Api) {
  return api.call(createIncomingWebhookEndpoint, { body: { name: "Shop", action: "create_ticket" } });
}

/** What the sender signs; whoever captures it can send it again with other headers around it. */
function signed({ secret }: CreatedIncomingWebhook, subject: string, at = now()) {
  const body = JSON.stringify({ subject });
  const signature = createHmac("sha256", secret).update(`${at}.${body}`).digest("hex");
  return {
    body,
    headers: { "x-replify-timestamp": String(at), "x-replify-signature": `sha256=${signature}` },
  };
}

function send(
  { url }: CreatedIncomingWebhook,
  { body, headers }: ReturnType<typeof signed>,
  more: Record<string, string> = {},
) {
  return fetch(url, {
    method: "POST",
    body,
    headers: { "content-type": "application/json", ...headers, ...more },
  });
}

async function subjects(api: Api) {
  const { data } = await api.call(listTicketsEndpoint, { query: {} });
  return data.map(({ subject }) => subject).toSorted();
}

attack(
  { attempt: "a captured request under the next Idempotency-Key", expected: "the genuine one is not lost" },
  async ({ api }) => {
    const webhook = await createWebhook(api);
    const captured = signed(webhook, "First");
    expect((await send(webhook, captured, { "idempotency-key": "1" })).status).toBe(202);
    expect((await send(webhook, captured, { "idempotency-key": "2" })).status).toBe(200);
    const genuine = signed(webhook, "Second");
    expect((await send(webhook, genuine, { "idempotency-key": "2" })).status).toBe(202);
    expect(await subjects(api)).toEqual(["First", "Second"]);
  },
);

attack({ attempt: "a known Idempotency-Key with another body", expected: "422, kept" }, async ({ api }) => {
  const webhook = await createWebhook(api);
  await send(webhook, signed(webhook, "First"), { "idempotency-key": "1" });
  const reply = await send(webhook, signed(webhook, "Second"), { "idempotency-key": "1" });
  expect(reply.status).toBe(422);
  expect(await reply.json()).toMatchObject({ code: "idempotency_key_reused" });
  const query = { params: { id: webhook.id }, query: {} };
  const { data } = await api.call(listIncomingRequestsEndpoint, query);
  expect(data[0]).toMatchObject({ result: "rejected", reason: "idempotency_key_reused", isBodyKept: true });
});

attack(
  { attempt: "X-Replify-Hops: 3 on somebody's signed request", expected: "it is taken, and marked" },
  async ({ api }) => {
    const webhook = await createWebhook(api);
    const proof = `t=${now()},d=${webhook.id},v1=${"0".repeat(64)}`;
    const headers = { "x-replify-hops": "3", "x-replify-hops-proof": proof };
    expect((await send(webhook, signed(webhook, "Whole"), headers)).status).toBe(202);
    const query = { params: { id: webhook.id }, query: {} };
    const { data } = await api.call(listIncomingRequestsEndpoint, query);
    expect(data[0]).toMatchObject({ result: "accepted", hops: 0, unprovenHops: 3 });
  },
);

attack(
  { attempt: "reading a sender's X-Gitlab-Token in the log", expected: "four characters of it" },
  async ({ api }) => {
    const webhook = await createWebhook(api);
    const reply = await send(webhook, signed(webhook, "Secret"), { "x-gitlab-token": "0123456789abcdef" });
    const { requestId }: { requestId: string } = await reply.json();
    const params = { id: webhook.id, requestId };
    const { headers } = await api.call(getIncomingRequestEndpoint, { params });
    expect(headers["x-gitlab-token"]).toBe("••••cdef");
  },
);

attack(
  { attempt: "ten signatures of 500 kB to check at once", expected: "the server answers others meanwhile" },
  async ({ api }) => {
    const { id } = await createWebhook(api);
    const body = { headers: `X-Replify-Signature: sha256=${"0".repeat(64)}`, body: "x".repeat(500_000) };
    let open = 10;
    const checks = Array.from({ length: 10 }, () =>
      api.call(debugSignatureEndpoint, { params: { id }, body }).finally(() => open--),
    );
    let answered = 0;
    while (open > 0) {
      expect((await fetch(new URL("/healthz", process.env.E2E_URL))).status).toBe(200);
      answered++;
    }
    expect((await Promise.all(checks)).map(({ matched }) => matched)).toEqual(checks.map(() => null));
    // Held up by all ten it would have been asked once or twice.
    expect(answered).toBeGreaterThan(5);
  },
);
