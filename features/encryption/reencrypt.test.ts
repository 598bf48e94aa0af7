import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { promisify } from "node:util";
import { getTableColumns, getTableName, is, sql } from "drizzle-orm";
import { PgTable } from "drizzle-orm/pg-core";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { database } from "@/db/client";
import { ENCRYPTED_COLUMNS } from "@/db/encrypted-columns";
import { encryptionKeysProblem, requireEncryptionKeys } from "@/db/encryption-keys";
import {
  createContext,
  createCustomerAccount,
  createOAuthClient,
  createOrganization,
  createUser,
} from "@/db/factories";
import { emptyOwnDatabase, useOwnDatabase } from "@/db/own-database";
import * as schema from "@/db/schema";

const CALLER = { ip: null, userAgent: null };

let drop: () => Promise<void>;

beforeAll(async () => {
  drop = await useOwnDatabase();
});
beforeEach(emptyOwnDatabase);
afterAll(() => drop());

const newKey = (kid: string) => `${kid}:${randomBytes(32).toString("base64")}`;

test("after a rotation of the keys all goes on without the old one: refresh, deliveries, replays, second factors", async () => {
  const [old, present] = [newKey("old"), newKey("present")];
  const { answer, subscriptionId, before, client, ctx, create, equipped } = await filled(old);
  const between = await startedWith(`${present},${old}`);
  await between.reencryptAll();

  const after = await startedWith(present);
  const refresh = { refreshToken: answer.refresh_token ?? "", scope: undefined };
  expect(await after.refreshSession(client, refresh, CALLER)).toMatchObject({ token_type: "Bearer" });
  const [row] = await database().select().from(schema.subscriptions).where(sql`id = ${subscriptionId}`);
  if (!row) throw new Error("no subscription");
  expect(after.openSecrets(row)).toEqual([before.secret]);
  expect(after.readHeaders(row)).toEqual({ "X-Own": "value" });
  expect(await create(after)).toMatchObject({ replayed: true, status: 201 });
  expect((await after.signInByCode(equipped)).sessionId).toBeDefined();

  const log = await database()
    .select()
    .from(schema.auditLog)
    .where(sql`action = 'secrets.reencrypted'`)
    .orderBy(schema.auditLog.id);
  expect(log.map(({ targetId, changes }) => [targetId, Object.keys(JSON.parse(changes))])).toEqual([
    ["present", ["subscriptions.secret_ciphertext"]],
    ["present", ["subscriptions.headers_ciphertext"]],
    ["present", ["factors.secret_ciphertext"]],
    ["present", ["oauth_refresh_tokens.ciphertext"]],
    ["present", ["idempotency_keys.answer_ciphertext"]],
  ]);
  expect(new Set(log.map(({ organizationId }) => organizationId))).toEqual(new Set([ctx.organizationId]));
});

test("a second run, and two at once, change nothing more", async () => {
  const [old, present] = [newKey("old"), newKey("present")];
  await filled(old);
  const { reencryptAll } = await startedWith(`${present},${old}`);
  await Promise.all([reencryptAll(), reencryptAll()]);
  const envelopes = await allEnvelopes();
  expect(envelopes.every((envelope) => envelope.startsWith("v1.present."))).toBe(true);
  await reencryptAll();
  expect(await allEnvelopes()).toEqual(envelopes);
  const [count] = await database().execute<{ count: number }>(
    sql`select sum((select sum((value->>'to')::int) from jsonb_each(changes::jsonb)))::int as count
        from audit_log where action = 'secrets.reencrypted'`,
  );
  expect(count?.count).toBe(envelopes.length);
});

test("more than a batch is gone through, and one that can't be opened keeps nobody", async () => {
  const [old, present] = [newKey("old"), newKey("present")];
  const { answer, client } = await filled(old);
  const opening = await startedWith(old);
  for (let round = 0; round < 4; round++) await opening.open(client);
  await database().execute(
    sql`update oauth_refresh_tokens set ciphertext = 'v1.old.AA.AA.AA' where id = (select min(id::text)::uuid from oauth_refresh_tokens)`,
  );
  const { reencryptAll } = await startedWith(`${present},${old}`);
  await reencryptAll(2);
  const left = (await allEnvelopes()).filter((envelope) => !envelope.startsWith("v1.present."));
  expect(left).toEqual(["v1.old.AA.AA.AA"]);
  expect(answer.refresh_token).toBeDefined();
});

test("no start without a key that something in the database needs, nor with another of its name", async () => {
  const url = process.env.DATABASE_URL ?? "";
  const [old, present] = [newKey("old"), newKey("present")];
  await requireEncryptionKeys(url, old);
  await filled(old);
  await requireEncryptionKeys(url, `${present},${old}`);
  expect(await encryptionKeysProblem(url, present)).toMatch(/only the key old opens.*lacks it/);
  expect(await encryptionKeysProblem(url, newKey("old"))).toMatch(/another key old/);
  await (await startedWith(`${present},${old}`)).reencryptAll();
  expect(await encryptionKeysProblem(url, present)).toBeNull();
  // Nothing needs the old one: its name is free.
  expect(await encryptionKeysProblem(url, `${present},${newKey("old")}`)).toBeNull();
});

test("a set-up that may not start says why in one sentence, and ends so", async () => {
  await filled(newKey("old"));
  const started = promisify(execFile)(process.execPath, ["--import", "tsx", "scripts/migrate.ts"], {
    env: { ...process.env, ENCRYPTION_KEYS: newKey("present") },
  });
  await expect(started).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^The database holds secrets that only the key old opens.*\n$/),
  });
});

test("a database that is away is no reason not to start", async () => {
  expect(await encryptionKeysProblem("postgres://x@127.0.0.1:1/x", newKey("k1"))).toBeNull();
});

test("every column of ciphertexts is known", () => {
  const found = Object.values(schema)
    .filter((table) => is(table, PgTable))
    .flatMap((table) =>
      Object.keys(getTableColumns(table))
        .filter((name) => /ciphertext$/i.test(name))
        .map(
          (name) =>
            `${getTableName(table)}.${name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`,
        ),
    );
  expect(ENCRYPTED_COLUMNS.map(({ table, column }) => `${table}.${column}`).toSorted()).toEqual(
    found.toSorted(),
  );
});

/** The product as a process with these keys has it. */
async function startedWith(keys: string) {
  vi.stubEnv("ENCRYPTION_KEYS", keys);
  vi.resetModules();
  const { reencryptBatch } = await import("./reencrypt");
  const { refreshSession } = await import("@/features/oauth-sessions/refresh");
  const { openSession } = await import("@/features/oauth-sessions/open");
  const { createSubscription } = await import("@/features/subscriptions/service");
  const { withIdempotencyKey } = await import("@/features/limits/idempotency");
  const { openSecrets, readHeaders } = await import("@/features/subscriptions/secrets");
  const { codeOf, createEquipped, startSignIn, VISITOR } = await import("@/features/factors/test-set-up");
  const { completeSignIn } = await import("@/features/factors/pending");
  return {
    createEquipped,
    signInByCode: async ({ user, secret }: Awaited<ReturnType<typeof createEquipped>>) =>
      completeSignIn(await startSignIn(user), VISITOR, { code: codeOf(secret) }),
    refreshSession,
    createSubscription,
    withIdempotencyKey,
    openSecrets,
    readHeaders,
    open: async (client: Awaited<ReturnType<typeof createOAuthClient>>) => {
      const [account] = await database().select().from(schema.customerAccounts);
      const opening = { client, accountId: account?.id ?? "", host: null, origin: "password" } as const;
      return openSession({ ...opening, scopes: client.scopes }, CALLER);
    },
    reencryptAll: async (size?: number) => {
      let progress = await reencryptBatch(null, size);
      while (progress) progress = await reencryptBatch(progress, size);
    },
  };
}

/** A database with a secret of most kinds. */
async function filled(keys: string) {
  const started = await startedWith(keys);
  const organization = await createOrganization();
  const user = await createUser(organization);
  const ctx = createContext(user);
  const equipped = await started.createEquipped(user);
  const client = await createOAuthClient(organization);
  await createCustomerAccount(organization);
  const { id: subscriptionId, secret } = await started.createSubscription(ctx, {
    targetUrl: "https://hooks.example/x",
    eventTypes: ["ticket.created"],
    subscriptionLevel: "organization",
    format: "replify",
    retryPolicy: "standard",
    headers: { "X-Own": "value" },
  });
  const create = ({ withIdempotencyKey }: Pick<typeof started, "withIdempotencyKey">) =>
    withIdempotencyKey(ctx, { key: "key-1", method: "POST", path: "/x", body: "{}" }, async () => ({
      status: 201,
      body: "{}",
    }));
  await create(started);
  const answer = await started.open(client);
  return { ctx, client, subscriptionId, before: { secret }, answer, create, equipped };
}

async function allEnvelopes(): Promise<string[]> {
  const each = ENCRYPTED_COLUMNS.map(
    ({ table, column }) => `select ${column} as envelope from ${table} where ${column} is not null`,
  );
  const rows = await database().execute<{ envelope: string }>(sql.raw(each.join(" union all ")));
  return rows.map(({ envelope }) => envelope).toSorted();
}
