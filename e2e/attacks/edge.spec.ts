import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { connect, type Socket } from "node:net";
import { listAuditLogEndpoint } from "@/features/audit-log/contract";
import { env } from "@/lib/env";
import { expect } from "../fixtures";
import { rawBytes, rawRequest } from "../raw-request";
import { signInFrom } from "../sign-in-from";
import { attack } from "./attack";

const HOST = `Host: ${new URL(env.APP_URL).host}`;

attack(
  { attempt: "a page by a path that looks like a static file", expected: "400, with its policy" },
  async () => {
    for (const path of [
      "/_next/static/../../tickets",
      "/_next/static/%2e%2e/%2e%2e/tickets",
      "/_next/static/..%2f..%2ftickets",
      "/_next/static/..\\..\\tickets",
      "//tickets",
      "/api/../tickets",
    ]) {
      const reply = await rawRequest(env.APP_URL, { method: "GET", path });
      expect(reply, path).toMatchObject({
        status: 400,
        headers: { "content-security-policy": expect.stringContaining("script-src 'self' 'nonce-") },
      });
    }
  },
);

attack(
  { attempt: "an API call by a path with encoded letters", expected: "the API's own headers" },
  async () => {
    const reply = await rawRequest(env.APP_URL, { method: "GET", path: "/%61pi/v1/me" });
    expect(reply.headers["content-security-policy"]).toContain("default-src 'none'");
    expect([401, 404]).toContain(reply.status);
  },
);

attack({ attempt: "two credentials or keys in one request", expected: "400" }, async ({ apiWith }) => {
  const [good, other] = [await apiWith(), await apiWith()].map(({ headers }) => headers.authorization);
  for (const lines of [
    [`Authorization: ${good}`, `Authorization: ${other}`],
    [`Authorization: ${good}`, `authorization: ${good}`],
    [`X-API-Key: ${good?.slice("Bearer ".length)}`, "X-API-Key: rpl_at_x"],
    [`Authorization: ${good}`, "Idempotency-Key: a", "Idempotency-Key: b"],
    [`Authorization: ${good}`, "Content-Type: text/plain", "Content-Type: application/json"],
    ["webhook-id: a", "webhook-id: b"],
  ]) {
    const head = ["GET /api/v1/me HTTP/1.1", HOST, ...lines, "Connection: close"];
    const reply = await rawBytes(env.APP_URL, `${head.join("\r\n")}\r\n\r\n`);
    expect(reply, lines.join()).toMatch(/^HTTP\/1.1 400 [\s\S]*header once/);
  }
});

attack(
  { attempt: "errors of the framework and line breaks in what is logged", expected: "one JSON line each" },
  async ({ anonymous }) => {
    const mark = `forged-${crypto.randomUUID()}`;
    await anonymous.request("POST", "/sign-in", { headers: { "next-action": mark }, raw: "[]" });
    await rawRequest(env.APP_URL, { method: "GET", path: `/${mark}%0d%0a{"level":60}` });
    await expect.poll(logLines).toContainEqual(expect.stringContaining(mark));
    const lines = await logLines();
    for (const line of lines) expect(JSON.parse(line), line).toMatchObject({ level: expect.any(Number) });
  },
);

attack(
  {
    attempt: "calls beyond a token's scopes",
    expected: "in the log with who and why, once in the audit log",
  },
  async ({ api, apiWith, person, sessionCookie, anonymous }) => {
    const limited = await apiWith({ scopes: ["events:read"] });
    const refused = [await limited.get("/api/v1/tickets"), await limited.get("/api/v1/customers")];
    expect(refused.map(({ status }) => status)).toEqual([403, 403]);
    const user = await person();
    await anonymous.get("/settings/profile", { headers: { cookie: await sessionCookie(user) } });

    const lineOf = async (mark: string) =>
      JSON.parse((await logLines()).findLast((line) => line.includes(mark)) ?? "{}");
    await expect
      .poll(() => lineOf(refused[0]?.headers.get("x-request-id") ?? "none"))
      .toMatchObject({
        msg: "request",
        route: "/api/v1/tickets",
        status: 403,
        ip: "127.0.0.1",
        actor: "token",
        userId: expect.any(Number),
        tokenId: expect.any(String),
        code: "forbidden",
        detail: expect.stringContaining("tickets:read"),
      });
    await expect
      .poll(() => lineOf(`"userId":${user.id}`))
      .toMatchObject({
        route: "/settings/profile",
        actor: "user",
        status: 200,
      });

    const { data } = await api.call(listAuditLogEndpoint, { query: { action: "call.*" } });
    expect(data.map(({ summary }) => summary)).toEqual([
      expect.stringMatching(/ was refused the call GET \/api\/v1\/tickets$/),
    ]);
  },
);

attack(
  { attempt: "sign-in forms that never come to an end", expected: "others sign in meanwhile" },
  async () => {
    const head = [
      "POST /api/auth/callback/credentials HTTP/1.1",
      HOST,
      "Content-Type: application/x-www-form-urlencoded",
      "Content-Length: 1000",
    ];
    const held = Array.from({ length: 80 }, (_, index) => open(`127.0.10.${index + 1}`));
    await Promise.all(held.map((socket) => once(socket, "connect")));
    for (const socket of held) socket.write(`${head.join("\r\n")}\r\n\r\nemail=`);
    const credentials = { email: "nobody@example.com", password: "wrong" };
    expect(await signInFrom("127.0.11.1", env.APP_URL, credentials)).toMatchObject({ status: 302 });
    for (const socket of held) socket.destroy();
  },
);

/** A connection whose own side stays open. */
function open(localAddress: string): Socket {
  const { port } = new URL(env.APP_URL);
  const socket = connect({ port: Number(port), host: "127.0.0.1", localAddress, allowHalfOpen: true });
  return socket.on("error", () => {});
}

/** The log of the app under test, without the lines of a start, which speak to a person. */
async function logLines(): Promise<string[]> {
  const log = await readFile(process.env.E2E_LOG_FILE ?? "", "utf8");
  return log.slice(log.indexOf("\nOutgoing webhooks: ")).split("\n").slice(2, -1);
}
