import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { emptyOwnDatabase, useOwnDatabase } from "@/db/own-database";
import type { Setup } from "@/features/auth/schema";

let sql: Sql;
let dropDatabase: () => Promise<void>;

const TOKEN = "a-set-up-token-of-the-log";
const AFAR = { isLoopback: false, ip: "203.0.113.7" };
const HERE = { isLoopback: true, ip: "127.0.0.1" };

beforeAll(async () => {
  // Set-up looks at the whole installation, so this file has a database to itself.
  dropDatabase = await useOwnDatabase();
  sql = postgres(process.env.DATABASE_URL ?? "", { max: 1 });
});

beforeEach(async () => {
  vi.stubEnv("SETUP_TOKEN", TOKEN);
  await emptyOwnDatabase();
  // What a process remembers about set-up, it forgets by starting anew.
  vi.resetModules();
});

afterAll(async () => {
  const { closeDatabase } = await import("@/db/client");
  await closeDatabase();
  await sql.end();
  await dropDatabase();
});

test("two at once make one admin; the other is told to sign in", async () => {
  const { completeSetup, isSetupDone } = await import("./setup");
  expect(await isSetupDone()).toBe(false);

  const emails = ["ada@example.com", "eve@example.com"];
  const results = await Promise.allSettled(emails.map((email) => completeSetup(setupOf({ email }), HERE)));

  expect(results.map((result) => result.status).sort()).toEqual(["fulfilled", "rejected"]);
  const refused = results.find((result) => result.status === "rejected");
  expect(refused?.reason).toMatchObject({ code: "conflict", message: /completed by someone else/ });
  const admins = await sql`select role from memberships`;
  expect(admins).toEqual([{ role: "admin" }]);
  expect((await sql`select id from organizations`).length).toBe(1);
  expect(await isSetupDone()).toBe(true);
});

test("once done it stays done, whoever asks", async () => {
  const { completeSetup } = await import("./setup");
  await completeSetup(setupOf({}), HERE);
  vi.resetModules();
  const restarted = await import("./setup");
  await expect(
    restarted.completeSetup(setupOf({ email: "eve@example.com", token: TOKEN }), HERE),
  ).rejects.toMatchObject({
    code: "conflict",
  });
  expect(await sql`select email from users`).toEqual([{ email: "ada@example.com" }]);
});

test.each([
  ["no token", undefined],
  ["a wrong token", `${TOKEN}x`],
  ["an empty token", ""],
])("from another machine with %s nothing is made", async (_, token) => {
  const { completeSetup, maySetUp } = await import("./setup");
  expect(maySetUp(token, AFAR)).toBe(false);
  await expect(completeSetup(setupOf({ token }), AFAR)).rejects.toMatchObject({ code: "forbidden" });
  expect(await sql`select id from users`).toEqual([]);
});

test("from another machine the token of the log opens it, and the audit log says who came in", async () => {
  const { completeSetup } = await import("./setup");
  const { userId } = await completeSetup(setupOf({ token: TOKEN }), AFAR);
  const [user] = await sql`select id, email, password_hash from users`;
  expect(user).toMatchObject({ id: userId, email: "ada@example.com" });
  expect(user?.password_hash).toMatch(/^\$argon2id\$/);
  const [organization] = await sql`select id, name, time_zone from organizations`;
  expect(organization).toMatchObject({ name: "Acme", time_zone: "Europe/Berlin" });
  expect(await sql`select organization_id, action, target_id, ip from audit_log`).toEqual([
    {
      organization_id: organization?.id,
      action: "organization.created",
      target_id: String(organization?.id),
      ip: AFAR.ip,
    },
  ]);
});

test("behind a public address being on the machine is not enough", async () => {
  vi.stubEnv("APP_URL", "https://desk.example.com");
  const { maySetUp } = await import("./setup");
  expect(maySetUp(undefined, HERE)).toBe(false);
  expect(maySetUp(TOKEN, HERE)).toBe(true);
  vi.unstubAllEnvs();
});

test("INITIAL_ADMIN_EMAIL makes the first admin of an empty database, once", async () => {
  vi.stubEnv("INITIAL_ADMIN_EMAIL", "Root@Example.com");
  vi.stubEnv("INITIAL_ADMIN_PASSWORD", "passwordpassword");
  const start = await import("./setup");
  await expect(start.createInitialAdmin()).rejects.toThrow(/^INITIAL_ADMIN_PASSWORD: /);
  vi.resetModules();
  vi.stubEnv("INITIAL_ADMIN_PASSWORD", "correct horse battery");
  const { createInitialAdmin } = await import("./setup");
  await Promise.all([createInitialAdmin(), createInitialAdmin()]);
  await createInitialAdmin();
  expect(await sql`select email from users`).toEqual([{ email: "root@example.com" }]);
  vi.unstubAllEnvs();
});

function setupOf(fields: Partial<Setup>): Setup {
  return {
    name: "Ada",
    email: "ada@example.com",
    password: "correct horse battery",
    passwordConfirmation: "correct horse battery",
    organizationName: "Acme",
    timeZone: "Europe/Berlin",
    ...fields,
  };
}
