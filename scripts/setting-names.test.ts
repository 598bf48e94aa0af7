import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { SETTING_NAMES } from "@/lib/env";

const root = join(import.meta.dirname, "..");
const compose = read("compose.yaml");

/** Known only to be refused: it switches signature checks off. */
const REFUSED = ["INNGEST_DEV"];
/** Of the databases in compose.yaml, which reads them from the same .env. */
const COMPOSE_PASSWORDS = ["POSTGRES_PASSWORD", "POSTGRES_APP_PASSWORD", "INNGEST_POSTGRES_PASSWORD"];

test(".env.example explains each setting of the schema, and no other", () => {
  const explained = [...read(".env.example").matchAll(/^# ([A-Z_]+)=/gm)].map(([, name]) => name);
  expect(explained.toSorted()).toEqual(SETTING_NAMES.filter((name) => !REFUSED.includes(name)).toSorted());
});

test("containers get all of .env, and compose.yaml sets only what differs there", () => {
  const [app = "", services = ""] = compose.split(/^services:$/m);
  expect(app).toMatch(/^ {2}env_file: \.env$/m);
  const builds = services.split(/^ {2}(?=\w)/m).filter((service) => service.includes("<<: *environment"));
  expect(builds.map((service) => service.split(":")[0])).toEqual(["web", "worker", "migrate"]);
  for (const service of builds) expect(service).toContain("<<: *app");

  expect(valuesOf(app)).toEqual({
    APP_URL: expect.stringMatching(/^\$\{APP_URL:\?/),
    NEXTAUTH_SECRET: expect.stringMatching(/^\$\{NEXTAUTH_SECRET:\?/),
    ENCRYPTION_KEYS: expect.stringMatching(/^\$\{ENCRYPTION_KEYS:\?/),
    DATABASE_URL: expect.stringContaining("replify_app:${POSTGRES_APP_PASSWORD:?"),
    DATABASE_OWNER_URL: '""',
    DATABASE_DIRECT_URL: '""',
    POSTGRES_PASSWORD: '""',
    INNGEST_POSTGRES_PASSWORD: '""',
    INNGEST_BASE_URL: "http://inngest:8288",
    INNGEST_SERVE_ORIGIN: "http://worker:3001",
    WORKER_HOST: "0.0.0.0",
    ENGINE_PORT: '"3001"',
    HOST: "0.0.0.0",
    PORT: '"3000"',
    TRUSTED_PROXY_HOPS: expect.stringMatching(/^\$\{TRUSTED_PROXY_HOPS:-1\}$/),
  });
});

test("compose.yaml and the table of README name only what there is", () => {
  const known = [...SETTING_NAMES, ...COMPOSE_PASSWORDS];
  const inserted = [...compose.matchAll(/\$\{([A-Z_]+)/g)].map(([, name = ""]) => name);
  expect(inserted.filter((name) => !known.includes(name))).toEqual([]);
  const table = read("README.md").split("## Settings")[1]?.split("\n## ")[0] ?? "";
  const named = [...table.matchAll(/^\| (`.*?`) \|/gm)].flatMap(([, cell = ""]) =>
    [...cell.matchAll(/`(\w+)(…?)`/g)].map(([, name = "", rest]) => ({ name, isPrefix: rest !== "" })),
  );
  expect(named.length).toBeGreaterThan(10);
  const unknown = named.filter(
    ({ name, isPrefix }) => !known.some((one) => (isPrefix ? one.startsWith(name) : one === name)),
  );
  expect(unknown).toEqual([]);
});

/** The variables of the block that all of the product's containers share. */
function valuesOf(app: string): Record<string, string> {
  const [, block = ""] = app.split("environment: &environment");
  return Object.fromEntries(
    [...block.matchAll(/^ {4}([A-Z_]+): (.+)$/gm)].map(([, name, value]) => [name, value]),
  );
}

function read(file: string): string {
  return readFileSync(join(root, file), "utf8");
}
