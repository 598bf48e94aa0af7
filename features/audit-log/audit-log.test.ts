import fc from "fast-check";
import { expect, test } from "vitest";
import { transaction } from "@/db/client";
import { createContext, createOrganization, createUser } from "@/db/factories";
import { asOwner } from "@/db/own-database";
import { parseCsv } from "@/e2e/parse-csv";
import { type AuditEntry as RecordedEntry, recordAuditRow } from "@/features/audit/record";
import { systemContext } from "@/features/auth/system-context";
import { createToken, revokeToken } from "@/features/tokens/service";
import type { Context } from "@/lib/context";
import { csvHead, csvLine } from "./csv";
import { getAuditChain, getAuditEntry, listAuditLog } from "./queries";
import {
  type AuditEntry,
  auditEntrySchema,
  exportAuditLogQuerySchema,
  listAuditLogQuerySchema,
} from "./schema";
import { exportAuditLog } from "./service";
import { summarize } from "./summary";

test("an entry tells who did what to what, from where, with before and after", async () => {
  const ctx = await newContext();
  const token = await createToken(ctx, { name: "CI", scopes: ["events:read"] });
  await revokeToken(ctx, token.id);
  const [revoked, created] = (await list(ctx)).data;
  if (!revoked || !created) throw new Error("entries are missing");
  expect(auditEntrySchema.parse(revoked)).toEqual({
    id: expect.any(String),
    createdAt: expect.any(String),
    actor: { type: "user", id: expect.stringMatching(/^\d+$/), name: "Ada" },
    action: "token.revoked",
    summary: "Ada revoked token CI",
    target: { type: "token", id: token.id, name: "CI", href: `/settings/api/tokens?token=${token.id}` },
    outcome: "success",
    changes: [{ field: "status", from: "active", to: "revoked" }],
    ip: "127.0.0.1",
    userAgent: "Test",
    requestId: ctx.requestId,
  });
  expect(created.changes).toContainEqual({ field: "scopes", from: null, to: ["events:read"] });
  expect(await getAuditEntry(ctx, revoked.id)).toEqual(revoked);
});

test("each filter finds its entries and no others", async () => {
  const ctx = await newContext();
  const job = { ...systemContext("sweep", ctx.organizationId), ip: null };
  await record(ctx, { action: "token.created", target: { type: "token", id: "1", name: "50% off" } });
  await record(ctx, { action: "token.revoked", target: { type: "token", id: "1", name: "50% off" } });
  await record(job, {
    action: "delivery.resent",
    target: { type: "delivery", id: "1", name: "ticket.created" },
  });
  await record(ctx, {
    action: "tokenish.made",
    target: { type: "tokenish", id: "2", name: "Other" },
    outcome: "failure",
  });
  const found = async (query: object) => (await list(ctx, query)).data.map(({ action }) => action);
  const all = ["tokenish.made", "delivery.resent", "token.revoked", "token.created"];
  const userId = (await list(ctx, { actorType: "user" })).data[0]?.actor.id;

  expect(await found({})).toEqual(all);
  expect(await found({ actor: "system:sweep" })).toEqual(["delivery.resent"]);
  expect(await found({ actor: `user:${userId}` })).toEqual([
    "tokenish.made",
    "token.revoked",
    "token.created",
  ]);
  expect(await found({ actor: `token:${userId}` })).toEqual([]);
  expect(await found({ actorType: "system" })).toEqual(["delivery.resent"]);
  expect(await found({ action: "token.revoked" })).toEqual(["token.revoked"]);
  expect(await found({ action: "token.*" })).toEqual(["token.revoked", "token.created"]);
  expect(await found({ targetType: "delivery" })).toEqual(["delivery.resent"]);
  expect(await found({ targetType: "token", targetId: "1" })).toEqual(["token.revoked", "token.created"]);
  expect(await found({ targetId: "1" })).toEqual(all.slice(1));
  expect(await found({ outcome: "failure" })).toEqual(["tokenish.made"]);
  expect(await found({ q: "0% O" })).toEqual(["token.revoked", "token.created"]);
  expect(await found({ q: "%" })).toEqual(["token.revoked", "token.created"]);
  expect(await found({ q: "SWEEP" })).toEqual(["delivery.resent"]);
  expect(await found({ actorType: "user", action: "token.*", q: "off", outcome: "success" })).toHaveLength(2);
});

test("a range begins with its first moment and ends before its last", async () => {
  const ctx = await newContext();
  for (let n = 0; n < 5; n++) await record(ctx, made(`entry ${n}`));
  const { data } = await list(ctx);
  for (const { createdAt } of data) {
    const sameOrLater = data.filter((entry) => entry.createdAt >= createdAt).length;
    expect((await list(ctx, { from: createdAt })).data).toHaveLength(sameOrLater);
    expect((await list(ctx, { to: createdAt })).data).toHaveLength(data.length - sameOrLater);
  }
});

test("pages neither repeat nor skip", async () => {
  const ctx = await newContext();
  for (let n = 0; n < 5; n++) await record(ctx, made(`entry ${n}`));
  const names: string[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await list(ctx, { limit: 2, ...(cursor && { cursor }) });
    names.push(...page.data.map(({ target }) => target.name));
    cursor = page.nextCursor;
  }
  expect(names).toEqual(["entry 4", "entry 3", "entry 2", "entry 1", "entry 0"]);
});

test("another organization's entries are not there, and without the scope nothing is", async () => {
  const [ctx, stranger] = [await newContext(), await newContext()];
  const id = await record(ctx, made("ours"));
  expect((await list(stranger)).data).toEqual([]);
  await expect(getAuditEntry(stranger, id)).rejects.toMatchObject({ code: "not_found" });
  expect(await getAuditChain(stranger)).toEqual({ entries: 0, position: 0, hash: null });
  expect(await download(stranger, { format: "json" })).not.toContain("ours");

  const blind = { ...ctx, permissions: new Set(["tokens:read"] as const) };
  const refused = { code: "forbidden" };
  await expect(list(blind)).rejects.toMatchObject(refused);
  await expect(getAuditEntry(blind, id)).rejects.toMatchObject(refused);
  await expect(getAuditChain(blind)).rejects.toMatchObject(refused);
  await expect(download(blind, {})).rejects.toMatchObject(refused);
  expect((await list(ctx)).data).toHaveLength(1);
});

test("a target links to its page only while it exists in the organization", async () => {
  const [ctx, stranger] = [await newContext(), await newContext()];
  const theirs = await createToken(stranger, { name: "theirs", scopes: ["events:read"] });
  for (const id of [theirs.id, "not-a-uuid"]) {
    await record(ctx, { action: "token.created", target: { type: "token", id, name: "x" } });
  }
  expect((await list(ctx)).data.map(({ target }) => target.href)).toEqual([null, null]);
});

test("the chain's end is that of the newest entry", async () => {
  const ctx = await newContext();
  await record(ctx, made("one"));
  await record(ctx, made("two"));
  expect(await getAuditChain(ctx)).toEqual({
    entries: 2,
    position: 2,
    hash: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
});

test("an export holds exactly what the filters match, over many pages, and is itself recorded", async () => {
  const ctx = await newContext();
  await asOwner(
    (owner) => owner`
      insert into audit_log
        (organization_id, actor_type, actor_id, actor_name, action, target_type, target_id, target_name, request_id)
      select ${ctx.organizationId}, 'system', 'bulk', 'Bulk', (array['thing.made', 'thing.lost'])[1 + n % 2], 'thing', n::text, 'Thing ' || n, 'req'
      from generate_series(1, 1203) n`,
  );
  const { data, truncated } = JSON.parse(await download(ctx, { format: "json", action: "thing.made" }));
  expect(truncated).toBe(false);
  expect(data.map((entry: AuditEntry) => entry.target.id)).toEqual(
    Array.from({ length: 601 }, (_, n) => String(1202 - 2 * n)),
  );
  expect(auditEntrySchema.array().parse(data)).toEqual(data);

  const rows = parseCsv(await download(ctx, { action: "thing.lost" }));
  expect(rows).toHaveLength(1 + 602);
  const [entry, earlier] = (await list(ctx, { action: "audit_log.exported" })).data;
  expect(entry).toMatchObject({ summary: "Ada exported the audit log", target: { type: "audit_log" } });
  expect(entry?.changes).toEqual([
    { field: "format", from: null, to: "csv" },
    { field: "action", from: null, to: "thing.lost" },
  ]);
  expect(earlier?.changes).toContainEqual({ field: "format", from: null, to: "json" });
});

test("an export that is cut says so in its headers, its name and its end", async () => {
  const ctx = await newContext();
  for (let n = 0; n < 4; n++) await record(ctx, made(`entry ${n}`));
  const query = exportAuditLogQuerySchema.parse({ action: "thing.made" });
  const cut = await exportAuditLog(ctx, query, 3);
  expect(cut.headers.get("x-replify-truncated")).toBe("true");
  expect(cut.headers.get("content-disposition")).toMatch(
    /^attachment; filename="audit-log-[\d-]+-cut\.csv"$/,
  );
  const rows = parseCsv(await textOf(cut));
  expect(rows).toHaveLength(1 + 3 + 1);
  expect(rows.at(-1)?.[0]).toMatch(/^Only the newest/);

  const json = await exportAuditLog(ctx, { ...query, format: "json" }, 3);
  expect(JSON.parse(await json.text())).toMatchObject({ truncated: true, data: { length: 3 } });
  const whole = await exportAuditLog(ctx, query, 4);
  expect(whole.headers.has("x-replify-truncated")).toBe(false);
  expect(parseCsv(await textOf(whole))).toHaveLength(1 + 4);
});

test("an empty export is well formed", async () => {
  const ctx = await newContext();
  expect(JSON.parse(await download(ctx, { format: "json" }))).toEqual({ data: [], truncated: false });
  expect(parseCsv(await download(ctx, { action: "thing.made" }))).toHaveLength(1);
});

test("an export reads on only as its reader does", async () => {
  const ctx = await newContext();
  for (let n = 0; n < 3; n++) await record(ctx, made(`entry ${n}`));
  const response = await exportAuditLog(ctx, exportAuditLogQuerySchema.parse({}));
  const reader = response.body?.getReader();
  expect((await reader?.read())?.done).toBe(false);
  await reader?.cancel();
});

test("CSV gives every value back, and no cell begins like a formula", () => {
  const text = fc.oneof(
    fc.string({ unit: "grapheme" }),
    fc
      .tuple(fc.constantFrom("=", "+", "-", "@", "\t", "\r", "\n"), fc.string())
      .map(([first, rest]) => first + rest),
    fc.constantFrom(
      '=HYPERLINK("http://evil.example")',
      "＝1+1",
      "＋1",
      "－1",
      "＠SUM(A1)",
      "\t=1",
      "\r=1",
      "a,b",
      'say "hi"',
      "a\r\nADMIN ok",
      "",
    ),
  );
  fc.assert(
    fc.property(text, text, text, (actor, target, agent) => {
      const entry = entryWith({ actor, target, agent });
      const [head, row, ...more] = parseCsv(csvHead() + csvLine(entry));
      expect(more).toEqual([]);
      expect(row).toHaveLength(head?.length ?? 0);
      for (const cell of row ?? []) expect(cell).not.toMatch(/^[=+\-@\t\r\n]/);
      const read = (column: string) => row?.[head?.indexOf(column) ?? -1];
      const inert = (value: string) => (/^[=+\-@\t\r\n＝＋－＠]/.test(value) ? `'${value}` : value);
      expect(read("actor_name")).toBe(inert(actor));
      expect(read("target_name")).toBe(inert(target));
      expect(read("user_agent")).toBe(inert(agent));
      expect(JSON.parse(read("changes") ?? "")).toEqual(entry.changes);
    }),
  );
});

test.each([
  [{ actor: "1" }, "actor"],
  [{ actor: "robot:1" }, "actor"],
  [{ actor: "user:" }, "actor"],
  [{ actorType: "robot" }, "actorType"],
  [{ action: "token" }, "action"],
  [{ action: "%" }, "action"],
  [{ action: "*.created" }, "action"],
  [{ outcome: "maybe" }, "outcome"],
  [{ from: "yesterday" }, "from"],
  [{ q: "a\0b" }, "q"],
  [{ q: "x".repeat(121) }, "q"],
])("%o is refused", (query, path) => {
  const { error } = listAuditLogQuerySchema.safeParse(query);
  expect(error?.issues[0]?.path).toEqual([path]);
});

test.each([
  ["token.created", "Ada created token CI"],
  ["user.role_changed", "Ada changed the role of user CI"],
  ["ticket.comment_added", "Ada commented on ticket CI"],
  ["incoming_webhook.secret_rotated", "Ada rotated the secret of incoming webhook CI"],
  ["incoming_webhook.held_requests_discarded", "Ada discarded the held requests of incoming webhook CI"],
  ["subscription.held_events_discarded", "Ada discarded the held events of subscription CI"],
  ["incoming_request.replayed", "Ada replayed a request of CI"],
  ["session.started", "Ada signed in"],
  ["customer.signed_in", "Customer CI signed in"],
  ["customer.signed_out", "Customer CI signed out"],
  ["customer.brought_back", "Ada brought customer CI back"],
])("%s reads: %s", (action, sentence) => {
  expect(summarize({ actorName: "Ada", action, targetName: "CI", outcome: "success" })).toBe(sentence);
});

test("what was refused says so", () => {
  const facts = { actorName: "sign-in", targetName: "Ada", outcome: "failure" as const };
  expect(summarize({ ...facts, action: "session.refused" })).toBe("A sign-in as Ada was refused");
  expect(summarize({ ...facts, action: "token.revoked" })).toBe("sign-in revoked token Ada (refused)");
});

async function newContext(): Promise<Context> {
  return createContext(await createUser(await createOrganization()));
}

function record(ctx: Context, entry: RecordedEntry): Promise<string> {
  return transaction(() => recordAuditRow(ctx, entry));
}

function made(name: string): RecordedEntry {
  return { action: "thing.made", target: { type: "thing", id: name, name } };
}

function list(ctx: Context, query: object = {}) {
  return listAuditLog(ctx, listAuditLogQuerySchema.parse(query));
}

async function download(ctx: Context, query: object): Promise<string> {
  return textOf(await exportAuditLog(ctx, exportAuditLogQuerySchema.parse(query)));
}

async function textOf(response: Response): Promise<string> {
  // Read as bytes: text() would drop the mark that begins a CSV file.
  return Buffer.from(await response.arrayBuffer()).toString("utf8");
}

function entryWith({ actor, target, agent }: { actor: string; target: string; agent: string }): AuditEntry {
  return {
    id: "01a20199-cc07-734d-b9c7-289e58ff9ee6",
    createdAt: "2026-11-22T12:00:00.000Z",
    actor: { type: "user", id: "1", name: actor },
    action: "token.created",
    summary: `${actor} created token ${target}`,
    target: { type: "token", id: "1", name: target, href: null },
    outcome: "success",
    changes: [{ field: "name", from: null, to: target }],
    ip: null,
    userAgent: agent,
    requestId: "req_1",
  };
}
