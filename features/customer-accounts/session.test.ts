import { eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { contextFromRequest } from "@/app/api/_lib/authenticate";
import { database } from "@/db/client";
import { createCustomerAccount, createOrganization, createUser } from "@/db/factories";
import { auditLog, customerSessions } from "@/db/schema";
import { createSession, encodeSessionCookie, findSession, sessionCookieName } from "@/features/auth/session";
import {
  createCustomerSession,
  customerCookieName,
  endCustomerSession,
  findCustomerSession,
} from "./session";

const CLIENT = { ip: "127.0.0.1", userAgent: "Test" };

async function signedIn() {
  const organization = await createOrganization();
  const account = await createCustomerAccount(organization);
  const cookie = await createCustomerSession(account.id, CLIENT);
  if (!cookie) throw new Error("the account is gone");
  return { organization, account, cookie };
}

test("a customer's cookie is random, kept as a hash, and known until it is signed out", async () => {
  const { organization, account, cookie } = await signedIn();
  expect(await findCustomerSession(cookie)).toMatchObject({
    account: { id: account.id },
    customerName: "Dana",
  });
  const rows = await database().select().from(customerSessions);
  expect(JSON.stringify(rows)).not.toContain(cookie);

  await endCustomerSession(cookie, CLIENT);
  expect(await findCustomerSession(cookie)).toBeNull();
  const log = await database()
    .select({ action: auditLog.action, actorType: auditLog.actorType, actorName: auditLog.actorName })
    .from(auditLog)
    .where(eq(auditLog.organizationId, organization.id))
    .orderBy(auditLog.id);
  const actor = { actorType: "customer", actorName: account.customerId.slice(-8) };
  expect(log).toEqual([
    { action: "customer.signed_in", ...actor },
    { action: "customer.signed_out", ...actor },
  ]);
});

test("signing in ends the session whose cookie came along", async () => {
  const { account, cookie } = await signedIn();
  const next = await createCustomerSession(account.id, CLIENT, cookie);
  expect(await findCustomerSession(cookie)).toBeNull();
  expect(await findCustomerSession(next ?? "")).not.toBeNull();
});

test.each([
  ["its time is over", { expiresAt: sql`now() - interval '1 second'` }],
  ["nobody used it for long", { lastSeenAt: sql`now() - interval '2 hours'` }],
])("a session ends when %s", async (_, age) => {
  const { account, cookie } = await signedIn();
  await database().update(customerSessions).set(age).where(eq(customerSessions.accountId, account.id));
  expect(await findCustomerSession(cookie)).toBeNull();
});

test("neither a customer's nor an admin's session opens the other's door, under whichever name it comes", async () => {
  const { organization, cookie } = await signedIn();
  const user = await createUser(organization);
  const id = (await createSession(user.id, CLIENT)) ?? "";
  const adminCookie = await encodeSessionCookie({ id, userId: user.id });
  expect(customerCookieName()).not.toBe(sessionCookieName());

  for (const value of [adminCookie, id, "", "x".repeat(43)])
    expect(await findCustomerSession(value)).toBeNull();
  expect(await findSession(cookie)).toBeNull();
  const shown: Record<string, string>[] = [
    { cookie: `${sessionCookieName()}=${cookie}` },
    { cookie: `${customerCookieName()}=${cookie}` },
    { cookie: `${customerCookieName()}=${adminCookie}` },
    { authorization: `Bearer ${cookie}` },
  ];
  for (const headers of shown) {
    const request = new Request("http://localhost/api/v1/me", { headers });
    await expect(
      contextFromRequest({ request, requestId: "req_test", client: CLIENT }),
      Object.keys(headers).join(),
    ).rejects.toMatchObject({ code: "unauthorized" });
  }
});
