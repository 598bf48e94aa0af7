import { afterAll, beforeAll, expect, test } from "vitest";
import { database, transaction } from "@/db/client";
import {
  createContext,
  createCustomerAccount,
  createOrganization,
  createUser,
  type TestOrganization,
} from "@/db/factories";
import { asOwner, useOwnDatabase } from "@/db/own-database";
import { customers } from "@/db/schema";
import type { Api } from "@/e2e/api";
import { createWorld as createDesk, signInAs } from "@/e2e/api-world";
import { LocalApi } from "@/e2e/local-api";
import { inviteCustomer } from "@/features/customer-accounts/invite";
import { registerAccount } from "@/features/customer-accounts/register";
import { requestReset } from "@/features/customer-accounts/reset-password";
import { createCustomerSession } from "@/features/customer-accounts/session";
import { verifyAccount } from "@/features/customer-accounts/sign-in";
import { watchLinks } from "@/features/customer-accounts/test-links";
import { identifyCustomer } from "@/features/customers/identify";
import { createEquipped } from "@/features/factors/test-set-up";
import { rotateIncomingSecret } from "@/features/incoming-webhooks/rotation";
import { createIncomingWebhookSchema } from "@/features/incoming-webhooks/schema";
import { createIncomingWebhook } from "@/features/incoming-webhooks/service";
import { createCode, exchangeCode } from "@/features/oauth/authorization-code";
import { createDeviceRequest } from "@/features/oauth/device-request";
import { createOAuthClientEndpoint } from "@/features/oauth-clients/contract";
import { findClient } from "@/features/oauth-clients/find-client";
import { rotateClientSecret } from "@/features/oauth-clients/rotation";
import { refreshSession } from "@/features/oauth-sessions/refresh";
import { createPkce, REDIRECT_URI } from "@/features/oauth-sessions/test-set-up";
import { rotateSubscriptionSecret } from "@/features/subscriptions/rotation";
import { createSubscriptionSchema } from "@/features/subscriptions/schema";
import { createSubscription } from "@/features/subscriptions/service";
import { createInvitations, resendInvitation } from "@/features/team/invite";
import { createTokenEndpoint } from "@/features/tokens/contract";
import { rotateToken } from "@/features/tokens/rotation";
import type { Context } from "@/lib/context";

const CALLER = { ip: "203.0.113.7", userAgent: "Test" };

const links = watchLinks();

type Secrets = Record<string, string>;

let dropDatabase: () => Promise<void>;

beforeAll(async () => {
  dropDatabase = await useOwnDatabase();
});

afterAll(() => dropDatabase());

test("a copy of the database holds no token, password or secret that could be used", async () => {
  const secrets = await issueEverything();
  const rows = await everyRow();
  expect(rows.length).toBeGreaterThan(50);
  for (const [name, secret] of Object.entries(secrets)) {
    expect(secret.length, name).toBeGreaterThanOrEqual(8);
    expect.soft(foundIn(rows, secret), name).toEqual([]);
  }
});

test("one that were there would be found, in whatever form", async () => {
  const { id: organizationId } = await createOrganization();
  const secret = "rpl_at_planted0123456789";
  const bytes = Buffer.from(secret);
  const planted = [
    { name: secret },
    { attributes: { deep: [{ token: secret }] } },
    { name: bytes.toString("hex") },
    { tags: [Buffer.concat([Buffer.from("a"), bytes, Buffer.from("z")]).toString("base64")] },
    { name: Buffer.concat([Buffer.from("ab"), bytes]).toString("base64url") },
  ];
  for (const columns of planted) {
    await database().delete(customers);
    await database()
      .insert(customers)
      .values({ organizationId, ...columns });
    expect(foundIn(await everyRow(), secret), JSON.stringify(columns)).toEqual(["public.customers"]);
  }
});

/** One secret of each kind, by what it is. */
async function issueEverything(): Promise<Secrets> {
  const organization = await createOrganization();
  const desk = await createDesk(organization, LocalApi);
  const ctx = createContext(desk.admin);
  return {
    "an admin's password": "correct horse battery staple",
    "an admin's cookie": (await signInAs(desk.admin, LocalApi)).api.headers.cookie?.split("=")[1] ?? "",
    ...(await issueFactors(organization)),
    ...(await issueTokens(desk.api, ctx)),
    ...(await issueWebhookSecrets(ctx)),
    ...(await issueInvitations(ctx)),
    ...(await issueGrants(organization, desk.api, ctx)),
    ...(await issueCustomerSecrets(ctx)),
  };
}

async function issueFactors(organization: TestOrganization): Promise<Secrets> {
  const { secret, recoveryCodes } = await createEquipped(await createUser(organization));
  const [code = ""] = recoveryCodes;
  return {
    "an authenticator app's secret": secret,
    "a recovery code": code,
    "the same as it is hashed": code.replaceAll("-", ""),
  };
}

async function issueTokens(api: Api, ctx: Context): Promise<Secrets> {
  const body = { name: "CI", scopes: ["events:read" as const] };
  const created = await api.call(createTokenEndpoint, { body });
  // Its answer is kept, so that a repeat gets it again.
  const headers = { "idempotency-key": crypto.randomUUID() };
  const keyed = createTokenEndpoint.response.parse(
    (await api.post("/api/v1/tokens", body, { headers })).body,
  );
  const rotated = await rotateToken(ctx, created.id, { overlapSeconds: 60 });
  return {
    "an API token": created.token,
    "an API token whose answer is kept": keyed.token,
    "a rotated API token": rotated.token,
  };
}

async function issueWebhookSecrets(ctx: Context): Promise<Secrets> {
  const incoming = await createIncomingWebhook(
    ctx,
    createIncomingWebhookSchema.parse({ name: "Row", action: "create_ticket" }),
  );
  const target = { targetUrl: "https://93.184.215.14/hook", eventTypes: ["ticket.created"] };
  const headers = { Authorization: "Bearer a-header-of-theirs" };
  const subscription = await createSubscription(ctx, createSubscriptionSchema.parse({ ...target, headers }));
  const chosen = "a secret that the caller chose";
  await createSubscription(ctx, createSubscriptionSchema.parse({ ...target, secret: chosen }));
  return {
    "an incoming webhook's secret": incoming.secret,
    "its next one": (await rotateIncomingSecret(ctx, incoming.id, { overlapSeconds: 60 })).secret,
    "a subscription's secret": subscription.secret ?? "",
    "a rotated one": (await rotateSubscriptionSecret(ctx, subscription.id, { overlapSeconds: 60 })).secret,
    "one of the caller's own": chosen,
    "a header for the target": "a-header-of-theirs",
  };
}

async function issueInvitations(ctx: Context): Promise<Secrets> {
  const { data } = await createInvitations(ctx, { emails: ["eve@example.com"], role: "viewer" });
  const [first] = data;
  if (!first) throw new Error("nobody was invited");
  const again = await resendInvitation(ctx, first.id);
  return { "an invitation": lastPart(first.url), "the same sent again": lastPart(again.url) };
}

async function issueGrants(organization: TestOrganization, api: Api, ctx: Context): Promise<Secrets> {
  const app = await api.call(createOAuthClientEndpoint, {
    body: { name: "App", type: "confidential", redirectUris: [REDIRECT_URI], scopes: ["troubleshooter"] },
  });
  const rotated = await rotateClientSecret(ctx, app.id, { overlapSeconds: 60 });
  const client = await findClient(app.clientId);
  if (!client) throw new Error("the app is not found");
  const { id: accountId } = await createCustomerAccount(organization);
  const scopes = client.scopes;
  const { codeVerifier, codeChallenge } = createPkce();
  const consent = { client, accountId, redirectUri: REDIRECT_URI, codeChallenge, scopes };
  const code = await createCode(consent);
  const tokens = await exchangeCode(client, { code, redirectUri: REDIRECT_URI, codeVerifier }, CALLER);
  const refreshToken = tokens.refresh_token ?? "";
  const refreshed = await refreshSession(client, { refreshToken, scope: undefined }, CALLER);
  const device = await createDeviceRequest({ client, scopes, host: null }, CALLER);
  return {
    "an app's secret": app.clientSecret ?? "",
    "its next secret": rotated.clientSecret ?? "",
    "a spent code": code,
    "a waiting code": await createCode(consent),
    "an access token": tokens.access_token,
    "a refreshed access token": refreshed.access_token,
    "a spent refresh token": refreshToken,
    "a refresh token": refreshed.refresh_token ?? "",
    "a device code": device.device_code,
    "a user code": device.user_code,
    "a user code as it is compared": device.user_code.replaceAll("-", ""),
  };
}

async function issueCustomerSecrets(ctx: Context): Promise<Secrets> {
  const { organizationId } = ctx;
  const [email, password] = ["dana@customer.example", "a sentence that nobody guesses"];
  await registerAccount(organizationId, { email, password }, CALLER);
  await requestReset(organizationId, email, CALLER);
  await expect.poll(() => links.to(email)).toHaveLength(2);
  const account = await verifyAccount(organizationId, email, password, CALLER);
  const known = await transaction(() => identifyCustomer(ctx, { email: "eve@customer.example" }));
  const [verification, reset] = links.to(email);
  return {
    "a customer's password": password,
    "a customer's cookie": (await createCustomerSession(account?.id ?? "", CALLER)) ?? "",
    "a link to confirm an address": verification?.token ?? "",
    "a link to reset a password": reset?.token ?? "",
    "a customer's invitation":
      new URL((await inviteCustomer(ctx, known)).url ?? "").searchParams.get("token") ?? "",
  };
}

function lastPart(url: string): string {
  return url.split("/").at(-1) ?? "";
}

interface Row {
  table: string;
  text: string;
}

/** Every row of every table, of our own and of the engine's, with all of its columns as text. */
function everyRow(): Promise<Row[]> {
  return asOwner(async (owner) => {
    const tables = await owner<{ name: string }[]>`
      select format('%I.%I', table_schema, table_name) as name from information_schema.tables
      where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`;
    const rows: Row[] = [];
    for (const { name } of tables)
      for (const { text } of await owner.unsafe<{ text: string }[]>(`select t::text as text from ${name} t`))
        rows.push({ table: name, text });
    return rows;
  });
}

/** The tables that hold it, as it is or as others may write it down. */
function foundIn(rows: Row[], secret: string): string[] {
  const bytes = Buffer.from(secret);
  const base64 = [0, 1, 2].map((offset) => withoutEnds(Buffer.concat([Buffer.alloc(offset), bytes])));
  const forms = [secret, bytes.toString("hex"), ...base64, ...base64.map(urlSafe)];
  return rows.filter(({ text }) => forms.some((form) => text.includes(form))).map(({ table }) => table);
}

/** What is the same whatever stands before and behind. */
function withoutEnds(bytes: Buffer): string {
  return bytes.toString("base64").replace(/=+$/, "").slice(4, -1);
}

function urlSafe(base64: string): string {
  return base64.replaceAll("+", "-").replaceAll("/", "_");
}
