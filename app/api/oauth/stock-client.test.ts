import * as oauth from "oauth4webapi";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { GET as metadata } from "@/app/.well-known/oauth-authorization-server/route";
import { startTestServer, type TestServer } from "@/app/api/_lib/test-server";
import { createCode } from "@/features/oauth/authorization-code";
import { codeLocation, readAuthorizationRequest } from "@/features/oauth/authorization-request";
import { decideDeviceRequest, findDeviceRequest } from "@/features/oauth/device-request";
import { CALLER, createWorld, REDIRECT_URI } from "@/features/oauth-sessions/test-set-up";
import "./device/route";
import "./introspect/route";
import "./revoke/route";
import "./token/route";
import "./userinfo/route";

// A client that others wrote, as it comes. That we speak HTTP here is all it has to be told.
const HTTP = { [oauth.allowInsecureRequests]: true };

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer({ "/.well-known/oauth-authorization-server": metadata });
  vi.stubEnv("APP_URL", server.url);
});

afterAll(() => server.stop());

test.each(["public", "confidential"] as const)(
  "a stock client of a %s app goes the whole way: discovery, code and PKCE, refresh, introspection, revocation",
  async (type) => {
    const { as, client, authentication, account, registered } = await discovered(type);
    const verifier = oauth.generateRandomCodeVerifier();
    const state = oauth.generateRandomState();
    const redirect = await consent(registered.id, account.id, {
      client_id: client.client_id,
      redirect_uri: REDIRECT_URI,
      response_type: "code",
      scope: "troubleshooter profile",
      state,
      code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
      code_challenge_method: "S256",
    });
    const answer = oauth.validateAuthResponse(as, client, new URL(redirect), state);
    const tokens = await oauth.processAuthorizationCodeResponse(
      as,
      client,
      await oauth.authorizationCodeGrantRequest(
        as,
        client,
        authentication,
        answer,
        REDIRECT_URI,
        verifier,
        HTTP,
      ),
    );
    expect(tokens).toMatchObject({ token_type: "bearer", expires_in: 900, scope: "troubleshooter profile" });

    const userinfo = await oauth.userInfoRequest(as, client, tokens.access_token, HTTP);
    expect(await oauth.processUserInfoResponse(as, client, account.customerId, userinfo)).toMatchObject({
      email: account.email,
      email_verified: true,
    });

    const refreshed = await oauth.processRefreshTokenResponse(
      as,
      client,
      await oauth.refreshTokenGrantRequest(as, client, authentication, tokens.refresh_token ?? "", HTTP),
    );
    expect(refreshed.refresh_token).not.toBe(tokens.refresh_token);

    const introspect = async (token: string) =>
      oauth.processIntrospectionResponse(
        as,
        client,
        await oauth.introspectionRequest(as, client, authentication, token, HTTP),
      );
    expect(await introspect(refreshed.access_token)).toMatchObject({ active: true, sub: account.customerId });

    const revocation = await oauth.revocationRequest(
      as,
      client,
      authentication,
      refreshed.refresh_token ?? "",
      HTTP,
    );
    await oauth.processRevocationResponse(revocation);
    expect(await introspect(refreshed.access_token)).toEqual({ active: false });
    const late = await oauth.refreshTokenGrantRequest(
      as,
      client,
      authentication,
      refreshed.refresh_token ?? "",
      HTTP,
    );
    await expect(oauth.processRefreshTokenResponse(as, client, late)).rejects.toMatchObject({
      error: "invalid_grant",
    });
  },
);

test.each(["public", "confidential"] as const)(
  "a stock client of a %s app connects a device",
  async (type) => {
    const { as, client, authentication, account } = await discovered(type);
    const asked = await oauth.processDeviceAuthorizationResponse(
      as,
      client,
      await oauth.deviceAuthorizationRequest(as, client, authentication, { scope: "profile" }, HTTP),
    );
    const poll = async () =>
      oauth.processDeviceCodeResponse(
        as,
        client,
        await oauth.deviceCodeGrantRequest(as, client, authentication, asked.device_code, HTTP),
      );
    await expect(poll()).rejects.toMatchObject({ error: "authorization_pending" });
    const waiting = await findDeviceRequest(asked.user_code, CALLER);
    await decideDeviceRequest(waiting?.id ?? "", account.id, "approved");
    expect(await poll()).toMatchObject({ scope: "profile", refresh_token: expect.any(String) });
    await expect(poll()).rejects.toMatchObject({ error: "invalid_grant" });
  },
);

test("a client that was told another issuer does not believe us", async () => {
  const response = await oauth.discoveryRequest(new URL(server.url), { ...HTTP, algorithm: "oauth2" });
  await expect(oauth.processDiscoveryResponse(new URL("https://evil.example"), response)).rejects.toThrow();
});

async function discovered(type: "public" | "confidential") {
  const { client: registered, account } = await createWorld({ type });
  const issuer = new URL(server.url);
  const response = await oauth.discoveryRequest(issuer, { ...HTTP, algorithm: "oauth2" });
  return {
    as: await oauth.processDiscoveryResponse(issuer, response),
    client: { client_id: registered.clientId },
    authentication: type === "public" ? oauth.None() : oauth.ClientSecretBasic(registered.secret),
    account,
    registered,
  };
}

/** What the page does once the customer has agreed. */
async function consent(id: string, accountId: string, query: Record<string, string>): Promise<string> {
  const read = await readAuthorizationRequest(query);
  if (read.type !== "ok" || read.request.client.id !== id) throw new Error("the request was refused");
  return codeLocation(read.request, await createCode({ ...read.request, accountId }));
}
