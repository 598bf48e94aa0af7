import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { database } from "@/db/client";
import {
  createCustomerAccount,
  createOAuthClient,
  createOrganization,
  type TestOrganization,
} from "@/db/factories";
import { auditLog, events, oauthSessions } from "@/db/schema";
import { customerContext } from "@/features/auth/customer-context";
import { findClient } from "@/features/oauth-clients/find-client";
import { openSession } from "@/features/oauth-sessions/open";
import { refreshSession } from "@/features/oauth-sessions/refresh";
import { verifyAccessToken } from "@/features/oauth-sessions/verify";
import { NotFoundError } from "@/lib/errors";
import { disconnectSite, listConnectedSites } from "./sites";

const CLIENT = { ip: "127.0.0.1", userAgent: "Test" };
const page = { limit: 25 };

let organization: TestOrganization;
let dana: Awaited<ReturnType<typeof customer>>;

beforeEach(async () => {
  organization = await createOrganization();
  dana = await customer();
});

async function customer() {
  const account = await createCustomerAccount(organization);
  const acting = { ...account, name: "Dana", sessionId: randomUUID() };
  return { account, ctx: customerContext(acting, "req_test", CLIENT) };
}

async function connect(who = dana, host = "shop.example") {
  const { clientId } = await createOAuthClient(organization);
  const client = await findClient(clientId);
  if (!client) throw new Error("the app is gone");
  const opening = { client, accountId: who.account.id, scopes: client.scopes, host } as const;
  const tokens = await openSession({ ...opening, origin: "authorization_code" }, CLIENT);
  const [site] = (await listConnectedSites(who.ctx, page)).data;
  return { client, tokens, id: site?.id ?? "" };
}

test("a customer sees what they connected, and nobody else's, and cuts off only that", async () => {
  const eve = await customer();
  const { id, tokens } = await connect();
  expect((await listConnectedSites(dana.ctx, page)).data).toMatchObject([
    { id, host: "shop.example", client: { name: "Troubleshooter" }, scopes: ["troubleshooter", "profile"] },
  ]);
  expect((await listConnectedSites(eve.ctx, page)).data).toEqual([]);
  await expect(disconnectSite(eve.ctx, id)).rejects.toThrow(NotFoundError);
  await expect(disconnectSite(dana.ctx, randomUUID())).rejects.toThrow(NotFoundError);
  expect(await verifyAccessToken(tokens.access_token, CLIENT)).not.toBeNull();
});

test("what is disconnected is refused from the next call on, on record as the customer's doing", async () => {
  const { id, tokens, client } = await connect();
  const { tokens: others } = await connect(dana, "other.example");
  await Promise.all([disconnectSite(dana.ctx, id), disconnectSite(dana.ctx, id)]);
  expect(await verifyAccessToken(tokens.access_token, CLIENT)).toBeNull();
  await expect(
    refreshSession(client, { refreshToken: tokens.refresh_token ?? "", scope: undefined }, CLIENT),
  ).rejects.toThrow();
  expect(await verifyAccessToken(others.access_token, CLIENT)).not.toBeNull();
  expect((await listConnectedSites(dana.ctx, page)).data.map(({ host }) => host)).toEqual(["other.example"]);
  const log = await database()
    .select({ actor: auditLog.actorType, action: auditLog.action, changes: auditLog.changes })
    .from(auditLog)
    .where(eq(auditLog.organizationId, organization.id));
  expect(log.filter(({ action }) => action === "oauth_session.ended")).toEqual([
    {
      actor: "customer",
      action: "oauth_session.ended",
      changes: '{"reason":{"from":null,"to":"customer"}}',
    },
  ]);
  const told = await database().select().from(events).where(eq(events.organizationId, organization.id));
  expect(told.filter(({ type }) => type === "client.disconnected")).toHaveLength(1);
});

test("of a refresh and a disconnect at once, no token outlives the disconnect", async () => {
  const { id, tokens, client } = await connect();
  const [refreshed] = await Promise.allSettled([
    refreshSession(client, { refreshToken: tokens.refresh_token ?? "", scope: undefined }, CLIENT),
    disconnectSite(dana.ctx, id),
  ]);
  const later = refreshed.status === "fulfilled" ? refreshed.value.access_token : "";
  expect(await verifyAccessToken(later, CLIENT)).toBeNull();
  expect(await verifyAccessToken(tokens.access_token, CLIENT)).toBeNull();
  const [session] = await database().select().from(oauthSessions).where(eq(oauthSessions.id, id));
  expect(session?.endReason).toBe("customer");
});
