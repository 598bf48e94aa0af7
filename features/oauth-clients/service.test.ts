import { and, eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import * as z from "zod";
import { database } from "@/db/client";
import {
  createOAuthClient as createClientRow,
  createContext,
  createCustomerAccount,
  createOrganization,
  createUser,
  type TestOrganization,
} from "@/db/factories";
import { auditLog, events, oauthSessions } from "@/db/schema";
import { openSession } from "@/features/oauth-sessions/open";
import { deleteOAuthClient } from "@/features/oauth-sessions/service";
import type { Context } from "@/lib/context";
import { verifyClientSecret } from "./client-secret";
import { findClient } from "./find-client";
import { getOAuthClient, listOAuthClients } from "./queries";
import {
  createdOAuthClientSchema,
  createOAuthClientSchema,
  listOAuthClientsQuerySchema,
  oauthClientSchema,
} from "./schema";
import { createOAuthClient, updateOAuthClient } from "./service";

const INPUT = {
  name: "Troubleshooter",
  type: "public",
  redirectUris: ["https://*/wp-admin/admin.php"],
  scopes: ["troubleshooter", "profile"],
} as const;
const CALLER = { ip: "203.0.113.7", userAgent: "Plugin/1.0" };

let organization: TestOrganization;
let ctx: Context;

beforeEach(async () => {
  organization = await createOrganization();
  ctx = createContext(await createUser(organization));
});

test("an app has the defaults of its grants and lifetimes, and is found by its client id", async () => {
  const created = await create();
  expect(created).toEqual(
    z.strictObject(createdOAuthClientSchema.shape).parse({
      ...created,
      ...INPUT,
      publisher: null,
      grants: ["authorization_code", "refresh_token", "device_code"],
      firstParty: false,
      accessTokenSeconds: 900,
      refreshIdleSeconds: 30 * 86_400,
      refreshAbsoluteSeconds: 90 * 86_400,
      refreshGraceSeconds: 10,
      isActive: true,
      activeSessions: 0,
      lastTokenAt: null,
      secretLastFour: null,
    }),
  );
  expect(created).not.toHaveProperty("clientSecret");
  expect(await findClient(created.clientId)).toMatchObject({ id: created.id });
});

test("a confidential app's secret is in the answer to its creation alone", async () => {
  const { clientSecret = "", ...created } = await create({ type: "confidential" });
  const client = await findClient(created.clientId);
  expect(client && (await verifyClientSecret(client, clientSecret))).toBe(true);
  const shown = [
    await getOAuthClient(ctx, created.id),
    await listOAuthClients(ctx, listOAuthClientsQuerySchema.parse({})),
    await entriesOf(created.id),
  ];
  expect(JSON.stringify(shown)).not.toContain(clientSecret.slice(7, -4));
  expect(z.strictObject(oauthClientSchema.shape).parse(shown[0])).toEqual(created);
});

test("what can't be registered is refused at its row", () => {
  const { error } = createOAuthClientSchema.safeParse({
    ...INPUT,
    redirectUris: ["https://app.example.com/cb", "http://app.example.com/cb", ""],
    scopes: ["admin"],
    secretHash: "x",
  });
  expect(error?.issues.map(({ path }) => path.join("."))).toEqual([
    "redirectUris.1",
    "redirectUris.2",
    "redirectUris.2",
    "scopes.0",
    "",
  ]);
});

test.each([
  { accessTokenSeconds: 0 },
  { accessTokenSeconds: 3601 },
  { refreshGraceSeconds: 61 },
  { refreshGraceSeconds: -1 },
  { refreshIdleSeconds: 1.5 },
  { scopes: [] },
  { grants: [] },
  { grants: ["password"] },
  { type: "native" },
])("no app is made with %j", (wrong) => {
  expect(createOAuthClientSchema.safeParse({ ...INPUT, ...wrong }).success).toBe(false);
});

test("a change is put on record, field by field; the same again changes nothing", async () => {
  const { id } = await create();
  const input = { publisher: "Whitfield Prints", firstParty: true, isActive: false };
  const changed = await updateOAuthClient(ctx, id, input);
  expect(changed).toMatchObject(input);
  await updateOAuthClient(ctx, id, input);
  expect((await entriesOf(id)).slice(1)).toEqual([
    {
      action: "oauth_client.updated",
      changes: JSON.stringify({
        publisher: { from: null, to: "Whitfield Prints" },
        firstParty: { from: false, to: true },
        isActive: { from: true, to: false },
      }),
    },
  ]);
});

test("with the old secret of a token an app can be narrowed, and neither made nor widened", async () => {
  const { id } = await create();
  const actor = { type: "token" as const, tokenId: id, userId: 1, name: "Leaver", isOldSecret: true };
  const leaver: Context = { ...ctx, actor };
  await expect(createOAuthClient(leaver, createOAuthClientSchema.parse(INPUT))).rejects.toMatchObject({
    code: "forbidden",
  });
  for (const wider of [
    { redirectUris: [...INPUT.redirectUris, "https://evil.example/cb"] },
    { firstParty: true },
    { refreshGraceSeconds: 60 },
  ])
    await expect(updateOAuthClient(leaver, id, wider)).rejects.toMatchObject({ code: "forbidden" });
  await updateOAuthClient(leaver, id, { isActive: false, scopes: ["profile"] });
  for (const wider of [{ isActive: true }, { scopes: ["troubleshooter" as const] }])
    await expect(updateOAuthClient(leaver, id, wider)).rejects.toMatchObject({ code: "forbidden" });
});

test("deleting an app ends its sessions, each told of, and leaves those of others", async () => {
  const [client, other] = [await createClientRow(organization), await createClientRow(organization)];
  for (const one of [client, client, other]) await connect(one);
  expect(await getOAuthClient(ctx, client.id)).toMatchObject({
    activeSessions: 2,
    lastTokenAt: expect.any(String),
  });
  await deleteOAuthClient(ctx, client.id);
  await expect(getOAuthClient(ctx, client.id)).rejects.toMatchObject({ code: "not_found" });
  expect(await findClient(client.clientId)).toBeNull();
  const left = await database()
    .select({ clientId: oauthSessions.clientId, endedAt: oauthSessions.endedAt })
    .from(oauthSessions)
    .where(eq(oauthSessions.organizationId, organization.id));
  expect(left).toEqual([{ clientId: other.id, endedAt: null }]);
  expect(await entriesOf(client.id)).toEqual([
    {
      action: "oauth_client.deleted",
      changes: JSON.stringify({ activeSessions: { from: 2, to: null } }),
    },
  ]);
  const told = await database()
    .select({ id: events.id })
    .from(events)
    .where(and(eq(events.organizationId, organization.id), eq(events.type, "client.disconnected")));
  expect(told).toHaveLength(2);
});

test("whoever connects while an app is deleted is disconnected with it, or told that there is none", async () => {
  const client = await createClientRow(organization);
  const connecting = Array.from({ length: 6 }, () => connect(client).catch((error: Error) => error.message));
  await Promise.all([...connecting, deleteOAuthClient(ctx, client.id)]);
  const refusals = (await Promise.all(connecting)).filter((message) => message !== undefined);
  for (const refusal of refusals) expect(refusal).toMatch(/can't connect/);
  const told = await database()
    .select({ type: events.type })
    .from(events)
    .where(eq(events.organizationId, organization.id));
  const count = (type: string) => told.filter((event) => event.type === type).length;
  expect(count("client.connected")).toBe(6 - refusals.length);
  expect(count("client.disconnected")).toBe(6 - refusals.length);
});

test("apps of another organization are neither seen nor changed", async () => {
  const { id } = await createClientRow(await createOrganization());
  expect(await listOAuthClients(ctx, listOAuthClientsQuerySchema.parse({}))).toEqual({
    data: [],
    nextCursor: null,
  });
  for (const call of [
    () => getOAuthClient(ctx, id),
    () => updateOAuthClient(ctx, id, { name: "Mine" }),
    () => deleteOAuthClient(ctx, id),
  ])
    await expect(call()).rejects.toMatchObject({ code: "not_found" });
});

test("the list is filtered, and goes on where a page ends", async () => {
  const shop = await createClientRow(organization, { name: "Shop 100%" });
  const portal = await createClientRow(organization, { name: "Portal", type: "confidential" });
  const old = await createClientRow(organization, { name: "Old", disabledAt: new Date() });
  const namesOf = async (query: object) => {
    const page = await listOAuthClients(ctx, listOAuthClientsQuerySchema.parse(query));
    return { names: page.data.map(({ name }) => name), nextCursor: page.nextCursor };
  };
  const all = await namesOf({ limit: 2 });
  expect(all.names).toEqual([old.name, portal.name]);
  expect(await namesOf({ cursor: all.nextCursor })).toEqual({ names: [shop.name], nextCursor: null });
  expect((await namesOf({ status: "disabled" })).names).toEqual([old.name]);
  expect((await namesOf({ status: "active", type: "public" })).names).toEqual([shop.name]);
  expect((await namesOf({ q: "100%" })).names).toEqual([shop.name]);
  expect((await namesOf({ q: portal.clientId })).names).toEqual([portal.name]);
});

function create(input: object = {}) {
  return createOAuthClient(ctx, createOAuthClientSchema.parse({ ...INPUT, ...input }));
}

async function connect(client: Awaited<ReturnType<typeof createClientRow>>) {
  const { id: accountId } = await createCustomerAccount(organization);
  await openSession(
    { client, accountId, scopes: client.scopes, host: "shop.example", origin: "authorization_code" },
    CALLER,
  );
}

function entriesOf(id: string) {
  return database()
    .select({ action: auditLog.action, changes: auditLog.changes })
    .from(auditLog)
    .where(eq(auditLog.targetId, id))
    .orderBy(auditLog.id);
}
