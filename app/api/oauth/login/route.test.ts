import { randomUUID } from "node:crypto";
import { count, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import type { Handler } from "@/app/api/_lib/frame";
import { POST as register } from "@/app/api/oauth/register/route";
import { database } from "@/db/client";
import { createOAuthClient, createOrganization, type TestOrganization } from "@/db/factories";
import { customerAccounts, customers, organizations } from "@/db/schema";
import { someAddress } from "@/e2e/some-address";
import { limitUnauthorized } from "@/features/limits/calls";
import { env } from "@/lib/env";
import { GET as getLogin, POST as login } from "./route";

const PASSWORD = "a sentence that nobody guesses";

interface Answer {
  status: number;
  headers: Headers;
  body: Record<string, unknown>;
}

async function post(handler: Handler, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  const request = new Request("http://localhost:3000/api/oauth", {
    method: "POST",
    body: typeof body === "string" ? body : JSON.stringify(body),
    headers: {
      "content-type": "application/json",
      "x-replify-client-address": someAddress(),
      ...headers,
    },
  });
  const response = await handler(request, { params: Promise.resolve({}) });
  return { status: response.status, headers: response.headers, body: await response.json() };
}

async function openDesk() {
  const organization = await createOrganization();
  const { clientId: client_id } = await createOAuthClient(organization, { isFirstParty: true });
  return { organization, client_id };
}

function newEmail(): string {
  return `${randomUUID()}@customer.example`;
}

function accountsOf({ id }: TestOrganization) {
  return database().select().from(customerAccounts).where(eq(customerAccounts.organizationId, id));
}

test("a customer registers and signs in, before the address is confirmed", async () => {
  const { client_id } = await openDesk();
  const email = newEmail();
  const registered = await post(register, { client_id, email, password: PASSWORD, name: "Dana" });
  expect(registered.status).toBe(201);
  expect(registered.body).toEqual({ customerId: expect.stringMatching(/^[0-9a-f-]{36}$/), email });
  expect(registered.headers.get("cache-control")).toContain("no-store");

  const tokens = await post(login, { client_id, email: email.toUpperCase(), password: PASSWORD });
  expect(tokens.status).toBe(200);
  expect(tokens.body).toEqual({
    access_token: expect.stringMatching(/^rpl_at_/),
    token_type: "Bearer",
    expires_in: 900,
    refresh_token: expect.stringMatching(/^rpl_rt_/),
    scope: "troubleshooter profile",
  });
  expect(tokens.headers.get("cache-control")).toContain("no-store");
  const narrow = await post(login, { client_id, email, password: PASSWORD, scope: "profile" });
  expect(narrow.body).toMatchObject({ scope: "profile" });
  const wide = await post(login, { client_id, email, password: PASSWORD, scope: "profile admin" });
  expect([wide.status, wide.body.error]).toEqual([400, "invalid_scope"]);
});

test("a wrong password and an unknown address are answered alike", async () => {
  const { client_id } = await openDesk();
  const email = newEmail();
  await post(register, { client_id, email, password: PASSWORD });
  const wrong = await post(login, { client_id, email, password: "another sentence" });
  const unknown = await post(login, { client_id, email: newEmail(), password: "another sentence" });
  expect([wrong.status, wrong.body.error]).toEqual([401, "invalid_grant"]);
  expect([unknown.status, unknown.body]).toEqual([wrong.status, wrong.body]);
  expect([...unknown.headers.keys()]).toEqual([...wrong.headers.keys()]);
});

test("after twenty wrong ones an address waits, and the right password still works from another", async () => {
  const { client_id } = await openDesk();
  const [email, attacked] = [newEmail(), newEmail()];
  await post(register, { client_id, email, password: PASSWORD });
  await post(register, { client_id, email: attacked, password: PASSWORD });
  const address = { "x-replify-client-address": someAddress() };
  const answers = [];
  for (let tries = 0; tries < 21; tries++)
    answers.push(await post(login, { client_id, email: newEmail(), password: "wrong" }, address));
  expect(answers.slice(0, 20).map(({ status }) => status)).toEqual(Array(20).fill(401));
  const last = answers.at(-1);
  expect(last?.status).toBe(429);
  expect(Number(last?.headers.get("retry-after"))).toBeGreaterThan(0);
  expect((await post(login, { client_id, email, password: PASSWORD }, address)).status).toBe(429);
  expect((await post(login, { client_id, email, password: PASSWORD })).status).toBe(200);
});

test("passwords are for apps of the desk itself; a confidential one proves who it is", async () => {
  const { organization } = await openDesk();
  const { clientId: third } = await createOAuthClient(organization);
  const { clientId: own, secret } = await createOAuthClient(organization, {
    type: "confidential",
    isFirstParty: true,
  });
  const { clientId: off } = await createOAuthClient(organization, {
    isFirstParty: true,
    disabledAt: new Date(),
  });
  const email = newEmail();
  for (const handler of [register, login]) {
    const call = async (client_id: string, more: object = {}, headers: Record<string, string> = {}) => {
      const { status, body } = await post(
        handler,
        { client_id, email, password: PASSWORD, ...more },
        headers,
      );
      return [status, body.error];
    };
    expect(await call(third)).toEqual([400, "unauthorized_client"]);
    expect(await call(own)).toEqual([401, "invalid_client"]);
    expect(await call(own, { client_secret: "wrong" })).toEqual([401, "invalid_client"]);
    expect(await call(off)).toEqual([401, "invalid_client"]);
    expect(await call("nobody")).toEqual([401, "invalid_client"]);
    const basic = { authorization: `Basic ${btoa(`${own}:${secret}`)}` };
    expect(await call(own, { client_secret: secret }, basic)).toEqual([400, "invalid_request"]);
    expect(await call(third, {}, basic)).toEqual([400, "invalid_request"]);
    expect(await call(own, {}, basic)).toEqual([handler === register ? 201 : 200, undefined]);
    expect((await call(own, { client_secret: secret }))[0]).toBeLessThan(300);
  }
});

test.each([
  ["an unknown field", { role: "admin" }],
  ["a confirmed address", { emailVerified: true }],
  ["an id of one's choice", { id: randomUUID(), customerId: randomUUID() }],
  ["a short password", { password: "short" }],
  ["a common password", { password: "password1234" }],
  ["a long password", { password: "x".repeat(257) }],
  ["no address", { email: "nobody" }],
  ["no password", { password: undefined }],
])("%s is 422, and nothing is made", async (_, more) => {
  const { organization, client_id } = await openDesk();
  const answer = await post(register, { client_id, email: newEmail(), password: PASSWORD, ...more });
  expect([answer.status, answer.body.error]).toEqual([422, "invalid_request"]);
  expect(await accountsOf(organization)).toEqual([]);
});

test("a body of another form or size is refused before any work is done for it", async () => {
  const { client_id } = await openDesk();
  const body = { client_id, email: newEmail(), password: "x".repeat(1024 * 1024) };
  for (const handler of [register, login]) {
    expect((await post(handler, body)).status).toBe(413);
    expect((await post(handler, "{")).status).toBe(400);
    const form = { "content-type": "application/x-www-form-urlencoded" };
    expect((await post(handler, "client_id=x", form)).status).toBe(415);
  }
});

test("whoever tries secrets of apps has to wait after so many", async () => {
  const { organization } = await openDesk();
  const app = await createOAuthClient(organization, { type: "confidential", isFirstParty: true });
  const address = someAddress();
  for (let tries = 1; tries < env.RATE_LIMIT_UNAUTHORIZED; tries++) await limitUnauthorized(address);
  const body = { client_id: app.clientId, client_secret: "wrong", email: newEmail(), password: PASSWORD };
  const from = { "x-replify-client-address": address };
  const statuses = [await post(login, body, from), await post(register, body, from)].map((one) => one.status);
  expect(statuses).toEqual([401, 429]);
});

test("another method is refused in the protocol's own words", async () => {
  const request = new Request("http://localhost:3000/api/oauth/login");
  const response = await getLogin(request, { params: Promise.resolve({}) });
  expect([response.status, response.headers.get("allow")]).toEqual([405, "POST, OPTIONS"]);
  expect(await response.json()).toMatchObject({ error: "invalid_request" });
});

test("registering many times at once makes one account and one customer", async () => {
  const { organization, client_id } = await openDesk();
  const email = newEmail();
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => post(register, { client_id, email, password: PASSWORD })),
  );
  expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(201));
  expect(await accountsOf(organization)).toHaveLength(1);
  const [made] = await database()
    .select({ count: count() })
    .from(customers)
    .where(eq(customers.organizationId, organization.id));
  expect(made?.count).toBe(1);
});

test("by invitation, an app is told that nobody registers", async () => {
  const { organization, client_id } = await openDesk();
  await database()
    .update(organizations)
    .set({ customerRegistration: "invitation" })
    .where(eq(organizations.id, organization.id));
  const { status, body } = await post(register, { client_id, email: newEmail(), password: PASSWORD });
  expect([status, body.error]).toEqual([403, "access_denied"]);
});
