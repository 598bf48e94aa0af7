import { eq } from "drizzle-orm";
import fc from "fast-check";
import { expect, test } from "vitest";
import * as metadata from "@/app/.well-known/oauth-authorization-server/route";
import { database } from "@/db/client";
import { oauthClients } from "@/db/schema";
import { someAddress } from "@/e2e/some-address";
import { createCode } from "@/features/oauth/authorization-code";
import { CALLER, createPkce, createWorld, REDIRECT_URI } from "@/features/oauth-sessions/test-set-up";
import { verifyAccessToken } from "@/features/oauth-sessions/verify";
import { mintToken } from "@/features/tokens/secret";
import * as device from "./device/route";
import * as introspect from "./introspect/route";
import * as revoke from "./revoke/route";
import * as token from "./token/route";

const ENDPOINTS = { token, device, revoke, introspect };
type EndpointName = keyof typeof ENDPOINTS;

type Fields = Record<string, string>;

test("every answer may be kept by nobody, and says so twice", async () => {
  const { client } = await createWorld();
  for (const name of Object.keys(ENDPOINTS) as EndpointName[]) {
    const { headers } = await post(name, { client_id: client.clientId, token: "x" });
    expect(headers.get("cache-control")).toContain("no-store");
    expect(headers.get("pragma")).toBe("no-cache");
  }
});

test("only forms are taken, of one value each, by POST", async () => {
  for (const name of Object.keys(ENDPOINTS) as EndpointName[]) {
    const json = await send(name, JSON.stringify({ grant_type: "refresh_token" }), {
      "content-type": "application/json",
    });
    expect([json.status, json.body.error]).toEqual([415, "invalid_request"]);
    const twice = await send(name, "client_id=a&token=1&client_id=a");
    expect([twice.status, twice.body.error]).toEqual([400, "invalid_request"]);
    const request = new Request(urlOf(name));
    const got = await ENDPOINTS[name].GET(request, { params: Promise.resolve({}) });
    expect([got.status, got.headers.get("allow")]).toEqual([405, "POST, OPTIONS"]);
    expect(await got.json()).toMatchObject({ error: "invalid_request" });
  }
});

test("an unknown grant is named before anybody has to say who they are", async () => {
  for (const grant of ["password", "client_credentials", "implicit", "__proto__", "constructor"])
    expect(await post("token", { grant_type: grant })).toMatchObject({
      status: 400,
      body: { error: "unsupported_grant_type" },
    });
  const nones: Fields[] = [{}, { grant_type: "" }];
  for (const none of nones)
    expect(await post("token", none)).toMatchObject({ status: 400, body: { error: "invalid_request" } });
});

test("a grant that the app lacks is refused to it", async () => {
  const { client } = await createWorld({ grants: ["refresh_token"] });
  const fields = { client_id: client.clientId };
  for (const [name, more] of [
    ["token", { grant_type: "authorization_code" }],
    ["token", { grant_type: "urn:ietf:params:oauth:grant-type:device_code" }],
    ["device", {}],
  ] as const)
    expect(await post(name, { ...fields, ...more })).toMatchObject({
      status: 400,
      body: { error: "unauthorized_client" },
    });
});

test("an app proves who it is by header or body, never by both", async () => {
  const { client, open } = await createWorld({ type: "confidential", secret: "s+ cr:et%é" });
  const body = { client_id: client.clientId, client_secret: client.secret };
  const refresh = async (fields: Fields, headers: Fields = {}) =>
    post(
      "token",
      { grant_type: "refresh_token", refresh_token: (await open()).refresh_token ?? "", ...fields },
      headers,
    );
  const header = { authorization: basic(client.clientId, client.secret) };
  expect((await refresh(body)).status).toBe(200);
  expect((await refresh({}, header)).status).toBe(200);
  expect((await refresh({ client_id: client.clientId }, header)).status).toBe(200);
  const others: Fields[] = [body, { client_secret: client.secret }, { client_id: "app_other" }];
  for (const fields of others)
    expect(await refresh(fields, header)).toMatchObject({ status: 400, body: { error: "invalid_request" } });
});

test("who does not is turned away with a challenge", async () => {
  const { client } = await createWorld({ type: "confidential" });
  const { client: open } = await createWorld();
  const attempts: [Fields, Fields][] = [
    [{}, {}],
    [{ client_id: "app_unknown" }, {}],
    [{ client_id: "a\u0000b" }, {}],
    [{ client_id: client.clientId }, {}],
    [{ client_id: client.clientId, client_secret: "wrong" }, {}],
    [{ client_id: open.clientId, client_secret: "any" }, {}],
    [{}, { authorization: basic(client.clientId, "wrong") }],
    [{}, { authorization: basic(client.clientId, "") }],
    [{}, { authorization: basic("", client.secret) }],
    [{}, { authorization: "Basic" }],
    [{}, { authorization: "Basic %%%" }],
    [{}, { authorization: `Basic ${Buffer.from("no colon").toString("base64")}` }],
    [{}, { authorization: `Basic ${Buffer.from("a:%zz").toString("base64")}` }],
    [{ client_id: open.clientId }, { authorization: `Bearer ${mintToken()}` }],
  ];
  for (const name of Object.keys(ENDPOINTS) as EndpointName[])
    for (const [fields, headers] of attempts) {
      const refused = await post(name, { grant_type: "refresh_token", token: "x", ...fields }, headers);
      expect([refused.status, refused.body.error]).toEqual([401, "invalid_client"]);
      expect(refused.headers.get("www-authenticate")).toBe('Basic realm="Replify"');
    }
});

test("whatever the header or the form holds, it is an answer of the protocol", async () => {
  const { client } = await createWorld({ type: "confidential" });
  await fc.assert(
    fc.asyncProperty(
      fc.string({ unit: "binary", maxLength: 60 }),
      fc.uint8Array({ maxLength: 60 }),
      async (id, bytes) => {
        const header = { authorization: `Basic ${Buffer.from(`${id}:x`).toString("base64")}` };
        const form = Buffer.concat([Buffer.from("grant_type=refresh_token&"), bytes]);
        for (const headers of [header, {}, { authorization: basic(client.clientId, client.secret) }]) {
          const { status, body } = await send("token", form, headers);
          expect([400, 401]).toContain(status);
          expect(body).toEqual({
            error: expect.stringMatching(/^[a-z_]+$/),
            error_description: expect.stringMatching(/^[\x20-\x21\x23-\x5b\x5d-\x7e]+$/),
          });
        }
      },
    ),
    { numRuns: 60 },
  );
});

test("what an app or a customer was called in any letters is read from Basic as it was", async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: "grapheme", minLength: 1, maxLength: 40 }), async (text) => {
      const secret = text.toWellFormed();
      const { client } = await createWorld({ type: "confidential", secret });
      const answer = await post(
        "introspect",
        { token: "x" },
        { authorization: basic(client.clientId, secret) },
      );
      expect(answer.body).toEqual({ active: false });
    }),
    { numRuns: 20 },
  );
});

test("code and verifier give tokens; a missing field is named", async () => {
  const { client, account } = await createWorld();
  const { codeVerifier, codeChallenge } = createPkce();
  const consent = { client, accountId: account.id, redirectUri: REDIRECT_URI, codeChallenge } as const;
  const fields = {
    grant_type: "authorization_code",
    client_id: client.clientId,
    code: await createCode({ ...consent, scopes: client.scopes }),
    redirect_uri: REDIRECT_URI,
    code_verifier: codeVerifier,
  };
  for (const name of ["code", "redirect_uri", "code_verifier"])
    expect(await post("token", { ...fields, [name]: "" })).toMatchObject({
      status: 400,
      body: { error: "invalid_request", error_description: `${name} is missing.` },
    });
  expect(await post("token", fields)).toMatchObject({ status: 200, body: { token_type: "Bearer" } });
  expect(await post("token", fields)).toMatchObject({ status: 400, body: { error: "invalid_grant" } });
});

test("a device says which site it is, in whatever form, or is told what a site is", async () => {
  const { client } = await createWorld();
  const ask = (site: string) => post("device", { client_id: client.clientId, site });
  for (const site of [
    "Shop.Example",
    "https://shop.example/wp-admin/?a=b",
    "shop.example:8080",
    "bücher.example",
    "",
  ])
    expect((await ask(site)).status).toBe(200);
  for (const site of [
    "two words",
    "javascript:alert(1)",
    "https://",
    "a".repeat(300),
    "ftp://shop.example",
    "\u0000",
  ])
    expect(await ask(site)).toMatchObject({ status: 400, body: { error: "invalid_request" } });
});

test("a refresh token is revoked with its session, an access token alone", async () => {
  const { client, open, sessions, actions } = await createWorld();
  const revokeToken = (text: string) => post("revoke", { client_id: client.clientId, token: text });
  const first = await open();
  expect(await revokeToken(first.access_token)).toMatchObject({ status: 200, text: "" });
  await revokeToken(first.access_token);
  expect(await verifyAccessToken(first.access_token, CALLER)).toBeNull();
  expect(await sessions()).toMatchObject([{ endedAt: null }]);
  await revokeToken(first.refresh_token ?? "");
  await revokeToken(first.refresh_token ?? "");
  expect(await sessions()).toMatchObject([{ endReason: "client" }]);
  expect(await actions()).toEqual(["started", "access_token_revoked", "ended"]);
  for (const rubbish of ["x", mintToken(), mintToken("rpl_rt_"), "\u0000"])
    expect((await revokeToken(rubbish)).status).toBe(200);
});

test("an app revokes its own tokens only, and is told of its own only", async () => {
  const { client, open } = await createWorld();
  const { client: foreign } = await createWorld();
  const { access_token, refresh_token = "" } = await open();
  for (const text of [access_token, refresh_token]) {
    await post("revoke", { client_id: foreign.clientId, token: text });
    expect((await post("introspect", { client_id: foreign.clientId, token: text })).text).toBe(
      '{"active":false}',
    );
  }
  const own = await post("introspect", { client_id: client.clientId, token: access_token });
  expect(own.body).toMatchObject({ active: true });
});

test("introspection tells what a token is good for, and of any other nothing at all", async () => {
  const { client, account, open } = await createWorld({ type: "confidential" });
  const authorization = basic(client.clientId, client.secret);
  const ask = (text: string) => post("introspect", { token: text }, { authorization });
  const { access_token, refresh_token = "" } = await open({ scopes: ["profile"] });
  const facts = {
    active: true,
    scope: "profile",
    client_id: client.clientId,
    sub: account.customerId,
    iss: "http://localhost:3000",
    iat: expect.any(Number),
    exp: expect.any(Number),
  };
  const access = (await ask(access_token)).body;
  expect(access).toEqual({ ...facts, token_type: "Bearer" });
  expect(Number(access.exp) - Number(access.iat)).toBe(900);
  expect((await ask(refresh_token)).body).toEqual(facts);
  await post("token", { grant_type: "refresh_token", refresh_token }, { authorization });
  await database().update(oauthClients).set({ disabledAt: new Date() }).where(eq(oauthClients.id, client.id));
  for (const dead of [refresh_token, access_token, mintToken(), "x", "\u0000"])
    expect((await ask(dead)).text).toBe('{"active":false}');
});

test("the metadata name one issuer, whatever host was asked", async () => {
  const request = new Request("http://evil.example/.well-known/oauth-authorization-server", {
    headers: { host: "evil.example", "x-forwarded-host": "evil.example" },
  });
  const response = await metadata.GET(request, { params: Promise.resolve({}) });
  const text = await response.text();
  expect(text).not.toContain("evil");
  expect(JSON.parse(text)).toMatchObject({
    issuer: "http://localhost:3000",
    token_endpoint: "http://localhost:3000/api/oauth/token",
    code_challenge_methods_supported: ["S256"],
    authorization_response_iss_parameter_supported: true,
  });
});

function urlOf(name: EndpointName): string {
  return `http://localhost:3000/api/oauth/${name}`;
}

function basic(id: string, secret: string): string {
  const encode = (text: string) => new URLSearchParams({ x: text }).toString().slice(2);
  return `Basic ${Buffer.from(`${encode(id)}:${encode(secret)}`).toString("base64")}`;
}

function post(name: EndpointName, fields: Fields, headers: Fields = {}) {
  return send(name, new URLSearchParams(fields).toString(), headers);
}

async function send(name: EndpointName, raw: string | Uint8Array<ArrayBuffer>, headers: Fields = {}) {
  const request = new Request(urlOf(name), {
    method: "POST",
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      "x-replify-client-address": someAddress(),
      ...headers,
    },
    body: raw,
  });
  const response = await ENDPOINTS[name].POST(request, { params: Promise.resolve({}) });
  const text = await response.text();
  const body: Record<string, unknown> = text === "" ? {} : JSON.parse(text);
  return { status: response.status, headers: response.headers, text, body };
}
