import { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import { expect, test } from "vitest";
import { secure } from "./security-headers";

const SITE = { isDev: false, appUrl: "http://localhost:3000" };

function answerTo(
  url: string,
  site: Partial<Parameters<typeof secure>[2]> = {},
  headers: Record<string, string> = {},
) {
  const res = new ServerResponse(new IncomingMessage(new Socket()));
  const req = { url, headers };
  secure(req, res, { ...SITE, ...site });
  return { res, req, policy: String(res.getHeader("content-security-policy")) };
}

test.each([
  ["/", "page"],
  ["/sign-in?next=/api/", "page"],
  ["/apiary", "page"],
  ["/_next/image", "page"],
  ["/api", "api"],
  ["/api/v1/me?a=b", "api"],
])("%s is handled as %s", (url, kind) => {
  const { req, policy } = answerTo(url);
  expect(policy.includes("default-src 'none'")).toBe(kind === "api");
  expect(Reflect.get(req.headers, "content-security-policy")).toBe(kind === "page" ? policy : undefined);
});

test("static files have no policy and keep their own caching", () => {
  const { res } = answerTo("/_next/static/chunks/a.js");
  expect(res.hasHeader("content-security-policy")).toBe(false);
  expect(res.hasHeader("cache-control")).toBe(false);
  expect(res.getHeader("x-content-type-options")).toBe("nosniff");
});

test("every page has another nonce, and a client's policy never stays", () => {
  const nonces = Array.from({ length: 100 }, () => {
    const { req } = answerTo(
      "/",
      {},
      {
        "content-security-policy": "script-src 'nonce-mine'",
        "content-security-policy-report-only": "script-src 'nonce-mine'",
      },
    );
    expect(JSON.stringify(req.headers)).not.toContain("mine");
    return /'nonce-([^']{24})'/.exec(JSON.stringify(req.headers))?.[1];
  });
  expect(new Set(nonces).size).toBe(100);
  const api = answerTo("/api/v1/me", {}, { "content-security-policy": "script-src 'nonce-mine'" });
  expect(api.req.headers).toEqual({});
});

test("transport security is asked for exactly where there is https", () => {
  expect(answerTo("/").res.hasHeader("strict-transport-security")).toBe(false);
  const { res } = answerTo("/", { appUrl: "https://desk.example.com" });
  expect(res.getHeader("strict-transport-security")).toBe("max-age=31536000");
});

test("evaluating text and sockets are for development only, and forms go home", () => {
  expect(answerTo("/").policy).not.toMatch(/unsafe-eval|ws:|https?:/);
  expect(answerTo("/").policy).toMatch(/form-action 'self'$/);
  expect(answerTo("/", { isDev: true }).policy).toMatch(/'unsafe-eval'.* ws:/);
});

test.each([
  ["https://shop.example/wp-admin/admin.php", "'self' https://shop.example"],
  ["http://127.0.0.1:49152/cb", "'self' http://127.0.0.1:49152"],
  ["http://[::1]:49152/cb", "'self' http:"],
  ["https://a;script-src/", "'self'"],
  ["https://a,b/", "'self'"],
  ["javascript:alert(1)", "'self'"],
  ["nothing", "'self'"],
])("consent may send a form on to %s as %s", (redirectUri, sources) => {
  const query = new URLSearchParams({ redirect_uri: redirectUri });
  expect(answerTo(`/oauth/authorize?${query}`).policy).toMatch(
    new RegExp(`form-action ${RegExp.escape(sources)}$`),
  );
  expect(answerTo(`/oauth/device?${query}`).policy).toMatch(/form-action 'self'$/);
});
