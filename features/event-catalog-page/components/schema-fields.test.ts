import { describe, expect, test } from "vitest";
import { jsonSchemaOf } from "@/features/event-catalog/catalog";
import { EVENT_TYPES } from "@/features/event-catalog/names";
import { jsonSchemaSchema } from "@/lib/openapi/document";
import { fieldsIn } from "./schema-fields";

function rows(schema: unknown, inside: string[] = []) {
  const root = jsonSchemaSchema.parse(schema);
  return inside.reduce(
    (fields, name) => fieldsIn(fields.find((field) => field.name === name)?.inner ?? [], root),
    fieldsIn([root], root),
  );
}

describe("fields of a schema", () => {
  test("have their type, whether they are required, and what they must be", () => {
    const schema = {
      type: "object",
      required: ["id"],
      properties: {
        id: { type: "string", minLength: 1, description: "Order id." },
        state: { enum: ["new", "sent"] },
        weights: { type: "array", items: { type: ["number", "null"] } },
        anything: true,
      },
    };
    expect(rows(schema)).toMatchObject([
      { name: "id", type: "string", isRequired: true, description: "Order id.", inner: [] },
      { name: "state", type: "string", isRequired: false, values: ["new", "sent"] },
      { name: "weights", type: "(number | null)[]" },
      { name: "anything", type: "any" },
    ]);
  });

  test("open into the fields of objects, lists, unions and whatever a reference leads to", () => {
    const schema = {
      type: "object",
      properties: {
        to: { $ref: "#/$defs/address" },
        lines: { type: "array", items: { type: "object", properties: { sku: { type: "string" } } } },
        payer: { anyOf: [{ type: "null" }, { $ref: "#/$defs/address" }] },
        notes: { type: "object", additionalProperties: { type: "string" } },
      },
      $defs: { address: { type: "object", properties: { city: { type: "string" } } } },
    };
    expect(rows(schema, ["to"])).toMatchObject([{ name: "city", type: "string" }]);
    expect(rows(schema, ["lines"])).toMatchObject([{ name: "sku" }]);
    expect(rows(schema, ["payer"])).toMatchObject([{ name: "city" }]);
    expect(rows(schema, ["notes"])).toMatchObject([{ name: "*", type: "string" }]);
    expect(rows(schema).map(({ type }) => type)).toEqual([
      "object",
      "object[]",
      "object | null",
      "Record<string, string>",
    ]);
  });

  test("of schemas without an end, or that lead nowhere, are read as far as one looks", () => {
    const node = {
      type: "object",
      properties: { next: { $ref: "#" }, self: { $ref: "#/properties/self" }, lost: { $ref: "#/nowhere" } },
    };
    expect(rows(node, ["next", "next", "next"]).map(({ name }) => name)).toEqual(["next", "self", "lost"]);
    expect(rows({})).toEqual([]);
  });

  test.each(EVENT_TYPES)("of %s can all be read", (type) => {
    expect(rows(jsonSchemaOf(type)).length).toBeGreaterThan(0);
  });
});
