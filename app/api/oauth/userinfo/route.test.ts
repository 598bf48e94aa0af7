import { expect, test } from "vitest";
import {
  createCustomerAccount,
  createOAuthClient,
  createOrganization,
  createToken,
  createUser,
} from "@/db/factories";
import { someAddress } from "@/e2e/some-address";
import { openSession } from "@/features/oauth-sessions/open";
import { mintToken } from "@/features/tokens/secret";
import { GET, POST } from "./route";

const CALLER = { ip: null, userAgent: null };

test("an app with the scope profile reads who connected it", async () => {
  const { account, accessToken } = await world();
  const response = await call({ authorization: `Bearer ${await accessToken("profile")}` });
  expect(response.status).toBe(200);
  expect(await response.json()).toEqual({
    sub: account.customerId,
    email: account.email,
    email_verified: true,
    name: "Dana",
  });
  expect(response.headers.get("cache-control")).toContain("no-store");
  expect(response.headers.get("ratelimit-limit")).not.toBeNull();
});

test("without a token there is a bare challenge, with any but a customer's one that says why", async () => {
  const { user } = await world();
  const apiToken = mintToken();
  await createToken(user, { token: apiToken });
  const challengeOf = async (headers: Record<string, string>) => {
    const response = await call(headers);
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ error: "invalid_token" });
    return response.headers.get("www-authenticate");
  };
  expect(await challengeOf({})).toBe("Bearer");
  expect(await challengeOf({ "x-api-key": apiToken })).toBe("Bearer");
  for (const token of [apiToken, mintToken(), mintToken("rpl_rt_"), "rubbish"])
    expect(await challengeOf({ authorization: `Bearer ${token}` })).toBe('Bearer error="invalid_token"');
});

test("without the scope it is 403, which names it", async () => {
  const { accessToken } = await world();
  const response = await call({ authorization: `Bearer ${await accessToken("troubleshooter")}` });
  expect(response.status).toBe(403);
  expect(response.headers.get("www-authenticate")).toBe('Bearer error="insufficient_scope", scope="profile"');
  expect(await response.json()).toMatchObject({ error: "insufficient_scope" });
});

test("another method is refused in the same words", async () => {
  const request = new Request("http://localhost:3000/api/oauth/userinfo", { method: "POST" });
  const response = await POST(request, { params: Promise.resolve({}) });
  expect(response.status).toBe(405);
  expect(response.headers.get("allow")).toBe("GET, HEAD, OPTIONS");
  expect(await response.json()).toMatchObject({ error: "invalid_request" });
  expect(response.headers.get("pragma")).toBe("no-cache");
});

function call(given: Record<string, string>): Promise<Response> {
  const headers = { "x-replify-client-address": someAddress(), ...given };
  return GET(new Request("http://localhost:3000/api/oauth/userinfo", { headers }), {
    params: Promise.resolve({}),
  });
}

async function world() {
  const organization = await createOrganization();
  const client = await createOAuthClient(organization);
  const account = await createCustomerAccount(organization);
  const opening = { client, accountId: account.id, host: null, origin: "device_code" } as const;
  return {
    account,
    user: await createUser(organization),
    accessToken: async (scope: "profile" | "troubleshooter") =>
      (await openSession({ ...opening, scopes: [scope] }, CALLER)).access_token,
  };
}
