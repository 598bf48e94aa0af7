import fc from "fast-check";
import { expect, test } from "vitest";
import { createOAuthClient, createOrganization } from "@/db/factories";
import { createPkce } from "@/features/oauth-sessions/test-set-up";
import { env } from "@/lib/env";
import { codeLocation, errorLocation, readAuthorizationRequest } from "./authorization-request";

const SITE = "https://shop.example/wp-admin/admin.php";

test("a request names the app, its site and what it asks for", async () => {
  const { client, query } = await request();
  expect(await readAuthorizationRequest(query)).toEqual({
    type: "ok",
    request: {
      client: expect.objectContaining({ id: client.id }),
      redirectUri: SITE,
      host: "shop.example",
      state: "xyz",
      codeChallenge: query.code_challenge,
      scopes: ["troubleshooter", "profile"],
    },
  });
});

test.each<[string, Record<string, string | string[] | undefined>]>([
  ["no client_id", { client_id: undefined }],
  ["two of them", { client_id: ["a", "b"] }],
  ["an unknown one", { client_id: "app_unknown" }],
  ["one that no database takes", { client_id: "a\u0000b" }],
  ["no redirect_uri", { redirect_uri: undefined }],
  ["two of them", { redirect_uri: [SITE, SITE] }],
  ["an unregistered one", { redirect_uri: "https://shop.example/wp-admin/admin.php/../evil" }],
  ["one with a fragment", { redirect_uri: `${SITE}#a` }],
  ["one that is no address", { redirect_uri: "javascript:alert(1)" }],
])("with %s nothing is sent anywhere", async (_, change) => {
  const { query } = await request();
  expect(await readAuthorizationRequest({ ...query, ...change })).toEqual({
    type: "refused",
    detail: expect.stringMatching(/^[A-Z].*\.$/),
  });
});

test("an app that is switched off is turned away on our page", async () => {
  const { query } = await request({ disabledAt: new Date() });
  expect(await readAuthorizationRequest(query)).toMatchObject({ type: "refused" });
});

test.each<[string, Record<string, string | string[] | undefined>]>([
  ["invalid_request", { response_type: undefined }],
  ["invalid_request", { response_type: "" }],
  ["invalid_request", { response_type: ["code", "code"] }],
  ["unsupported_response_type", { response_type: "token" }],
  ["invalid_request", { response_mode: "fragment" }],
  ["invalid_request", { code_challenge: undefined }],
  ["invalid_request", { code_challenge: "short" }],
  ["invalid_request", { code_challenge_method: "plain" }],
  ["invalid_request", { code_challenge_method: undefined }],
  ["invalid_scope", { scope: "admin" }],
  ["invalid_request", { scope: ["profile", "profile"] }],
])("%s goes back to the app, with who says so", async (error, change) => {
  const { query } = await request();
  const read = await readAuthorizationRequest({ ...query, ...change });
  if (read.type !== "redirect") throw new Error(read.type);
  expect(read.location.startsWith(`${SITE}?`)).toBe(true);
  expect(Object.fromEntries(new URL(read.location).searchParams)).toEqual({
    error,
    error_description: expect.any(String),
    state: "xyz",
    iss: env.APP_URL,
  });
});

test("to whoever's host fits a template nothing leads before the customer has read its name", async () => {
  const { query } = await request({ redirectUris: ["https://*/wp-admin/admin.php"] });
  expect(await readAuthorizationRequest(query)).toMatchObject({ type: "ok" });
  expect(await readAuthorizationRequest({ ...query, scope: "admin" })).toEqual({
    type: "refused",
    detail: expect.stringMatching(/^[A-Z].*\.$/),
  });
});

test("an app without the grant is told so", async () => {
  const { query } = await request({ grants: ["device_code"] });
  const read = await readAuthorizationRequest(query);
  expect(read).toMatchObject({ location: expect.stringContaining("error=unauthorized_client") });
});

test("whatever the state is, the app gets it back as it was, and its own query stays", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", minLength: 1 }), (state) => {
      const to = { redirectUri: `${SITE}?page=replify&x=a%20b+c`, state };
      for (const location of [codeLocation(to, "rpl_ac_x"), errorLocation(to, "access_denied", "No.")]) {
        expect(location.startsWith(`${SITE}?page=replify&x=a%20b+c&`)).toBe(true);
        const { searchParams } = new URL(location);
        expect(searchParams.get("state")).toBe(state.toWellFormed());
        expect(searchParams.get("iss")).toBe(env.APP_URL);
      }
    }),
  );
});

async function request(overrides: Parameters<typeof createOAuthClient>[1] = {}) {
  const settings = { redirectUris: [SITE], ...overrides };
  const client = await createOAuthClient(await createOrganization(), settings);
  return {
    client,
    query: {
      client_id: client.clientId,
      redirect_uri: SITE,
      response_type: "code",
      state: "xyz",
      code_challenge: createPkce().codeChallenge,
      code_challenge_method: "S256",
    },
  };
}
