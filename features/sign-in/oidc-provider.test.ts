import { once } from "node:events";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test, vi } from "vitest";

// The client that next-auth brings along.
const { Issuer, TokenSet } = createRequire(import.meta.resolve("next-auth"))("openid-client");

let sub = "grace";
const server = createServer((_req, res) => {
  res
    .writeHead(200, { "content-type": "application/json" })
    .end(JSON.stringify({ sub, email: "grace@example.com" }));
});

beforeAll(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  vi.stubEnv("OIDC_ISSUER", "https://login.example.com");
  vi.stubEnv("OIDC_CLIENT_ID", "replify");
  vi.stubEnv("OIDC_CLIENT_SECRET", "secret");
});

afterAll(() => {
  server.close();
});

async function askWho(): Promise<unknown> {
  const { oidcProvider } = await import("@/features/sign-in/oidc-provider");
  const provider = oidcProvider();
  const { port } = server.address() as AddressInfo;
  const issuer = new Issuer({
    issuer: "https://login.example.com",
    userinfo_endpoint: `http://127.0.0.1:${port}/userinfo`,
  });
  const client = new issuer.Client({ client_id: "replify", client_secret: "secret" });
  const idToken = [{ alg: "none" }, { sub: "grace" }]
    .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
    .join(".");
  const tokens = new TokenSet({ access_token: "at", id_token: `${idToken}.x` });
  if (typeof provider.userinfo !== "object" || !provider.userinfo.request) throw new Error("no request");
  return provider.userinfo.request({ client, tokens, provider } as never);
}

test("what the provider tells of the one in the ID token is taken, and of anybody else refused", async () => {
  expect(await askWho()).toMatchObject({ sub: "grace", email: "grace@example.com" });
  sub = "mallory";
  await expect(askWho()).rejects.toThrow("userinfo sub mismatch");
});
