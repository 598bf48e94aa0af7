import { ENDPOINTS } from "@/app/api/_lib/endpoints";
import { createUser } from "@/db/factories";
import { hashPassword } from "@/features/auth/password";
import { env } from "@/lib/env";
import { expect, test } from "../fixtures";
import { rawRequest } from "../raw-request";

const UNKNOWN_ID = "01900000-0000-7000-8000-000000000000";
const PAGES = ["/", "/settings/api/tokens", "/settings/api/event-subscriptions", "/settings/api/deliveries"];

const EVERYWHERE = {
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": expect.stringContaining("camera=()"),
};

test("every answer says how browsers have to treat it", async ({ anonymous, api }) => {
  const replies = [
    await anonymous.get("/sign-in"),
    await anonymous.get("/healthz"),
    await anonymous.get("/no/such/page"),
    await anonymous.get("/api/v1/me"),
    await api.get("/api/v1/me"),
    await anonymous.get("/api/auth/csrf"),
    await anonymous.request("PROPFIND", "/api/v1/me"),
  ];
  for (const { headers } of replies) {
    expect(Object.fromEntries(headers)).toMatchObject(EVERYWHERE);
    expect(headers.get("x-powered-by")).toBeNull();
    expect(headers.get("server")).toBeNull();
    expect(headers.get("strict-transport-security")).toBeNull();
  }
});

test("no answer of the API is for a shared cache, a frame or a script of another site", async ({
  api,
  anonymous,
}) => {
  for (const endpoint of ENDPOINTS) {
    const path = endpoint.path.replace(/\{\w+\}/g, UNKNOWN_ID);
    for (const caller of [api, anonymous]) {
      const { headers, status } = await caller.request(endpoint.method, path, {
        headers: { origin: "https://evil.example" },
      });
      const name = `${endpoint.method} ${path} ${status}`;
      if (endpoint.access !== "public")
        expect.soft(headers.get("cache-control"), name).toBe("private, no-store");
      expect
        .soft(headers.get("content-security-policy"), name)
        .toBe("default-src 'none'; frame-ancestors 'none'");
      expect.soft(headers.get("x-request-id"), name).toMatch(/^req_[0-9a-f]{32}$/);
      expect
        .soft(
          [...headers.keys()].filter((key) => key.startsWith("access-control")),
          name,
        )
        .toEqual([]);
    }
  }
});

test("so is no answer of what is no operation", async () => {
  for (const [method, path] of [
    ["GET", "/api/auth/csrf"],
    ["GET", "/api/auth/nothing"],
    ["POST", "/api/incoming/nobody"],
    ["GET", "/api/incoming/nobody"],
    ["OPTIONS", "/api/v1/me"],
    ["PUT", "/api/v1/me"],
    ["GET", "/api/v1/nothing"],
  ] as const) {
    const { headers } = await rawRequest(env.APP_URL, { method, path });
    expect.soft(headers, `${method} ${path}`).toMatchObject({
      "cache-control": "private, no-store",
      "x-content-type-options": "nosniff",
      "x-request-id": expect.stringMatching(/^req_[0-9a-f]{32}$/),
    });
  }
});

test("signed-in pages are kept by nobody, static files for long", async ({
  anonymous,
  person,
  sessionCookie,
}) => {
  const cookie = await sessionCookie(await person());
  let html = "";
  for (const path of PAGES) {
    for (const headers of [{ cookie }, { cookie, rsc: "1" }] as Record<string, string>[]) {
      const reply = await anonymous.get(path, { headers });
      expect(reply.headers.get("cache-control"), path).toMatch(/^private, .*no-store/);
      html += reply.text;
    }
  }
  const file = /\/_next\/static\/[^"\\]+\.js/.exec(html)?.[0] ?? "/none";
  const reply = await anonymous.get(file);
  expect(reply.status).toBe(200);
  expect(reply.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
});

test("without a cookie no spelling of a page's address shows anything", async () => {
  const forged = "middleware:middleware:middleware:middleware:middleware";
  const forms: ((path: string) => [string, Record<string, string>])[] = [
    (path) => [path, {}],
    (path) => [`${path}?_rsc=1`, {}],
    (path) => [`${path}?_rsc=1`, { rsc: "1" }],
    (path) => [path, { rsc: "1", "next-router-prefetch": "1" }],
    (path) => [path, { rsc: "1", "next-router-segment-prefetch": "/_tree" }],
    (path) => [`${path}.rsc`, {}],
    (path) => [`${path}.segments/_tree.segment.rsc`, {}],
    (path) => [`//${path.slice(1)}`, {}],
    (path) => [path.replace("s", "%73").replace("i", "%69"), {}],
    (path) => [`${path}/`, {}],
    (path) => [path.toUpperCase(), {}],
    (path) => [path, { "x-middleware-subrequest": forged }],
    (path) => [path, { "x-middleware-subrequest": `src/${forged}` }],
    (path) => [path, { "x-nextjs-data": "1", "x-matched-path": path, "x-now-route-matches": "1" }],
    (path) => [path, { "x-replify-path": "/sign-in", "x-replify-loopback": "1" }],
    (path) => [path, { "next-action": "x".repeat(42) }],
  ];
  for (const page of [...PAGES.slice(1), `/settings/api/deliveries/${UNKNOWN_ID}`, "/"]) {
    for (const form of forms) {
      const [path, headers] = form(page);
      const reply = await rawRequest(env.APP_URL, { method: "GET", path, headers });
      const name = `${path} ${JSON.stringify(headers)}`;
      const posted = await rawRequest(env.APP_URL, { method: "POST", path, headers });
      for (const { status, text } of [reply, posted]) {
        // The router's own format says in its body where to go, or that nothing is there: the page of all other addresses.
        const leads =
          status === 200 &&
          /NEXT_REDIRECT;replace;\/sign-in|NEXT_HTTP_ERROR_FALLBACK;404|"n":"address"/.test(text);
        expect.soft(leads || [307, 308, 400, 401, 404, 409].includes(status), `${status} ${name}`).toBe(true);
        expect.soft(/nextCursor|permissions|queryKey/.exec(text), name).toBeNull();
      }
    }
  }
});

test("the icons are there for whoever asks", async ({ anonymous }) => {
  for (const path of ["/favicon.ico", "/icon.svg"]) {
    const reply = await anonymous.get(path);
    expect.soft(reply.status, path).toBe(200);
    expect.soft(reply.headers.get("content-type"), path).toMatch(/^image\//);
  }
});

test("files beside the app and other hosts' images can't be fetched", async ({ anonymous, receiver }) => {
  const image = encodeURIComponent(`${receiver.url}/x.png`);
  for (const path of [
    `/_next/image?url=${image}&w=640&q=75`,
    "/_next/image?url=%2Ficon.svg&w=640&q=75",
    "/.env",
    "/.git/config",
    "/package.json",
    "/server.ts",
    "/_next/static/../../package.json",
    "/_next/static/%2e%2e/%2e%2e/package.json",
    "/_next/server/app/page.js",
    "/_next/../.env",
    "/_global-error",
    "/..%2f..%2fetc%2fpasswd",
    "/%5c..%5cpackage.json",
  ]) {
    const reply = await rawRequest(env.APP_URL, { method: "GET", path });
    expect.soft(reply.status, path).toBeGreaterThanOrEqual(400);
    expect.soft(reply.status, path).toBeLessThan(500);
    expect.soft(reply.text, path).not.toMatch(/"dependencies"|root:x/);
  }
  const { text } = await anonymous.get("/sign-in");
  const chunks = [...text.matchAll(/\/_next\/static\/[^"\\]+\.js/g)].map(([chunk]) => chunk);
  expect(chunks.length).toBeGreaterThan(3);
  for (const chunk of new Set(chunks)) {
    expect((await anonymous.get(`${chunk}.map`)).status).toBe(404);
    expect((await anonymous.get(chunk)).text).not.toContain("sourceMappingURL");
  }
  expect(receiver.requests).toEqual([]);
});

test("a form that another site sends to a page is refused before it is read", async ({ anonymous }) => {
  const foreign: Record<string, string>[] = [
    { origin: "https://evil.example" },
    { "sec-fetch-site": "cross-site", origin: env.APP_URL },
    { origin: "null" },
  ];
  for (const headers of foreign) {
    const reply = await anonymous.request("POST", "/sign-in", { raw: "a=b", headers });
    expect(reply).toMatchObject({ status: 403, body: { code: "forbidden" } });
  }
  const reply = await anonymous.request("PUT", "/sign-in");
  expect(reply).toMatchObject({ status: 405, body: { code: "method_not_allowed" } });
  expect(reply.headers.get("allow")).toBe("GET, HEAD, POST");
});

test("a form that can't be read is refused, one that can is answered", async ({ anonymous }) => {
  const post = (raw: string, type = "multipart/form-data; boundary=x") =>
    anonymous.request("POST", "/sign-in", { raw, headers: { "content-type": type } });
  const field = (value: string) => `--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n${value}\r\n`;
  for (const raw of ["zz", field("cut"), "--x", `--x\r\n\r\n\r\n--x--\r\n`, field("z".repeat(1_200_000))]) {
    expect(await post(raw), raw.slice(0, 80)).toMatchObject({ status: 400, body: { code: "malformed" } });
  }
  expect((await post("a=b", "multipart/form-data")).status).toBe(400);
  // Whole, but not one of our forms.
  for (const value of ["b", "b".repeat(900_000)])
    expect((await post(`${field(value)}--x--\r\n`)).status).toBe(400);
  expect((await post(`${field("b")}--x--\r\n`)).text).toBe("Invalid Server Action request.");
});

test("an action that is called with anything but its form refuses it", async ({ anonymous }) => {
  const page = await anonymous.get("/sign-in");
  const [id] = /\b[0-9a-f]{42}\b/.exec(page.text) ?? [];
  const call = (raw: string) =>
    anonymous.request("POST", "/sign-in", {
      raw,
      headers: { "next-action": id ?? "", "content-type": "text/plain;charset=UTF-8" },
    });
  for (const raw of [
    "[]",
    "[null]",
    "[null,null]",
    '[7,"x"]',
    '[{},{"email":"a","password":"b"}]',
    '[{"error":1},["email"]]',
  ]) {
    const reply = await call(raw);
    expect(reply.status, `${raw}: ${reply.text}`).toBe(200);
    expect(reply.text, raw).toContain("Email or password is wrong.");
    expect(reply.headers.get("set-cookie"), raw).toBeNull();
  }
});

test("the sign-in form works without JavaScript", async ({ browser, organization }) => {
  const password = "correct horse battery staple";
  const user = await createUser(organization, { passwordHash: await hashPassword(password) });
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto("/sign-in?next=/settings/profile");
  await page.getByLabel("Email").fill(user.email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page).toHaveURL(`${env.APP_URL}/settings/profile`);
  await context.close();
});

test("a return address leads home or nowhere else", async ({ anonymous, person, sessionCookie }) => {
  const cookie = await sessionCookie(await person());
  for (const target of [
    "//evil.test",
    "/\\evil.test",
    "https://app.evil.test",
    "javascript:alert(1)",
    "%00//evil",
  ]) {
    const next = encodeURIComponent(target);
    const page = await anonymous.get(`/sign-in?next=${next}`, { headers: { cookie } });
    expect(new URL(page.headers.get("location") ?? "", env.APP_URL).origin).toBe(env.APP_URL);
    const auth = await anonymous.get(`/api/auth/signin?callbackUrl=${next}`);
    const location = new URL(auth.headers.get("location") ?? "", env.APP_URL);
    expect(location.origin).toBe(env.APP_URL);
    const back = location.searchParams.get("callbackUrl");
    expect(new URL(back ?? "/", env.APP_URL).origin).toBe(env.APP_URL);
  }
  for (const error of ["AccessDenied", "%00", "%0d%0aset-cookie:a=b", "%E2%82%AC"]) {
    const { status } = await anonymous.get(`/api/auth/error?error=${error}`);
    expect(status, error).toBe(302);
  }
  const poisoned = await rawRequest(env.APP_URL, {
    method: "GET",
    path: "/settings/api/tokens",
    headers: { host: "evil.test", "x-forwarded-host": "evil.test", "x-forwarded-proto": "https" },
  });
  expect(poisoned.headers.location).toMatch(/^\/sign-in/);
});
