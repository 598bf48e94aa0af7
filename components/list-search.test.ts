import fc from "fast-check";
import { createLoader, createSerializer } from "nuqs/server";
import { expect, test } from "vitest";
import * as z from "zod";
import { pageQuerySchema } from "@/lib/pagination";
import { queryFields } from "@/lib/query-fields";
import { several, storableText } from "@/lib/wire-types";
import { listSearch } from "./list-search";

const STATUSES = ["open", "pending", "solved"] as const;

const schema = pageQuerySchema.extend({
  q: storableText().trim().max(20).optional(),
  status: several(z.enum(STATUSES)).optional(),
  kind: z.enum(["user", "token"]).optional(),
  owner: z.union([z.literal("me"), z.coerce.number().int().min(1).max(999)]).optional(),
  needsAttention: z.stringbool().optional(),
});
const { params, toQuery } = listSearch(queryFields(schema), {
  q: "q",
  status: "status",
  type: "kind",
  owner: "owner",
  attention: "needsAttention",
});
const load = createLoader(params);
const href = createSerializer(params);

const NOTHING = { q: null, status: null, type: null, owner: null, attention: null, cursor: null };

test("what the hook writes into the URL is read back the same", () => {
  const search = fc.record({
    q: fc.option(fc.string({ minLength: 1, maxLength: 20 }).filter((text) => !text.includes("\0"))),
    status: fc.option(fc.uniqueArray(fc.constantFrom(...STATUSES), { minLength: 1 })),
    type: fc.option(fc.constantFrom("user" as const, "token" as const)),
    owner: fc.option(fc.oneof(fc.constant("me" as const), fc.integer({ min: 1, max: 999 }))),
    attention: fc.option(fc.constant(true)),
    cursor: fc.option(fc.stringMatching(/^[\w-]{48}$/)),
  });
  fc.assert(
    fc.property(search, (state) => {
      expect(load(href(state))).toEqual(state);
    }),
  );
});

test("whatever stands in the URL, the query is one that the endpoint takes", () => {
  const names = fc.constantFrom("q", "status", "type", "owner", "attention", "cursor");
  const texts = fc.oneof(
    fc.string(),
    fc.constantFrom("me", "7", "open,solved", "user", "true", "x".repeat(99)),
  );
  fc.assert(
    fc.property(fc.dictionary(names, texts), (found) => {
      const { cursor, owner, needsAttention, ...query } = toQuery(load(found));
      expect(schema.safeParse({ ...query, cursor, owner }).error).toBeUndefined();
    }),
  );
});

test("what the schema refuses, and what is empty, counts as not set", () => {
  expect(load("?q=&status=closed&type=robot&owner=0&attention=perhaps&cursor=x")).toEqual({
    ...NOTHING,
    status: [],
  });
  expect(toQuery({ ...NOTHING, q: "  ", status: [] })).toEqual({
    limit: 25,
    q: undefined,
    status: undefined,
    kind: undefined,
    owner: undefined,
    needsAttention: undefined,
    cursor: undefined,
  });
});

test("a text stays as it is typed, and is asked for trimmed and cut", () => {
  const search = load(`?q=${encodeURIComponent(" a much longer text than fits ")}`);
  expect(search.q).toBe(" a much longer text than fits ");
  expect(toQuery(search).q).toBe("a much longer text t");
});

test("a name in the URL stands for its field", () => {
  expect(toQuery(load("?type=user&owner=7&attention=true&status=open,closed,solved"))).toMatchObject({
    kind: "user",
    owner: 7,
    needsAttention: true,
    status: ["open", "solved"],
  });
});
