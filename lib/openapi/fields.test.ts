import { expect, test } from "vitest";
import type { JsonSchema } from "@/lib/openapi/json-schema";
import { constraintsOf } from "./constraints";
import { fieldGroupsOf, fieldOf } from "./fields";

const components: Record<string, JsonSchema> = {
  Person: {
    type: "object",
    description: "A person.",
    properties: { id: { type: "integer" }, name: { type: "string", minLength: 1, maxLength: 120 } },
    required: ["id"],
  },
  Node: { type: "object", properties: { child: { $ref: "#/components/schemas/Node" } } },
};
const person: JsonSchema = { $ref: "#/components/schemas/Person" };

function rows(schema: JsonSchema) {
  return fieldGroupsOf(schema, { components }).flatMap(({ fields }) =>
    fields.map(({ path, type, isRequired }) => `${path}${isRequired ? "*" : ""}: ${type}`),
  );
}

test("fields are listed at every depth, through references, lists and maps", () => {
  const schema: JsonSchema = {
    type: "object",
    required: ["data", "nextCursor"],
    properties: {
      data: { type: "array", items: { type: "object", properties: { owner: person }, required: ["owner"] } },
      nextCursor: { type: ["string", "null"] },
      headers: { type: "object", additionalProperties: { type: "string" } },
      byName: { type: "object", additionalProperties: person },
      anything: { type: "object", additionalProperties: {} },
    },
  };
  expect(rows(schema)).toEqual([
    "data*: object[]",
    "data[].owner*: object",
    "data[].owner.id*: integer",
    "data[].owner.name: string",
    "nextCursor*: string | null",
    "headers: Record<string, string>",
    "byName: object",
    "byName.*.id*: integer",
    "byName.*.name: string",
    "anything: object",
  ]);
});

test("a union lists the types and values of its branches, and what is inside them", () => {
  const schema: JsonSchema = {
    type: "object",
    properties: {
      policy: {
        default: "standard",
        description: "How failures are retried.",
        anyOf: [
          { type: "string", enum: ["standard", "short"] },
          { type: "object", properties: { delays: { type: "array", items: { type: "integer" } } } },
          { type: "null" },
        ],
      },
    },
  };
  const [group] = fieldGroupsOf(schema, { components });
  expect(group?.fields).toEqual([
    {
      path: "policy",
      type: "string | object | null",
      component: undefined,
      isRequired: false,
      description: "How failures are retried.",
      constraints: ["default: standard"],
      values: ["standard", "short"],
    },
    {
      path: "policy.delays",
      type: "integer[]",
      component: undefined,
      isRequired: false,
      description: undefined,
      constraints: [],
      values: [],
    },
  ]);
});

test("folded, components are named and not unfolded", () => {
  const schema: JsonSchema = {
    type: "object",
    properties: {
      owner: { anyOf: [person, { type: "null" }] },
      people: { type: "array", items: person },
      inline: { type: "object", properties: { id: { type: "integer" } } },
    },
  };
  const [group] = fieldGroupsOf(schema, { components, isFolded: true });
  expect(group?.fields.map(({ path, type, component }) => [path, type, component])).toEqual([
    ["owner", "Person | null", "Person"],
    ["people", "Person[]", "Person"],
    ["inline", "object", undefined],
    ["inline.id", "integer", undefined],
  ]);
  expect(fieldGroupsOf(person, { components, isFolded: true })).toEqual([
    { title: undefined, component: "Person", fields: [] },
  ]);
});

test("a body that is one of several makes a group for each", () => {
  const batch: JsonSchema = { type: "object", properties: { people: { type: "array", items: person } } };
  expect(
    fieldGroupsOf({ anyOf: [person, batch] }, { components }).map(({ title, fields }) => [
      title,
      fields.length,
    ]),
  ).toEqual([
    ["Person", 2],
    ["Alternative 2", 3],
  ]);
  expect(fieldGroupsOf(person, { components }).map(({ title }) => title)).toEqual([undefined]);
});

test("a schema that contains itself comes to an end", () => {
  const paths = rows({ $ref: "#/components/schemas/Node" });
  expect(paths.length).toBeGreaterThan(1);
  expect(paths.length).toBeLessThan(10);
});

test("lists tell of their items", () => {
  const schema: JsonSchema = {
    type: "array",
    minItems: 1,
    maxItems: 100,
    items: { type: "string", format: "uuid" },
  };
  expect(fieldOf(schema, { components }, { path: "ids", isRequired: true })).toMatchObject({
    type: "string[] (uuid)",
    constraints: ["1–100 items"],
  });
  const scopes: JsonSchema = { type: "array", items: { type: "string", enum: ["a", "b"], maxLength: 9 } };
  expect(fieldOf(scopes, { components }, { path: "scopes", isRequired: true })).toMatchObject({
    values: ["a", "b"],
    constraints: ["each at most 9 characters"],
  });
});

test.each<[JsonSchema, string[]]>([
  [{ type: "string", minLength: 1, maxLength: 120 }, ["1–120 characters"]],
  [{ type: "string", maxLength: 1 }, ["at most 1 character"]],
  [{ type: "string", minLength: 8 }, ["at least 8 characters"]],
  [{ type: "string", minLength: 4, maxLength: 4 }, ["exactly 4 characters"]],
  [{ type: "integer", minimum: 1, maximum: 86_400, default: 25 }, ["1–86,400", "default: 25"]],
  [{ type: "integer", exclusiveMinimum: 0, maximum: 2_147_483_647 }, ["at least 1"]],
  [{ type: "string", pattern: "^[^\\0]*$" }, []],
  [{ type: "string", pattern: "^[a-z]+$" }, ["matches ^[a-z]+$"]],
  [{ type: "boolean", default: false }, ["default: false"]],
  [{ type: "string" }, []],
])("%j reads %j", (schema, words) => {
  expect(constraintsOf(schema)).toEqual(words);
});
