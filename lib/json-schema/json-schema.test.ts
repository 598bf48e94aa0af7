import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compileSchema } from "./compile-schema";
import { MAX_SCHEMA_DEPTH, schemaIssues } from "./schema-issues";

type Schema = Record<string, unknown>;

function nested(levels: number): Schema {
  return levels === 0 ? { type: "string" } : { not: nested(levels - 1) };
}

/** `name` repeats the next twice, and so on: checking the first would take 2^levels steps. */
function doubling(levels: number): Schema {
  const names = Array.from({ length: levels }, (_, index) => `level${index}`);
  const $defs = Object.fromEntries(
    names.map((name, index) => {
      const $ref = `#/$defs/${names[index + 1]}`;
      return [name, index + 1 < levels ? { allOf: [{ $ref }, { $ref }] } : { type: "object" }];
    }),
  );
  return { $defs, $ref: "#/$defs/level0" };
}

describe("schemaIssues", () => {
  test.each<[string, Schema]>([
    ["nothing", {}],
    ["an object", { type: "object", properties: { id: { type: "integer" } }, required: ["id"] }],
    [
      "its dialect and name",
      { $schema: "https://json-schema.org/draft/2020-12/schema", $id: "https://a.example/b" },
    ],
    [
      "a definition used twice",
      {
        $defs: { a: { type: "string" } },
        properties: { b: { $ref: "#/$defs/a" }, c: { $ref: "#/$defs/a" } },
      },
    ],
    ["words it doesn't know", { "x-owner": "warehouse", format: "date-time", $comment: "hi" }],
    ["what only the validator knows", { $async: true, id: "a", nullable: true, discriminator: 1 }],
    ["the same name twice where no schema is", { a: { $id: "b" }, c: { $id: "b" }, const: { $id: "b" } }],
    ["an escaped pointer", { $defs: { "a/b": true }, properties: { c: { $ref: "#/$defs/a~1b" } } }],
    ["a linear pattern", { properties: { sku: { type: "string", pattern: "^(a+)+$" } } }],
    ["names that objects inherit", { properties: { constructor: { type: "string" }, toString: true } }],
  ])("takes %s", (_, schema) => expect(schemaIssues(schema)).toEqual([]));

  test.each<[string, Schema, string]>([
    ["another draft", { $schema: "http://json-schema.org/draft-07/schema#" }, "$schema"],
    ["an object for its dialect", { $schema: Object.create(null) }, "$schema"],
    ["an unknown type", { properties: { id: { type: "uuid" } } }, "properties.id.type"],
    ["a list for properties", { properties: [] }, "properties"],
    [
      "a remote reference",
      { properties: { a: { $ref: "https://evil.example/a.json" } } },
      "properties.a.$ref",
    ],
    ["a file", { $ref: "file:///etc/passwd" }, "$ref"],
    ["a relative one", { allOf: [{ $ref: "other.json#/a" }] }, "allOf.0.$ref"],
    ["one into nothing", { $ref: "#/$defs/none" }, "$ref"],
    ["one to what all objects inherit", { $ref: "#/constructor" }, "$ref"],
    ["one by way of __proto__", { $ref: "#/__proto__" }, "$ref"],
    ["one to what is no schema", { const: { type: 5 }, $ref: "#/const" }, "$ref"],
    [
      "one to where another base is",
      { a: { $id: "https://a.example/", b: { $ref: "#/c" }, c: { $ref: "#/b" } }, c: true, $ref: "#/a/b" },
      "$ref",
    ],
    ["itself", { $ref: "#" }, "$ref.$ref"],
    [
      "itself further down",
      { properties: { children: { items: { $ref: "#" } } } },
      "properties.children.items.$ref.$ref",
    ],
    [
      "two that lead to each other",
      { $defs: { a: { $ref: "#/$defs/b" }, b: { $ref: "#/$defs/a" } } },
      "$defs.a.$ref.$ref.$ref",
    ],
    ["a dynamic reference", { $dynamicRef: "#node" }, "$dynamicRef"],
    ["a dynamic anchor", { $defs: { node: { $dynamicAnchor: "node" } } }, "$defs.node.$dynamicAnchor"],
    ["an anchor", { $defs: { node: { $anchor: "node" } } }, "$defs.node.$anchor"],
    ["another base inside", { properties: { a: { $id: "https://a.example/" } } }, "properties.a.$id"],
    ["a look-ahead", { pattern: "^(?=a)b" }, "pattern"],
    ["a back reference", { properties: { a: { pattern: "(a)\\1" } } }, "properties.a.pattern"],
    [
      "a pattern for names that takes backtracking",
      { patternProperties: { "(?!a)": true } },
      "patternProperties.(?!a)",
    ],
    ["a pattern as long as a book", { pattern: "a".repeat(501) }, "pattern"],
    ["what repeats itself endlessly", doubling(40), ""],
    ["no choice", { properties: { a: { enum: [] } } }, "properties.a.enum"],
    ["too many choices", { enum: Array.from({ length: 6000 }, (_unused, index) => index) }, ""],
    [
      "too many patterns",
      {
        patternProperties: Object.fromEntries(
          Array.from({ length: 300 }, (_unused, at) => [`^a${at}`, true]),
        ),
      },
      "",
    ],
    ["more bytes than the limit", { description: "a".repeat(40_000) }, ""],
    ["more levels than the limit", nested(MAX_SCHEMA_DEPTH), ""],
  ])("refuses %s", (_, schema, path) => expect(schemaIssues(schema)[0]).toMatchObject({ path }));

  test("is done soon, and throws for no JSON at all that is an object", () => {
    const keys = [
      "$ref",
      "$defs",
      "properties",
      "allOf",
      "items",
      "pattern",
      "enum",
      "__proto__",
      "type",
      "not",
      "$id",
      "required",
      "$async",
      "nullable",
      "const",
    ];
    const values = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 6 },
        fc.constantFrom<unknown>("#", "#/$defs/a", "#/properties", "object", "(a*)*", 1, null, true, false),
        fc.array(tie("value"), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom(...keys, "a"), tie("value"), { maxKeys: 4 }),
      ),
      schema: fc.dictionary(fc.constantFrom(...keys, "a"), tie("value"), { maxKeys: 4 }),
    })).schema as fc.Arbitrary<Schema>;
    fc.assert(
      fc.property(values, fc.jsonValue(), (schema, value) => {
        if (schemaIssues(schema).length === 0) compileSchema(schema)(value);
      }),
    );
  });
});

describe("compileSchema", () => {
  test.each<[string, Schema, unknown, string]>([
    ["what is missing", { required: ["id"] }, {}, "id"],
    ["what is missing inside", { properties: { a: { required: ["b"] } } }, { a: {} }, "a.b"],
    ["a wrong type in a list", { properties: { a: { items: { type: "integer" } } } }, { a: [1, "2"] }, "a.1"],
    ["what is too much", { additionalProperties: false, properties: { a: true } }, { a: 1, b: 2 }, "b"],
    ["names that objects inherit", { required: ["toString"] }, {}, "toString"],
    ["a prototype that was not given", { required: ["__proto__"] }, {}, "__proto__"],
    ["a text that a pattern refuses", { properties: { a: { pattern: "^b$" } } }, { a: "c" }, "a"],
    [
      "items that are the same",
      { properties: { a: { uniqueItems: true } } },
      {
        a: [
          { x: 1, y: 2 },
          { y: 2, x: 1 },
        ],
      },
      "a",
    ],
  ])("names the place of %s", (_, schema, value, path) => {
    expect(schemaIssues(schema)).toEqual([]);
    expect(compileSchema(schema)(value)[0]).toMatchObject({ path });
  });

  test("gives a word of the validator's own no meaning", () => {
    const schema = {
      $async: true,
      nullable: true,
      id: "a",
      discriminator: { propertyName: "a" },
      type: "object",
    };
    expect(compileSchema(schema)({})).toEqual([]);
    expect(compileSchema({ ...schema, required: ["b"] })({})).toMatchObject([{ path: "b" }]);
    expect(compileSchema({ properties: { a: { ...schema, not: {} } } })({ a: {} })).toMatchObject([
      { path: "a" },
    ]);
  });

  test("a format only describes", () => {
    expect(compileSchema({ properties: { at: { format: "date-time" } } })({ at: "yesterday" })).toEqual([]);
  });

  test("two with one name don't know of each other", () => {
    const $id = "https://a.example/order";
    expect(compileSchema({ $id, type: "string" })("a")).toEqual([]);
    expect(compileSchema({ $id, type: "number" })("a")).toHaveLength(1);
  });

  test("reads long texts with any pattern, and long lists of objects, to the end", () => {
    const check = compileSchema({
      properties: { text: { pattern: "^(([a-z])+.)+[A-Z]([a-z])+$" }, list: { uniqueItems: true } },
    });
    const list = Array.from({ length: 50_000 }, (_, id) => ({ id }));
    expect(check({ text: "a".repeat(100_000), list })).toMatchObject([{ path: "text" }]);
    expect(check({ list })).toEqual([]);
  });
});
