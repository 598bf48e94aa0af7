import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { createOrganization, createToken, createUser } from "@/db/factories";
import {
  exportAuditLogEndpoint,
  getAuditChainEndpoint,
  getAuditEntryEndpoint,
  listAuditLogEndpoint,
} from "@/features/audit-log/contract";
import { createTokenEndpoint } from "@/features/tokens/contract";
import { mintToken } from "@/features/tokens/secret";
import { env } from "@/lib/env";
import { Api, bearer } from "../api";
import { expect, test } from "../fixtures";
import { parseCsv } from "../parse-csv";

const LOG = "/api/v1/audit-log";
const EXPORT = exportAuditLogEndpoint.path;

test("what a token does is in the log of its organization, and in no other", async ({ api }) => {
  const { id, name } = await api.call(createTokenEndpoint, { body: { name: "CI", scopes: ["events:read"] } });
  expect((await api.delete(`/api/v1/tokens/${id}`)).status).toBe(204);

  const { data, nextCursor } = await api.call(listAuditLogEndpoint, { query: { targetId: id } });
  expect(nextCursor).toBeNull();
  expect(data).toMatchObject([
    {
      action: "token.revoked",
      summary: "Test token revoked token CI",
      actor: { type: "token", name: "Test token" },
      target: { type: "token", id, name, href: `/settings/api/tokens?token=${id}` },
      outcome: "success",
      changes: [{ field: "status", from: "active", to: "revoked" }],
      ip: "127.0.0.1",
      requestId: expect.stringMatching(/^req_/),
    },
    { action: "token.created" },
  ]);
  const [entry] = data;
  if (!entry) throw new Error("no entry");
  expect(await api.call(getAuditEntryEndpoint, { params: { id: entry.id } })).toEqual(entry);

  const other = await outsider();
  expect((await other.get(`${LOG}/${entry.id}`)).status).toBe(404);
  expect((await other.get(LOG)).text).not.toContain(id);
  expect((await other.get(`${EXPORT}?format=json`)).text).not.toContain(id);
  expect(await other.call(listAuditLogEndpoint, { query: { actor: `token:${entry.actor.id}` } })).toEqual({
    data: [],
    nextCursor: null,
  });
});

test("without audit_log:read nothing of it can be read", async ({ apiWith, anonymous, person }) => {
  const without = await apiWith({ scopes: ["tokens:write", "team:write"] });
  const viewer = await apiWith({ user: await person({ role: "viewer" }) });
  for (const path of [LOG, EXPORT, `${LOG}/chain`, `${LOG}/01a20199-cc07-734d-b9c7-289e58ff9ee6`]) {
    expect((await anonymous.get(path)).status, path).toBe(401);
    for (const caller of [without, viewer]) {
      const reply = await caller.get(path);
      expect(reply.status, path).toBe(403);
      expect(reply.body).toMatchObject({
        code: "forbidden",
        detail: expect.stringContaining("audit_log:read"),
      });
    }
  }
  const admin = await apiWith();
  expect((await admin.call(listAuditLogEndpoint, { query: { action: "audit_log.*" } })).data).toEqual([]);
});

test("the log can't be written, changed or deleted", async ({ api }) => {
  const created = await api.call(createTokenEndpoint, { body: { name: "CI", scopes: ["events:read"] } });
  const { data } = await api.call(listAuditLogEndpoint, { query: { targetId: created.id } });
  for (const method of ["POST", "PUT", "PATCH", "DELETE"]) {
    for (const path of [LOG, `${LOG}/${data[0]?.id}`, EXPORT, `${LOG}/chain`]) {
      const reply = await api.request(method, path, { json: {} });
      expect(reply.status, `${method} ${path}`).toBe(405);
      expect(reply.headers.get("allow")).toBe("GET, HEAD, OPTIONS");
    }
  }
});

test("an export holds what its filters match, inert in a spreadsheet, and is recorded", async ({ api }) => {
  const formula = '=HYPERLINK("http://evil.example","a,b")';
  for (const name of [formula, "@SUM(A1)", "plain"]) {
    await api.call(createTokenEndpoint, { body: { name, scopes: ["events:read"] } });
  }
  const reply = await fetch(new URL(`${EXPORT}?action=token.*`, env.APP_URL), { headers: api.headers });
  expect(reply.status).toBe(200);
  expect(reply.headers.get("content-type")).toBe("text/csv; charset=utf-8; header=present");
  expect(reply.headers.get("content-disposition")).toMatch(
    /^attachment; filename="audit-log-\d{4}-\d\d-\d\d\.csv"$/,
  );
  expect(reply.headers.get("cache-control")).toContain("no-store");
  const [head, ...rows] = parseCsv(Buffer.from(await reply.arrayBuffer()).toString("utf8"));
  const nameAt = head?.indexOf("target_name") ?? -1;
  expect(rows.map((row) => row[nameAt])).toEqual(["plain", "'@SUM(A1)", `'${formula}`]);
  for (const cell of rows.flat()) expect(cell).not.toMatch(/^[=+\-@\t\r]/);

  const json = await api.get(`${EXPORT}?format=json&q=plain`);
  expect(json.headers.get("content-disposition")).toContain("attachment");
  expect(exportAuditLogEndpoint.response.parse(json.body)).toMatchObject({
    truncated: false,
    data: [{ target: { name: "plain" } }],
  });
  const { data } = await api.call(listAuditLogEndpoint, { query: { action: "audit_log.exported" } });
  expect(data.map(({ changes }) => changes)).toEqual([
    [
      { field: "format", from: null, to: "json" },
      { field: "q", from: null, to: "plain" },
    ],
    [
      { field: "format", from: null, to: "csv" },
      { field: "action", from: null, to: "token.*" },
    ],
  ]);
});

test("filters that make no sense are refused with their path", async ({ api }) => {
  const refusals = [
    "actor=1",
    "actorType=robot",
    "action=%25",
    "outcome=odd",
    "from=now",
    "q=a%00b",
    "limit=0",
  ];
  for (const query of refusals) {
    const reply = await api.get(`${LOG}?${query}`);
    expect(reply.status, query).toBe(422);
    expect(reply.body).toMatchObject({
      issues: expect.arrayContaining([{ path: query.split("=")[0], message: expect.any(String) }]),
    });
  }
  expect((await api.get(`${EXPORT}?format=xlsx`)).status).toBe(422);
  expect((await api.get(`${LOG}?cursor=x`)).status).toBe(422);
});

test("every chain of the running product is whole, and a head that was noted stays in it", async ({
  api,
  organization,
}) => {
  await api.call(createTokenEndpoint, { body: { name: "CI", scopes: ["events:read"] } });
  const { position, entries, hash } = await api.call(getAuditChainEndpoint);
  expect(position).toBe(entries);
  await api.call(createTokenEndpoint, { body: { name: "CI 2", scopes: ["events:read"] } });

  const noted = await verify(["--expect", `${organization.id}:${position}:${hash}`]);
  expect(noted.code, noted.output).toBe(0);
  expect(noted.output).toContain(`Organization ${organization.id}, position ${position}: as noted`);
  const one = await verify(["--organization", String(organization.id)]);
  expect(one.output).toMatch(/: 2 entries, whole, head [0-9a-f]{64}\n$/);
  const wrong = await verify(["--expect", `${organization.id}:${position}:${"0".repeat(64)}`]);
  expect(wrong.code).toBe(1);
});

async function outsider(): Promise<Api> {
  const token = mintToken();
  await createToken(await createUser(await createOrganization()), { token });
  return new Api(env.APP_URL, bearer(token));
}

/** `npm run audit:verify` beside the running app, on its data directory. */
async function verify(args: string[]): Promise<{ code: number; output: string }> {
  const script = ["--conditions=react-server", "--import", "tsx", "scripts/verify-audit.ts", ...args];
  const environment = { ...process.env, DATABASE_URL: "", NODE_OPTIONS: "" };
  try {
    const { stdout } = await promisify(execFile)(process.execPath, script, { env: environment });
    return { code: 0, output: stdout };
  } catch (error) {
    const failed = error as { code: number; stdout: string; stderr: string };
    return { code: failed.code, output: failed.stdout + failed.stderr };
  }
}
