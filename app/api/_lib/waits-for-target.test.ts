import { afterAll, beforeAll, expect, test } from "vitest";
import { createOrganization, createToken, createUser } from "@/db/factories";
import { LocalApi } from "@/e2e/local-api";
import { type Receiver, startReceiver } from "@/e2e/receiver";
import { mintToken } from "@/features/tokens/secret";
import { env } from "@/lib/env";
import { ownValue } from "@/lib/own-path";

let receiver: Receiver;

beforeAll(async () => {
  receiver = await startReceiver();
});

afterAll(() => receiver.stop());

test("a call that waits for a target keeps nobody else waiting, whatever key it carries", async () => {
  const token = mintToken();
  await createToken(await createUser(await createOrganization()), { token });
  const api = new LocalApi(env.APP_URL, { authorization: `Bearer ${token}` });
  // More than the process has connections to the database.
  const count = 12;
  const { promise, resolve } = Promise.withResolvers<void>();
  receiver.behave("/slow", { until: promise });
  const json = {
    targetUrl: `${receiver.url}/slow`,
    eventTypes: ["call.ended"],
    verification: "x_hook_secret",
  };
  const { body } = await api.request("POST", "/api/v1/subscriptions", { json });
  const path = `/api/v1/subscriptions/${ownValue(body, "id")}`;
  const asked = receiver.requests.length;
  const calls = Array.from({ length: count }, (_, index) =>
    api.request("POST", `${path}/verify`, { headers: { "idempotency-key": `key-${index}` } }),
  );
  await receiver.waitForMany(asked + count);
  const change = await api.request("PATCH", path, { json: { name: "Meanwhile" } });
  resolve();
  expect(change.status).toBe(200);
  for (const { status, headers } of await Promise.all(calls))
    expect([status, headers.get("idempotency-replayed")]).toEqual([200, null]);
});
