import { eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { database } from "@/db/client";
import {
  createContext,
  createCustomerAccount,
  createOAuthClient,
  createOrganization,
  createUser,
  type TestOrganization,
} from "@/db/factories";
import { auditLog, oauthSessions } from "@/db/schema";
import { revokeCustomerSessions } from "@/features/customers/accounts";
import type { RegisteredClient } from "@/features/oauth-clients/find-client";
import type { Context } from "@/lib/context";
import { openSession } from "./open";
import { listOAuthSessions } from "./queries";
import { listOAuthSessionsQuerySchema, type OAuthSession, oauthSessionSchema } from "./schema";
import { revokeClientSessions, revokeOAuthSession } from "./service";
import { verifyAccessToken } from "./verify";

const CALLER = { ip: "203.0.113.7", userAgent: "Plugin/1.0" };

let organization: TestOrganization;
let ctx: Context;
let client: RegisteredClient;

beforeEach(async () => {
  organization = await createOrganization();
  ctx = createContext(await createUser(organization));
  client = await createOAuthClient(organization);
});

test("a session says who connected what, from where", async () => {
  const dana = await createCustomerAccount(organization, { name: "Dana" });
  await connect({ accountId: dana.id, host: "shop.example" });
  const [session] = await list();
  expect(oauthSessionSchema.parse(session)).toEqual(session);
  expect(session).toMatchObject({
    client: { id: client.id, clientId: client.clientId, name: client.name },
    customer: { id: dana.customerId, name: "Dana", email: dana.email },
    host: "shop.example",
    origin: "authorization_code",
    scopes: ["troubleshooter", "profile"],
    status: "active",
    endReason: null,
    ip: CALLER.ip,
    userAgent: CALLER.userAgent,
  });
});

test("they are found by app, customer, status, name, address and host", async () => {
  const other = await createOAuthClient(organization);
  const dana = await createCustomerAccount(organization, { name: "Dana Whitfield" });
  const omar = await createCustomerAccount(organization, { name: null, email: "omar@prints.example" });
  await connect({ accountId: dana.id, host: "a.shop.example" });
  await connect({ accountId: dana.id, client: other, host: "b.shop.example" });
  await connect({ accountId: omar.id, host: null });
  const [ofOmar, ofOther, first] = await list();
  if (!ofOmar || !ofOther || !first) throw new Error("There are three.");
  await revokeOAuthSession(ctx, first.id);
  await database()
    .update(oauthSessions)
    .set({ expiresAt: new Date(Date.now() - 1) })
    .where(eq(oauthSessions.id, ofOther.id));

  const idsOf = async (query: object) => (await list(query)).map(({ id }) => id);
  expect(await idsOf({ clientId: other.id })).toEqual([ofOther.id]);
  expect(await idsOf({ clientId: other.clientId })).toEqual([ofOther.id]);
  expect(await idsOf({ clientId: "app_unknown" })).toEqual([]);
  expect(await idsOf({ customerId: dana.customerId })).toEqual([ofOther.id, first.id]);
  expect(await idsOf({ status: "active" })).toEqual([ofOmar.id]);
  expect(await idsOf({ status: "ended" })).toEqual([first.id]);
  expect(await idsOf({ status: "expired" })).toEqual([ofOther.id]);
  expect(await idsOf({ q: "whitf" })).toEqual([ofOther.id, first.id]);
  expect(await idsOf({ q: "Omar@Prints.example" })).toEqual([ofOmar.id]);
  expect(await idsOf({ q: "b.shop" })).toEqual([ofOther.id]);
  expect(await idsOf({ q: "b.shop", status: "active" })).toEqual([]);
  const page = await listOAuthSessions(ctx, listOAuthSessionsQuerySchema.parse({ limit: 2 }));
  expect(await idsOf({ cursor: page.nextCursor })).toEqual([first.id]);
});

test("revoking one takes effect on its next call, is on record once, and leaves the others", async () => {
  const [token, kept] = [await connect(), await connect()];
  const [, session] = await list();
  if (!session) throw new Error("There are two.");
  await revokeOAuthSession(ctx, session.id);
  await revokeOAuthSession(ctx, session.id);
  expect(await verifyAccessToken(token, CALLER)).toBeNull();
  expect(await verifyAccessToken(kept, CALLER)).not.toBeNull();
  const entries = await database()
    .select({ action: auditLog.action })
    .from(auditLog)
    .where(eq(auditLog.targetId, session.id))
    .orderBy(auditLog.id);
  expect(entries.map(({ action }) => action)).toEqual(["oauth_session.started", "oauth_session.ended"]);
  expect(await list({ status: "ended" })).toMatchObject([{ id: session.id, endReason: "admin" }]);
});

test("all of an app, or of a customer, are revoked at once", async () => {
  const other = await createOAuthClient(organization);
  const dana = await createCustomerAccount(organization);
  const ofApp = await connect();
  const ofDana = await connect({ client: other, accountId: dana.id });
  const kept = await connect({ client: other });
  await revokeClientSessions(ctx, client.id);
  expect(await verifyAccessToken(ofApp, CALLER)).toBeNull();
  await revokeCustomerSessions(ctx, dana.customerId);
  expect(await verifyAccessToken(ofDana, CALLER)).toBeNull();
  expect(await verifyAccessToken(kept, CALLER)).not.toBeNull();
});

test("those of another organization are neither seen nor revoked, and only who may write revokes", async () => {
  const dana = await createCustomerAccount(organization);
  const token = await connect({ accountId: dana.id });
  const [session] = await list();
  const id = session?.id ?? "";
  const revocations = (caller: Context) => [
    () => revokeOAuthSession(caller, id),
    () => revokeClientSessions(caller, client.id),
    () => revokeCustomerSessions(caller, dana.customerId),
  ];
  const stranger = createContext(await createUser(await createOrganization()));
  const reader = { ...ctx, permissions: new Set(["oauth_clients:read", "customers:read"] as const) };
  expect((await listOAuthSessions(stranger, listOAuthSessionsQuerySchema.parse({}))).data).toEqual([]);
  for (const revoke of revocations(stranger))
    await expect(revoke()).rejects.toMatchObject({ code: "not_found" });
  for (const revoke of revocations(reader))
    await expect(revoke()).rejects.toMatchObject({ code: "forbidden" });
  expect(await verifyAccessToken(token, CALLER)).not.toBeNull();
});

interface Connection {
  accountId?: string;
  client?: RegisteredClient;
  host?: string | null;
}

/** Its access token. */
async function connect({ accountId, client: app = client, host = null }: Connection = {}): Promise<string> {
  const account = accountId ?? (await createCustomerAccount(organization)).id;
  const { access_token } = await openSession(
    { client: app, accountId: account, scopes: app.scopes, host, origin: "authorization_code" },
    CALLER,
  );
  return access_token;
}

async function list(query: object = {}): Promise<OAuthSession[]> {
  return (await listOAuthSessions(ctx, listOAuthSessionsQuerySchema.parse(query))).data;
}
