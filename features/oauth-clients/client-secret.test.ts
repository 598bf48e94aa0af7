import { eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { database } from "@/db/client";
import { createOAuthClient, createOrganization, type TestOrganization } from "@/db/factories";
import { oauthClients } from "@/db/schema";
import { hashClientSecret, mintClientSecret, verifyClientSecret } from "./client-secret";
import { findClient } from "./find-client";

let organization: TestOrganization;

beforeEach(async () => {
  organization = await createOrganization();
});

test("an app is found by the id that it presents, also while it is disabled", async () => {
  const disabledAt = new Date("2026-01-01T00:00:00Z");
  const client = await createOAuthClient(organization, { name: "Shop", disabledAt });
  const found = await findClient(client.clientId);
  expect(found).toMatchObject({ id: client.id, organizationId: organization.id, name: "Shop", disabledAt });
  expect(Object.keys(Object(found)).filter((key) => /secret/i.test(key))).toEqual([]);
});

test.each(["", "app_unknown", "a\0b", "é", "a".repeat(101)])("no app has the id %j", async (clientId) => {
  expect(await findClient(clientId)).toBeNull();
});

test("only its own secret is a confidential app's", async () => {
  const secret = mintClientSecret();
  const client = await createOAuthClient(organization, { type: "confidential", secret });
  expect(await verifyClientSecret(client, secret)).toBe(true);
  for (const wrong of ["", `${secret} `, secret.toUpperCase(), mintClientSecret(), hashClientSecret(secret)])
    expect(await verifyClientSecret(client, wrong)).toBe(false);
});

test("a public app has none", async () => {
  const client = await createOAuthClient(organization);
  expect(await verifyClientSecret(client, client.secret)).toBe(false);
  expect(await verifyClientSecret(client, "")).toBe(false);
});

test("the one before works while the overlap lasts, and its use is noted", async () => {
  const previous = mintClientSecret();
  const client = await createOAuthClient(organization, {
    type: "confidential",
    previousSecretHash: hashClientSecret(previous),
    previousSecretExpiresAt: new Date(Date.now() + 60_000),
  });
  expect(await verifyClientSecret(client, client.secret)).toBe(true);
  expect(await readRow(client.id)).toMatchObject({ previousSecretLastUsedAt: null });
  expect(await verifyClientSecret(client, previous)).toBe(true);
  const used = await readRow(client.id);
  expect(used).toMatchObject({
    previousSecretLastUsedAt: expect.any(Date),
    updatedAt: client.updatedAt,
  });

  await database()
    .update(oauthClients)
    .set({ previousSecretExpiresAt: new Date(Date.now() - 1) })
    .where(eq(oauthClients.id, client.id));
  expect(await verifyClientSecret(client, previous)).toBe(false);
});

async function readRow(id: string) {
  const [row] = await database().select().from(oauthClients).where(eq(oauthClients.id, id));
  return row;
}
