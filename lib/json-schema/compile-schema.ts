import { Ajv2020, type ErrorObject } from "ajv/dist/2020.js";
import canonicalize from "canonicalize";
import type { Issue } from "@/lib/errors";
import { standardPart } from "./keywords";
import { linearRegExp } from "./linear-regexp";
import { pointerPath } from "./schema-issues";

/** What does not fit, first of all; none when the value does. */
export type Check = (value: unknown) => Issue[];

const regExp = Object.assign(linearRegExp, { code: "linearRegExp" });

/**
 * The check of a schema that has no `schemaIssues`. `format` only describes: no code of ours judges it. Each has a compiler of its own, as one
 * keeps all that it ever compiled.
 */
export function compileSchema(schema: Record<string, unknown>): Check {
  const ajv = new Ajv2020({
    strict: false,
    meta: false,
    validateSchema: false,
    validateFormats: false,
    ownProperties: true,
    logger: false,
    code: { regExp },
  });
  // The library compares each item with each other: a long list of objects would take minutes.
  ajv.removeKeyword("uniqueItems");
  ajv.addKeyword({
    keyword: "uniqueItems",
    type: "array",
    error: { message: "must have no two items that are the same" },
    validate: (isUnique: boolean, items: unknown[]) =>
      !isUnique || new Set(items.map((item) => canonicalize(item))).size === items.length,
  });
  const validate = ajv.compile(Object(standardPart(schema)));
  return (value) => (validate(value) ? [] : (validate.errors ?? []).slice(0, 1).map(toIssue));
}

function toIssue({ instancePath, keyword, params, message }: ErrorObject): Issue {
  const field = String(
    params.missingProperty ?? params.additionalProperty ?? params.unevaluatedProperty ?? "",
  );
  return {
    path: [pointerPath(instancePath), field].filter(Boolean).join("."),
    message: sentenceOf(keyword, params, message),
  };
}

function sentenceOf(keyword: string, params: Record<string, unknown>, message = "does not fit"): string {
  switch (keyword) {
    case "required":
      return "This is missing.";
    case "additionalProperties":
    case "unevaluatedProperties":
      return "Unknown field. Leave it out.";
    case "enum":
      return `Give one of ${list(params.allowedValues)}.`;
    case "const":
      return `This can only be ${JSON.stringify(params.allowedValue)}.`;
    default:
      return `It ${message}.`;
  }
}

const MAX_CHOICES = 24;

function list(values: unknown): string {
  if (!Array.isArray(values)) return "the values of the schema";
  const shown = values
    .slice(0, MAX_CHOICES)
    .map((value) => JSON.stringify(value))
    .join(", ");
  return values.length > MAX_CHOICES ? `${shown} …` : shown;
}
