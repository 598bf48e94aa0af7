import { afterAll, beforeAll, expect, test } from "vitest";
import { createContext, createOrganization, createUser } from "@/db/factories";
import { useOwnDatabase } from "@/db/own-database";
import { type Receiver, startReceiver } from "@/e2e/receiver";
import { receiveRequest } from "@/features/incoming-requests/receive";
import { signedCall } from "@/features/incoming-requests/signed-call";
import { createIncomingWebhookSchema } from "@/features/incoming-webhooks/schema";
import { createIncomingWebhook } from "@/features/incoming-webhooks/service";
import { sendAllDue } from "@/features/sending/pump";
import { createSubscription } from "@/features/subscriptions/service";

const DRAIN_MS = 15_000;

let receiver: Receiver;
let dropDatabase: () => Promise<void>;

beforeAll(async () => {
  dropDatabase = await useOwnDatabase();
  receiver = await startReceiver();
});

afterAll(async () => {
  await receiver.stop();
  await dropDatabase();
});

test("a receiver that posts each delivery back, with a body of its own, is stopped after three", async () => {
  const ctx = createContext(await createUser(await createOrganization()));
  const input = { name: "Relay", action: "create_ticket" };
  const webhook = await createIncomingWebhook(ctx, createIncomingWebhookSchema.parse(input));
  await createSubscription(ctx, {
    targetUrl: `${receiver.url}/hook`,
    eventTypes: ["ticket.created"],
    subscriptionLevel: "organization",
    format: "replify",
    retryPolicy: "standard",
  });
  const relay = async (round: number) => {
    const came = receiver.requests.at(-1)?.headers ?? {};
    const headers = Object.fromEntries(
      ["x-replify-hops", "x-replify-hops-proof"].flatMap((name) => {
        const value = came[name];
        return typeof value === "string" ? [[name, value]] : [];
      }),
    );
    await receiveRequest(signedCall(webhook, `{"subject":"Round ${round}"}`, { headers }));
    await sendAllDue(DRAIN_MS);
  };
  for (let round = 0; round < 3; round++) await relay(round);
  expect(receiver.requests.map(({ headers }) => headers["x-replify-hops"])).toEqual(["1", "2", "3"]);
  await expect(relay(3)).rejects.toMatchObject({ status: 422, message: expect.stringContaining("loop") });
  expect(receiver.requests).toHaveLength(3);
});
