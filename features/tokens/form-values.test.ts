import fc from "fast-check";
import { expect, test } from "vitest";
import * as z from "zod";
import { createContext as contextOf } from "@/db/factories";
import { toOrganizationId } from "@/features/auth/system-context";
import { authorize, type Context } from "@/lib/context";
import { ForbiddenError } from "@/lib/errors";
import { issuesIn } from "@/lib/issues";
import { expandScopes, SCOPES, type Scope, TOKEN_SCOPES } from "@/lib/scopes";
import { tokenFormSchema } from "./form-schema";
import { changesOf, creationOf, expiryMoment, expiryPhrase, isDay, parsePrefill } from "./form-values";
import { createTokenSchema, updateTokenSchema } from "./schema";

const NOW = Date.parse("2026-11-22T12:00:00Z");
const EVERYTHING = new Set(SCOPES);
const VALID = {
  name: "CI",
  scopes: ["events:read" as const],
  expiry: "90" as const,
  expiresOn: "",
  allowList: "",
};

test("a day is what the calendar has", () => {
  const number = (max: number) => fc.nat({ max }).map((value) => String(value).padStart(2, "0"));
  const days = fc.tuple(fc.nat({ max: 9999 }), number(14), number(33)).map(([year, month, day]) => {
    return `${String(year).padStart(4, "0")}-${month}-${day}`;
  });
  fc.assert(
    fc.property(fc.oneof(days, fc.string()), (text) => {
      expect(isDay(text)).toBe(z.iso.date().safeParse(text).success);
    }),
  );
  for (const text of ["2024-02-29", "2023-02-29", "2100-02-29", "2000-02-29", "0000-02-29"])
    expect(isDay(text), text).toBe(z.iso.date().safeParse(text).success);
});

test("a link fills the form", () => {
  const search = { name: "CI", scopes: "events:write, deliveries:read", expires: "30" };
  expect(parsePrefill(search, EVERYTHING)).toEqual({
    values: {
      name: "CI",
      scopes: ["events:write", "deliveries:read"],
      expiry: "30",
      expiresOn: "",
      allowList: "",
    },
    access: "custom",
    refused: [],
  });
});

test("a link can't ask for more than the viewer holds", () => {
  const prefill = parsePrefill({ scopes: "events:read,team:write,nonsense" }, new Set(["events:read"]));
  expect(prefill.values.scopes).toEqual(["events:read"]);
  expect(prefill.refused).toEqual(["team:write"]);
});

test.each([
  [undefined, "90", ""],
  ["none", "never", ""],
  ["never", "never", ""],
  ["365", "365", ""],
  ["2027-02-28", "date", "2027-02-28"],
  ["2027-02-31", "90", ""],
  ["date", "90", ""],
  ["1000", "90", ""],
])("?expires=%s", (expires, expiry, expiresOn) => {
  expect(parsePrefill({ expires }, EVERYTHING).values).toMatchObject({ expiry, expiresOn });
});

test("whatever a link says, the form can show it", () => {
  const value = fc.option(fc.oneof(fc.string(), fc.array(fc.string())), { nil: undefined });
  fc.assert(
    fc.property(fc.record({ name: value, scopes: value, expires: value }), (search) => {
      const { values } = parsePrefill(search, EVERYTHING);
      expect(expiryPhrase(values)).not.toBe("");
      expect(expiryMoment(values, NOW)).toSatisfy(
        (at: string | null) => at === null || !Number.isNaN(Date.parse(at)),
      );
    }),
  );
});

test("the link in the answer to a call that lacked a scope asks for what there is and for that scope", () => {
  const scope = fc.constantFrom(...TOKEN_SCOPES);
  fc.assert(
    fc.property(fc.subarray([...TOKEN_SCOPES]), scope, fc.string(), (held, missing, name) => {
      const permissions = expandScopes(held);
      fc.pre(!permissions.has(missing));
      const { members } = refusal({ ...createContext(), actor: tokenActor(name), permissions }, missing);
      expect(members.missingScope).toBe(missing);
      const url = new URL(members.createTokenUrl ?? "");
      expect(url.origin + url.pathname).toBe("http://localhost:3000/settings/api/tokens/new");
      const { values, refused } = parsePrefill(Object.fromEntries(url.searchParams), EVERYTHING);
      expect(expandScopes(values.scopes)).toEqual(expandScopes([...held, missing]));
      expect(refused).toEqual([]);
      expect(values.name).toBe(name.trim().slice(0, 120));
    }),
  );
});

test("a person who lacks a permission is told who can grant it, and gets no link", () => {
  const error = refusal({ ...createContext(), permissions: new Set() }, "events:read");
  expect(error).toMatchObject({ code: "forbidden", members: { missingScope: "events:read" } });
  expect(error.members.createTokenUrl).toBeUndefined();
  expect(error.message).toContain("admin");
});

test("expiries become moments that the API takes", () => {
  expect(expiryMoment(VALID, NOW)).toBe("2027-02-20T12:00:00.000Z");
  expect(expiryMoment({ ...VALID, expiry: "never" }, NOW)).toBeNull();
  const onDay = expiryMoment({ ...VALID, expiry: "date", expiresOn: "2999-12-31" }, NOW);
  expect(new Date(onDay ?? "").getDate()).toBe(31);
  expect(createTokenSchema.safeParse({ name: "CI", scopes: ["events:read"], expiresAt: onDay }).success).toBe(
    true,
  );
});

test.each([
  ["", "Choose the last day."],
  ["2020-01-01", "Choose a day that is not over."],
  ["2999-02-31", "Choose the last day."],
])("the day %j is refused", (expiresOn, message) => {
  const { error } = tokenFormSchema.safeParse({ ...VALID, expiry: "date", expiresOn });
  expect(error?.issues).toMatchObject([{ path: ["expiresOn"], message }]);
  // A day left over from an earlier choice does not matter.
  expect(tokenFormSchema.safeParse({ ...VALID, expiresOn }).success).toBe(true);
  // Where the form's check could not be fetched, the API refuses it: never is it a token without an end.
  const unchecked = { ...VALID, expiry: "date" as const, expiresOn };
  for (const { error: refused } of [
    createTokenSchema.safeParse(creationOf(unchecked, NOW)),
    updateTokenSchema.safeParse(changesOf(unchecked, VALID, NOW)),
  ])
    expect(new Set(issuesIn(refused).map(({ path }) => path))).toEqual(new Set(["expiresAt"]));
});

test("networks are read line by line, and each wrong one is named", () => {
  const form = { ...VALID, allowList: " 10.0.0.0/8,\n\n2001:db8::1 \n" };
  expect(tokenFormSchema.safeParse(form).success).toBe(true);
  expect(creationOf(form, NOW).allowedCidrs).toEqual(["10.0.0.0/8", "2001:db8::1"]);
  const { error } = tokenFormSchema.safeParse({ ...VALID, allowList: "10.0.0.1\nexample.com\n10.0.0.0/33" });
  expect(error?.issues).toMatchObject([
    { path: ["allowList"], message: expect.stringContaining("Number 2, “example.com”") },
    { path: ["allowList"], message: expect.stringContaining("Number 3") },
  ]);
  const many = tokenFormSchema.safeParse({ ...VALID, allowList: "10.0.0.1\n".repeat(51) });
  expect(many.error?.issues).toMatchObject([{ path: ["allowList"], message: "List at most 50 networks." }]);
});

test("only what was edited is sent", () => {
  const before = { ...VALID, expiry: "date" as const, expiresOn: "2999-12-31" };
  expect(changesOf(before, before, NOW)).toEqual({});
  expect(changesOf({ ...before, name: "New" }, before, NOW)).toEqual({ name: "New" });
  expect(changesOf({ ...before, expiry: "never" }, before, NOW)).toEqual({ expiresAt: null });
  expect(changesOf({ ...before, expiresOn: "2999-12-30" }, before, NOW)).toHaveProperty("expiresAt");
  expect(changesOf({ ...VALID, expiresOn: "2999-12-30" }, VALID, NOW)).toEqual({});
  expect(changesOf({ ...before, allowList: "10.0.0.1" }, before, NOW)).toEqual({
    allowedCidrs: ["10.0.0.1"],
  });
});

function refusal(ctx: Context, scope: Scope): ForbiddenError {
  try {
    authorize(ctx, scope);
  } catch (error) {
    if (error instanceof ForbiddenError) return error;
    throw error;
  }
  throw new Error("it was allowed");
}

function tokenActor(name: string): Context["actor"] {
  return { type: "token", tokenId: "018f3a5e-0000-7000-8000-000000000000", userId: 1, name };
}

function createContext(): Context {
  return contextOf({
    id: 1,
    name: "Ada",
    email: "ada@example.com",
    role: "admin",
    organizationId: toOrganizationId(1),
  });
}
