import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { database } from "@/db/client";
import { createOrganization, createToken, createUser, type TestOrganization } from "@/db/factories";
import { signInAs } from "@/e2e/api-world";
import { type ConnectedApp, connectApp } from "@/e2e/customer-apps";
import { LocalApi } from "@/e2e/local-api";
import { hashToken, mintToken } from "@/features/tokens/secret";
import { env } from "@/lib/env";

const TICKETS = "/api/v1/troubleshooter/tickets";
const TICKET = { subject: "Blank page", description: "Since today." };

let organization: TestOrganization;
let app: ConnectedApp;

beforeAll(async () => {
  organization = await createOrganization();
  app = await connectApp(organization, { Caller: LocalApi });
});

const withHeaders = (headers: Record<string, string>) => new LocalApi(env.APP_URL, headers);
const withBearer = (token: string) => withHeaders({ authorization: `Bearer ${token}` });

async function apiToken(): Promise<string> {
  const token = mintToken();
  await createToken(await createUser(organization), { token });
  return token;
}

describe("what is no customer's access token", () => {
  const refused: [what: string, headers: () => Promise<Record<string, string>>, challenge: string][] = [
    ["nothing", async () => ({}), "Bearer"],
    [
      "an admin's session",
      async () => ({ ...(await signInAs(await createUser(organization), LocalApi)).api.headers }),
      "Bearer",
    ],
    ["an API token in X-API-Key", async () => ({ "x-api-key": await apiToken() }), "Bearer"],
    ["rubbish", async () => ({ authorization: "Bearer rubbish" }), 'Bearer error="invalid_token"'],
    [
      "an unknown token",
      async () => ({ authorization: `Bearer ${mintToken()}` }),
      'Bearer error="invalid_token"',
    ],
    [
      "a token of the API",
      async () => ({ authorization: `Bearer ${await apiToken()}` }),
      'Bearer error="invalid_token"',
    ],
    [
      "a refresh token",
      async () => ({ authorization: `Bearer ${app.tokens.refresh_token}` }),
      'Bearer error="invalid_token"',
    ],
    [
      "an expired token",
      async () => {
        const { tokens } = await connectApp(organization);
        await database().execute(
          sql`update oauth_access_tokens set expires_at = now() - interval '1 ms' where hash = ${hashToken(tokens.access_token)}`,
        );
        return { authorization: `Bearer ${tokens.access_token}` };
      },
      'Bearer error="invalid_token"',
    ],
  ];

  test.each(refused)("%s opens nothing", async (_, headers, challenge) => {
    const caller = withHeaders(await headers());
    for (const reply of [await caller.get(TICKETS), await caller.post(TICKETS, TICKET)]) {
      expect(reply.status).toBe(401);
      expect(reply.headers.get("www-authenticate")).toBe(challenge);
      expect(reply.body).toMatchObject({ code: "unauthorized" });
    }
  });

  test("a token in the address is none", async () => {
    const reply = await withHeaders({}).get(`${TICKETS}?access_token=${app.tokens.access_token}`);
    expect(reply.status).toBe(401);
  });

  test("a token without the scope is forbidden, and told which", async () => {
    const { api } = await connectApp(organization, { scopes: ["profile"], Caller: LocalApi });
    const reply = await api.get(TICKETS);
    expect(reply).toMatchObject({ status: 403, body: { missingScope: "troubleshooter" } });
    expect(reply.headers.get("www-authenticate")).toBe(
      'Bearer error="insufficient_scope", scope="troubleshooter"',
    );
  });
});

test("a customer's access token opens nothing of the desk's own", async () => {
  for (const path of ["/api/v1/me", "/api/v1/tickets", "/api/v1/customers"]) {
    const reply = await withBearer(app.tokens.access_token).get(path);
    expect(reply.status, path).toBe(401);
    expect(reply.headers.get("www-authenticate")).toBe('Bearer error="invalid_token"');
  }
});

test("a token in the address opens nothing, and spoils the one in the header", async () => {
  const address = `${TICKETS}?access_token=${app.tokens.access_token}`;
  expect(await withHeaders({}).get(address)).toMatchObject({ status: 401 });
  expect(await app.api.get(address)).toMatchObject({ status: 400 });
});

test("a customer in body or query changes nothing", async () => {
  const other = await connectApp(organization, { Caller: LocalApi });
  await other.api.post(TICKETS, TICKET);
  const named = await app.api.post(TICKETS, { ...TICKET, customerId: other.customerId });
  expect(named).toMatchObject({ status: 422, body: { issues: [{ path: "customerId" }] } });
  const listed = await app.api.get(`${TICKETS}?customerId=${other.customerId}`);
  expect(listed).toMatchObject({ status: 200, body: { data: [] } });
});

test("a document of 1 MiB goes through, also escaped, and a longer one is too large", async () => {
  const document = (length: number) => ({
    ...TICKET,
    siteHealth: { custom: { label: "\n".repeat(length) } },
  });
  const fits = await app.api.post(TICKETS, document(500_000));
  expect(fits.status, fits.text.slice(0, 300)).toBe(201);
  expect(await app.api.post(TICKETS, document(1_100_000))).toMatchObject({
    status: 413,
    body: { code: "payload_too_large" },
  });
  const raw = JSON.stringify({ ...TICKET, siteHealthText: "x".repeat(3_200_000) });
  expect(await app.api.request("POST", TICKETS, { raw })).toMatchObject({ status: 413 });
});

test("pages hold 100 at most", async () => {
  expect((await app.api.get(`${TICKETS}?limit=101`)).status).toBe(422);
  expect((await app.api.get(`${TICKETS}?limit=1e9`)).status).toBe(422);
  expect((await app.api.get(`${TICKETS}?cursor=(a%2B)%2B%24`)).status).toBe(422);
});

test("a repeat with its key is answered again, and no second ticket made", async () => {
  const { api } = await connectApp(organization, { Caller: LocalApi });
  const headers = { "idempotency-key": crypto.randomUUID() };
  const replies = [
    await api.post(TICKETS, TICKET, { headers }),
    await api.post(TICKETS, TICKET, { headers }),
  ];
  expect(replies.map(({ status }) => status)).toEqual([201, 201]);
  expect(replies[1]?.text).toBe(replies[0]?.text);
  expect(replies[1]?.headers.get("idempotency-replayed")).toBe("true");
  expect(await api.get(TICKETS)).toMatchObject({ body: { data: [{}], nextCursor: null } });
  const other = await api.post(TICKETS, { ...TICKET, subject: "Another" }, { headers });
  expect(other).toMatchObject({ status: 422, body: { code: "idempotency_key_reused" } });
});

test("what customers say is kept and shown as it is", async () => {
  const hostile = "<script>alert(1)</script> \u001b[31m\r\n{{7*7}} ' or 1=1 --";
  const filed = await app.api.post(TICKETS, { ...TICKET, description: hostile });
  const id = String(Object(filed.body).id);
  expect(await app.api.get(`${TICKETS}/${id}`)).toMatchObject({ body: { description: hostile } });
  const answered = await app.api.post(`${TICKETS}/${id}/comments`, { body: hostile });
  expect(answered).toMatchObject({ status: 201, body: { body: hostile, author: { type: "customer" } } });
});

test("calls are counted and told", async () => {
  const { headers } = await app.api.get(TICKETS);
  expect(headers.get("ratelimit-limit")).toBe(String(env.RATE_LIMIT_PER_CUSTOMER));
});
