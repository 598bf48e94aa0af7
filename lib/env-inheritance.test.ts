import { randomBytes } from "node:crypto";
import { afterEach, expect, test } from "vitest";
import { givenSettings, parseEnv, settings } from "./env";

const NEEDED = {
  DATABASE_URL: "postgres://replify@127.0.0.1/replify",
  NEXTAUTH_SECRET: "n".repeat(32),
  ENCRYPTION_KEYS: `k1:${randomBytes(32).toString("base64")}`,
};
const PROVIDER = {
  OIDC_ISSUER: "https://evil.example",
  OIDC_CLIENT_ID: "evil",
  OIDC_CLIENT_SECRET: "evil",
};

afterEach(() => {
  for (const name of Object.keys(PROVIDER)) Reflect.deleteProperty(Object.prototype, name);
});

test("a setting is what the environment itself says, whatever all objects inherit", () => {
  Object.assign(Object.prototype, PROVIDER);

  const parsed = parseEnv({ ...NEEDED });
  expect(Object.keys(parsed)).not.toContain("OIDC_ISSUER");
  expect(parsed.OIDC_ISSUER).toBeUndefined();
  expect(parsed.PORT).toBe(3000);
  expect(givenSettings({}).OIDC_ISSUER).toBeUndefined();
  expect(settings().OIDC_ISSUER).toBeUndefined();
});

test("settings are read once, and can't be changed afterwards", () => {
  const parsed = parseEnv(NEEDED);
  expect(Object.getPrototypeOf(parsed)).toBeNull();
  expect(() => Object.assign(parsed, PROVIDER)).toThrow(TypeError);
  expect(settings()).toBe(settings());
});

test("what is missing or wrong is named all at once", () => {
  expect(() => parseEnv({ PORT: "0", OIDC_ISSUER: "https://idp.example", SMTP_URL: "" })).toThrow(
    /DATABASE_URL is missing.*PORT: /,
  );
  expect(() => parseEnv({ ...NEEDED, OIDC_ISSUER: "https://idp.example" })).toThrow(
    "OIDC_CLIENT_ID is missing; OIDC_CLIENT_SECRET is missing",
  );
});
