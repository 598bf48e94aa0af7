import { randomUUID } from "node:crypto";
import { and, eq, isNull, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { database } from "@/db/client";
import { createCustomerAccount, createOAuthClient, createOrganization } from "@/db/factories";
import { customerLinks, customerSessions, events, oauthSessions } from "@/db/schema";
import { hashPassword } from "@/features/auth/password";
import { requestReset, resetPassword } from "@/features/customer-accounts/reset-password";
import { createCustomerSession, findCustomerSession } from "@/features/customer-accounts/session";
import { enter, verifyAccount } from "@/features/customer-accounts/sign-in";
import { watchLinks } from "@/features/customer-accounts/test-links";
import { createCode, exchangeCode } from "@/features/oauth/authorization-code";
import { exchangeDeviceCode } from "@/features/oauth/device-code";
import { createDeviceRequest, decideDeviceRequest, findDeviceRequest } from "@/features/oauth/device-request";
import { openSession } from "@/features/oauth-sessions/open";

const OLD = "a sentence that nobody guesses";
const NEW = "quite another long sentence";
const links = watchLinks();

function visitor() {
  return { ip: `test-${randomUUID()}`, userAgent: "Test" };
}

async function withAccount() {
  const organization = await createOrganization();
  return { organization, account: await createCustomerAccount(organization) };
}

async function linkFor({ organization, account }: Awaited<ReturnType<typeof withAccount>>): Promise<string> {
  await requestReset(organization.id, account.email, visitor());
  await expect.poll(() => links.to(account.email)).not.toEqual([]);
  return links.to(account.email).at(-1)?.token ?? "";
}

test("a new password ends every browser and every app of the account", async () => {
  const desk = await withAccount();
  const { organization, account } = desk;
  const cookie = (await createCustomerSession(account.id, visitor())) ?? "";
  const client = await createOAuthClient(organization);
  const opening = { client, accountId: account.id, scopes: client.scopes, host: "shop.example" };
  await openSession({ ...opening, origin: "device_code" }, visitor());

  await resetPassword(await linkFor(desk), NEW, visitor());
  expect(await verifyAccount(organization.id, account.email, NEW, visitor())).toMatchObject({
    id: account.id,
  });
  expect(await findCustomerSession(cookie)).toBeNull();
  const [session] = await database()
    .select()
    .from(oauthSessions)
    .where(eq(oauthSessions.accountId, account.id));
  expect(session).toMatchObject({ endedAt: expect.any(Date), endReason: "account" });
  const told = await database().select().from(events).where(eq(events.organizationId, organization.id));
  expect(told.map(({ type }) => type)).toContain("client.disconnected");
});

test("what was allowed with the former password, and not used yet, opens nothing any more", async () => {
  const desk = await withAccount();
  const { organization, account } = desk;
  const client = await createOAuthClient(organization);
  const asking = { client, scopes: client.scopes };
  const device = await createDeviceRequest({ ...asking, host: "shop.example" }, visitor());
  const found = await findDeviceRequest(device.user_code, visitor());
  await decideDeviceRequest(found?.id ?? "", account.id, "approved");
  const redirectUri = "https://shop.example/wp-admin/admin.php";
  const codeVerifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
  const codeChallenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
  const code = await createCode({ ...asking, accountId: account.id, redirectUri, codeChallenge });

  await resetPassword(await linkFor(desk), NEW, visitor());
  const refused = { error: "invalid_grant" };
  await expect(exchangeDeviceCode(client, device.device_code, visitor())).rejects.toMatchObject(refused);
  await expect(exchangeCode(client, { code, redirectUri, codeVerifier }, visitor())).rejects.toMatchObject(
    refused,
  );
});

test("of sign-ins while the password is replaced, none with the former one stays", async () => {
  const organization = await createOrganization();
  const passwordHash = await hashPassword(OLD);
  const account = await createCustomerAccount(organization, { passwordHash });
  const client = await createOAuthClient(organization);
  const link = await linkFor({ organization, account });
  const signIn = async () => {
    const proven = await verifyAccount(organization.id, account.email, OLD, visitor());
    if (!proven) return;
    const opening = { client, accountId: account.id, scopes: client.scopes, host: null };
    await enter(proven, () => openSession({ ...opening, origin: "password" }, visitor()));
    await enter(proven, () => createCustomerSession(account.id, visitor()));
  };
  await Promise.all([resetPassword(link, NEW, visitor()), ...Array.from({ length: 8 }, signIn)]);
  const apps = eq(oauthSessions.accountId, account.id);
  const live = await database()
    .select()
    .from(oauthSessions)
    .where(and(apps, isNull(oauthSessions.endedAt)));
  expect(live).toEqual([]);
  const browsers = eq(customerSessions.accountId, account.id);
  expect(
    await database()
      .select()
      .from(customerSessions)
      .where(and(browsers, isNull(customerSessions.revokedAt))),
  ).toEqual([]);
});

test("a link sets one password, however many come at once, and ends the others that were sent", async () => {
  const desk = await withAccount();
  const [earlier, link] = [await linkFor(desk), await linkFor(desk)];
  const outcomes = await Promise.allSettled(
    [NEW, `${NEW}!`, `${NEW}?`].map((password) => resetPassword(link, password, visitor())),
  );
  expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  await expect(resetPassword(earlier, NEW, visitor())).rejects.toMatchObject({ code: "conflict" });
});

test("a link that is too old, unknown, or refused a bad password changes nothing", async () => {
  const desk = await withAccount();
  const link = await linkFor(desk);
  await expect(resetPassword(link, "short", visitor())).rejects.toMatchObject({ code: "invalid" });
  await database()
    .update(customerLinks)
    .set({ expiresAt: sql`now() - interval '1 second'` })
    .where(eq(customerLinks.accountId, desk.account.id));
  for (const token of [link, "x".repeat(43), "", "%"])
    await expect(resetPassword(token, NEW, visitor())).rejects.toMatchObject({ code: "conflict" });
});

test("nothing is sent to an address without an account, and a mailbox gets few links", async () => {
  const desk = await withAccount();
  const unknown = `${randomUUID()}@customer.example`;
  await requestReset(desk.organization.id, unknown, visitor());
  for (let asked = 0; asked < 8; asked++)
    await requestReset(desk.organization.id, desk.account.email, visitor());
  await expect.poll(() => links.to(desk.account.email)).toHaveLength(6);
  expect(links.to(unknown)).toEqual([]);
});

test("an address asks for so many links, and then waits", async () => {
  const { organization } = await withAccount();
  const client = visitor();
  const ask = () => requestReset(organization.id, `${randomUUID()}@customer.example`, client);
  for (let asked = 0; asked < 20; asked++) await ask();
  await expect(ask()).rejects.toMatchObject({
    code: "rate_limited",
    headers: { "retry-after": expect.any(String) },
  });
});
