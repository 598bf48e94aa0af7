import { expect, test } from "vitest";
import { database } from "@/db/client";
import { createContext, createOrganization, createUser } from "@/db/factories";
import { memberships } from "@/db/schema";
import { rotateIncomingSecret } from "@/features/incoming-webhooks/rotation";
import { createIncomingWebhookSchema } from "@/features/incoming-webhooks/schema";
import { createIncomingWebhook } from "@/features/incoming-webhooks/service";
import { createSubscription } from "@/features/subscriptions/service";
import { removeUser } from "./removal";
import { listSeenSecrets } from "./seen-secrets";

test("secrets that a leaver was shown are listed, before and after, until somebody else rotates them", async () => {
  const organization = await createOrganization();
  const ada = createContext(await createUser(organization));
  const dan = await createUser(organization, { role: "developer", name: "Dan" });
  const webhook = createIncomingWebhookSchema.parse({ name: "Shop", action: "create_ticket" });
  const own = await createIncomingWebhook(createContext(dan), webhook);
  await createIncomingWebhook(ada, { ...webhook, name: "Ada's" });
  const subscription = await createSubscription(createContext(dan), {
    targetUrl: "https://example.com/hook",
    eventTypes: ["ticket.created"],
    subscriptionLevel: "organization",
    format: "replify",
    retryPolicy: "standard",
  });
  const seenBy = { id: dan.id, name: "Dan" };
  const known = [
    { kind: "subscription", id: subscription.id, name: "example.com", seenBy, isRotating: false },
    { kind: "incoming_webhook", id: own.id, name: "Shop", seenBy, isRotating: false },
  ];
  const idsOf = async (query: { userId?: number }) =>
    (await listSeenSecrets(ada, { limit: 25, ...query })).data;
  expect(await idsOf({ userId: dan.id })).toEqual(known);
  expect(await idsOf({})).toEqual([]);
  await removeUser(ada, dan.id, {});
  expect(await idsOf({ userId: dan.id })).toEqual(known);
  expect(await idsOf({})).toEqual(known);
  // A membership elsewhere is none here.
  const elsewhere = await createOrganization();
  await database()
    .insert(memberships)
    .values({ organizationId: elsewhere.id, userId: dan.id, role: "admin" });
  expect(await idsOf({})).toEqual(known);
  const first = await listSeenSecrets(ada, { limit: 1 });
  expect(
    [first.data, (await listSeenSecrets(ada, { limit: 1, cursor: first.nextCursor ?? "" })).data].flat(),
  ).toEqual(known);

  await rotateIncomingSecret(ada, own.id, { overlapSeconds: 60 });
  expect(await idsOf({})).toEqual(known.slice(0, 1));
  const stranger = createContext(await createUser(await createOrganization()));
  expect((await listSeenSecrets(stranger, { limit: 25, userId: dan.id })).data).toEqual([]);
  const reader = createContext(dan, { permissions: ["team:read", "subscriptions:read"] });
  await expect(listSeenSecrets(reader, { limit: 25 })).rejects.toMatchObject({ code: "forbidden" });
});
