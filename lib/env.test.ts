import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { parseEnv } from "./env";

const complete = {
  DATABASE_URL: "postgres://db/replify",
  NEXTAUTH_SECRET: "s".repeat(32),
  ENCRYPTION_KEYS: `k1:${randomBytes(32).toString("base64")}`,
};
const server = {
  INNGEST_BASE_URL: "http://inngest:8288",
  INNGEST_SIGNING_KEY: "00ff",
  INNGEST_EVENT_KEY: "event-key",
};

test("a worker that an Inngest server drives needs an address of its own, a web process does not", () => {
  const { INNGEST_BASE_URL } = server;
  expect(() => parseEnv({ INNGEST_BASE_URL, REPLIFY_PROCESS: "worker" })).toThrow(
    "Settings are incomplete: DATABASE_URL is missing; NEXTAUTH_SECRET is missing; ENCRYPTION_KEYS is missing; INNGEST_SIGNING_KEY is missing; INNGEST_EVENT_KEY is missing; INNGEST_SERVE_ORIGIN is missing. See .env.example.",
  );
  expect(() => parseEnv({ ...complete, ...server, REPLIFY_PROCESS: "worker" })).toThrow(
    "Settings are incomplete: INNGEST_SERVE_ORIGIN is missing. See .env.example.",
  );
  expect(parseEnv({ ...complete, ...server, REPLIFY_PROCESS: "web" }).INNGEST_SERVE_ORIGIN).toBeUndefined();
});

test.each([
  ["http://worker:3001", "http://worker:3001"],
  ["https://worker.example/", "https://worker.example"],
])("the worker's address may be %s", (given, origin) => {
  expect(parseEnv({ ...complete, INNGEST_SERVE_ORIGIN: given }).INNGEST_SERVE_ORIGIN).toBe(origin);
});

test.each([
  [{ INNGEST_SERVE_ORIGIN: "worker:3001" }, "INNGEST_SERVE_ORIGIN: expected http:// or https://"],
  [{ INNGEST_SERVE_ORIGIN: "http://worker/api/inngest" }, "INNGEST_SERVE_ORIGIN: expected no path"],
  [{ INNGEST_APP_ID: "My desk" }, "INNGEST_APP_ID: expected lower-case letters"],
  [{ EGRESS_PROXY_URL: "socks5://proxy:1080" }, "EGRESS_PROXY_URL: expected http:// or https://"],
  [{ EGRESS_HOST_RATES: "hooks.test" }, "EGRESS_HOST_RATES: expected host=calls per second"],
  [{ EGRESS_HOST_RATES: "hooks.test=0" }, "EGRESS_HOST_RATES: expected host=calls per second"],
])("%o is refused", (given, sentence) => {
  expect(() => parseEnv({ ...complete, ...given })).toThrow(sentence);
});

const key = (bytes: Buffer) => bytes.toString("base64");

const EXAMPLE = key(Buffer.from("change-me-to-something-secret-32"));

test.each([
  ["nothing but zeros", `k1:${key(Buffer.alloc(32))}`],
  ["what an example says", `k1:${EXAMPLE}`],
  ["a bad one before a good one", `k1:${EXAMPLE},k2:${key(randomBytes(32))}`],
])("%s is no key", (_, ENCRYPTION_KEYS) => {
  expect(() => parseEnv({ ...complete, ENCRYPTION_KEYS })).toThrow(
    "ENCRYPTION_KEYS: expected a first key of your own",
  );
});

test("the key of an example stays behind one's own, to open what it has encrypted", () => {
  const ENCRYPTION_KEYS = `new:${key(randomBytes(32))},typed:${EXAMPLE}`;
  expect(parseEnv({ ...complete, ENCRYPTION_KEYS })).toMatchObject({ ENCRYPTION_KEYS });
});

test("two keys of one name, and keys that are too short, are refused; what is made at random never is", () => {
  const [one, other] = [key(randomBytes(32)), key(randomBytes(32))];
  expect(() => parseEnv({ ...complete, ENCRYPTION_KEYS: `k1:${one},k1:${other}` })).toThrow(
    "a name of its own",
  );
  expect(() => parseEnv({ ...complete, ENCRYPTION_KEYS: `k1:${key(randomBytes(31))}` })).toThrow(
    "of 32 bytes",
  );
  for (let round = 0; round < 2_000; round++)
    parseEnv({ ...complete, ENCRYPTION_KEYS: `k1:${key(randomBytes(32))}` });
});

test("rates of hosts are read by name, with * for the rest", () => {
  const { EGRESS_HOST_RATES: rates } = parseEnv({ ...complete, EGRESS_HOST_RATES: "Hooks.test=0.5, *=200" });
  expect([...rates]).toEqual([
    ["hooks.test", 0.5],
    ["*", 200],
  ]);
  expect(parseEnv(complete).EGRESS_HOST_RATES.size).toBe(0);
});
