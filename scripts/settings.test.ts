import { randomBytes } from "node:crypto";
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { StartupError } from "@/lib/startup-error";
import { keptSecrets } from "./secrets";
import { readSettings } from "./settings";

let dataDir: string;

beforeEach(async () => {
  dataDir = join(await mkdtemp(join(tmpdir(), "replify-settings-")), "data");
});

afterEach(() => rm(join(dataDir, ".."), { recursive: true }));

const production = {
  APP_URL: "https://desk.example",
  DATABASE_URL: "postgres://db/replify",
  NEXTAUTH_SECRET: "s".repeat(32),
  ENCRYPTION_KEYS: `k1:${randomBytes(32).toString("base64")}`,
};

test("a machine of one's own needs no settings at all", async () => {
  const settings = await readSettings({ DATA_DIR: dataDir });
  expect(settings).toMatchObject({
    appUrl: "http://localhost:3000",
    host: "127.0.0.1",
    port: 3000,
    databaseUrl: undefined,
    isLocal: true,
  });
  expect(settings.environment.NEXTAUTH_URL).toBe("http://localhost:3000");
  expect(settings.egress).toContain("this machine");
  expect(settings.setupToken).toMatch(/^[\w-]{32}$/);
});

test("secrets are made once, kept in a closed file, and different from the next data directory's", async () => {
  const first = await readSettings({ DATA_DIR: dataDir });
  const file = join(dataDir, "secrets.json");
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  await chmod(file, 0o644);
  const second = await readSettings({ DATA_DIR: dataDir });
  expect((await stat(file)).mode & 0o777).toBe(0o600);

  for (const name of ["NEXTAUTH_SECRET", "ENCRYPTION_KEYS", "INNGEST_SIGNING_KEY", "INNGEST_EVENT_KEY"]) {
    expect(second.environment[name]).toBe(first.environment[name]);
  }
  expect(first.environment.INNGEST_SIGNING_KEY).toMatch(/^([0-9a-f]{2}){32}$/);
  expect(second.setupToken).not.toBe(first.setupToken);
  expect(await keptSecrets(`${dataDir}2`)).not.toEqual(await keptSecrets(dataDir));
});

test("two first starts at once agree on one set of secrets", async () => {
  const all = await Promise.all([1, 2, 3, 4].map(() => keptSecrets(dataDir)));
  for (const secrets of all)
    expect(secrets).toEqual(JSON.parse(await readFile(join(dataDir, "secrets.json"), "utf8")));
});

test("a garbled secrets file is never replaced", async () => {
  await keptSecrets(dataDir);
  await writeFile(join(dataDir, "secrets.json"), "{}");
  await expect(keptSecrets(dataDir)).rejects.toThrow(StartupError);
  expect(await readFile(join(dataDir, "secrets.json"), "utf8")).toBe("{}");
});

test("what is given wins over what is kept, and an empty value counts as not given", async () => {
  const { environment, port } = await readSettings({
    DATA_DIR: dataDir,
    PORT: "",
    NEXTAUTH_SECRET: "g".repeat(40),
  });
  expect(environment.NEXTAUTH_SECRET).toBe("g".repeat(40));
  expect(port).toBe(3000);
});

test("a complete production set-up listens everywhere", async () => {
  const settings = await readSettings({ ...production, DATA_DIR: dataDir, PORT: "8080" });
  expect(settings.egress).toContain("https only, to public addresses;");
  expect(settings).toMatchObject({
    isLocal: false,
    host: "0.0.0.0",
    port: 8080,
    databaseUrl: production.DATABASE_URL,
  });
});

test("the owner of the tables migrates, and nothing else learns of it", async () => {
  const owner = "postgres://owner:hunter2@db/replify";
  const settings = await readSettings({ ...production, DATA_DIR: dataDir, DATABASE_OWNER_URL: owner });
  expect(settings.ownerUrl).toBe(owner);
  expect(JSON.stringify(settings.environment)).not.toContain("hunter2");
  // Empty rather than absent, or Next would read it from .env again.
  expect(settings.environment.DATABASE_OWNER_URL).toBe("");
  const alone = await readSettings({ ...production, DATA_DIR: dataDir });
  expect(alone.ownerUrl).toBe(production.DATABASE_URL);
});

test.each([
  [
    { APP_URL: "https://desk.example" },
    "Settings are incomplete: DATABASE_URL, NEXTAUTH_SECRET, ENCRYPTION_KEYS must be set.",
  ],
  [
    { HOST: "0.0.0.0" },
    "Settings are incomplete: APP_URL, DATABASE_URL, NEXTAUTH_SECRET, ENCRYPTION_KEYS must be set.",
  ],
  [
    { DATABASE_OWNER_URL: "postgres://owner@db/replify" },
    "Settings are incomplete: DATABASE_URL must be set.",
  ],
  [
    { DATABASE_DIRECT_URL: "postgres://app@db/replify" },
    "Settings are incomplete: DATABASE_URL must be set.",
  ],
  [
    { INNGEST_BASE_URL: "http://inngest:8288" },
    "Settings are incomplete: INNGEST_SIGNING_KEY, INNGEST_EVENT_KEY, INNGEST_SERVE_ORIGIN must be set.",
  ],
  [{ INITIAL_ADMIN_EMAIL: "a@b.example" }, "Settings are incomplete: INITIAL_ADMIN_PASSWORD must be set."],
  [{ EGRESS_ALLOW_CIDRS: "10.0.0.0/99" }, "EGRESS_ALLOW_CIDRS: "],
  [{ PORT: "80a" }, "PORT must be a number from 1 to 65535, not 80a."],
  [{ APP_URL: "desk" }, "APP_URL is not a URL: desk."],
  [{ ...production, ENCRYPTION_KEYS: "short" }, "ENCRYPTION_KEYS: expected kid:base64 of 32 bytes"],
  [
    { ...production, DELIVERY_TIME_SCALE: "0.5" },
    "DELIVERY_TIME_SCALE: must be 1 unless APP_URL is a loopback address",
  ],
])("%o is refused in one sentence", async (given, sentence) => {
  const error = await readSettings({ DATA_DIR: dataDir, ...given }).catch((reason) => reason);
  expect(error).toBeInstanceOf(StartupError);
  expect(error.message).toContain(sentence);
});
