import { expect, test } from "vitest";
import { issuesOf } from "@/features/event-types/form-issues";
import {
  atFields,
  EMPTY_VALUES,
  jsonIssues,
  toChanges,
  toFormValues,
  toInput,
} from "@/features/event-types/form-values";
import { ApiError } from "@/lib/api-client";
import { parseJson } from "@/lib/parse-json";

const VALUES = { ...EMPTY_VALUES, type: " order.shipped ", description: " A parcel left. " };
const STORED = {
  type: "order.shipped",
  group: "Custom",
  description: "A parcel left.",
  schema: { type: "object" },
  firesWhen: "When it is published.",
  versionNote: null,
  sample: { id: parseJson("12345678901234567890") },
  isCustom: true,
  isDeprecated: false,
};

test("a type is sent as the API wants it, and its heading is left to the API unless given", () => {
  expect(issuesOf(VALUES)).toEqual([]);
  expect(toInput(VALUES)).toEqual({
    type: "order.shipped",
    description: "A parcel left.",
    schema: JSON.parse(EMPTY_VALUES.schema),
    sample: JSON.parse(EMPTY_VALUES.sample),
  });
  expect(toInput({ ...VALUES, group: "Warehouse " })).toMatchObject({ group: "Warehouse" });
});

test("what can't be read is told at its field", () => {
  const issues = issuesOf({ ...VALUES, type: "ticket.mine", description: "", schema: "{", sample: "[]" });
  expect(issues.map(({ path }) => path)).toEqual(["schema", "sample", "type", "description"]);
  expect(issues[1]?.message).toBe("Give a JSON object, in curly brackets.");
  // To the API it would be an empty object.
  expect(jsonIssues({ ...VALUES, schema: "{", sample: "[]" }).map(({ path }) => path)).toEqual([
    "schema",
    "sample",
  ]);
});

test("only what differs is sent, whatever the layout of the JSON, and no digit is lost", () => {
  const values = toFormValues(STORED);
  expect(values.sample).toContain("12345678901234567890");
  expect(toChanges(values, STORED)).toEqual({});
  expect(toChanges({ ...values, schema: '{"type":\n"object"}' }, STORED)).toEqual({});
  expect(toChanges({ ...values, description: "Gone.", sample: '{"id": 1}' }, STORED)).toEqual({
    description: "Gone.",
    sample: { id: 1 },
  });
  expect(toChanges({ ...values, group: " " }, STORED)).toEqual({ group: "" });
});

test("what the server refuses inside of a field is told at the field, with the place", () => {
  const refused = new ApiError(422, {
    detail: "Correct the fields.",
    code: "invalid",
    issues: [
      { path: "schema.properties.a.type", message: "Not a type." },
      { path: "schema.required", message: "Must be a list." },
      { path: "type", message: "Taken." },
    ],
  });
  expect(atFields(refused)).toMatchObject({
    issues: [
      { path: "schema", message: "properties.a.type: Not a type. required: Must be a list." },
      { path: "type", message: "Taken." },
    ],
  });
});
