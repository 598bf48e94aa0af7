import { Ajv2020 } from "ajv/dist/2020.js";
import type { Issue } from "@/lib/errors";
import { isRecord, ownValue } from "@/lib/own-path";
import { type Child, childrenOf, subschemaAt } from "./keywords";
import { linearRegExp } from "./linear-regexp";

const MAX_SCHEMA_BYTES = 32_768;
export const MAX_SCHEMA_DEPTH = 32;
/** What checking one value may cost: each subschema, wherever a reference repeats it, and each choice of an enum is a step, a pattern some more. */
const MAX_STEPS = 5000;
const PATTERN_STEPS = 20;

const DIALECT = "https://json-schema.org/draft/2020-12/schema";

/** Names and bases of schemas, with which a reference could lead anywhere. */
const UNSUPPORTED = ["$anchor", "$dynamicRef", "$dynamicAnchor", "$recursiveRef", "$recursiveAnchor"];

const meta = new Ajv2020({ strict: false, validateFormats: false, logger: false });

/**
 * What is wrong with a schema that somebody gave. None means: it is JSON Schema 2020-12, needs nothing from elsewhere, and checking a value
 * against it takes a time that the sizes of both bound. Hence no references in a circle, and no patterns that take backtracking.
 */
export function schemaIssues(schema: Record<string, unknown>): Issue[] {
  if (Buffer.byteLength(JSON.stringify(schema)) > MAX_SCHEMA_BYTES)
    return [{ path: "", message: `A schema may have at most ${MAX_SCHEMA_BYTES} bytes.` }];
  if (depthOf(schema) > MAX_SCHEMA_DEPTH)
    return [{ path: "", message: `A schema may be at most ${MAX_SCHEMA_DEPTH} levels deep.` }];
  if (schema.$schema !== undefined && schema.$schema !== DIALECT && schema.$schema !== `${DIALECT}#`)
    return [{ path: "$schema", message: `Only JSON Schema 2020-12 is understood: ${DIALECT}` }];
  if (!meta.validateSchema(schema)) return metaIssues();
  const { steps, issues } = walkThrough(schema);
  if (steps > MAX_STEPS && issues.length === 0)
    return [
      {
        path: "",
        message:
          "The schema is too costly to check: its references repeat too much, or it has too many choices or patterns.",
      },
    ];
  return issues;
}

/** How many steps a value takes at most. */
export function countSteps(schema: Record<string, unknown>): number {
  return walkThrough(schema).steps;
}

function walkThrough(root: Record<string, unknown>) {
  const walk: Walk = { root, issues: [], steps: new Map(), path: [] };
  return { steps: stepsOf(root, walk), issues: walk.issues };
}

function metaIssues(): Issue[] {
  const [error] = meta.errors ?? [];
  const path = error ? pointerPath(error.instancePath) : "";
  return [{ path, message: `This is not JSON Schema 2020-12: it ${error?.message ?? "is wrong"}.` }];
}

/** `properties.id` for `/properties/id`. */
export function pointerPath(pointer: string): string {
  return segmentsOf(pointer).join(".");
}

function segmentsOf(pointer: string): string[] {
  return pointer
    .split("/")
    .slice(1)
    .map((segment) => segment.replaceAll("~1", "/").replaceAll("~0", "~"));
}

function depthOf(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}

interface Walk {
  root: Record<string, unknown>;
  issues: Issue[];
  /** Per subschema; "open" while it is being walked, so that a way back to it is seen. */
  steps: Map<object, number | "open">;
  path: string[];
}

/** How many steps a value takes at most; notes what is refused on the way. */
function stepsOf(schema: unknown, walk: Walk): number {
  if (!isRecord(schema)) return 1;
  const known = walk.steps.get(schema);
  if (known === "open") {
    refuse(walk, "$ref", "It leads back to where it stands. A schema may not contain itself.");
    return 0;
  }
  if (known !== undefined) return known;
  walk.steps.set(schema, "open");
  checkKeywords(schema, walk);
  const inside = [...childrenOf(schema), ...targetOf(schema, walk)];
  const choices = Array.isArray(schema.enum) ? schema.enum.length : 0;
  const own = 1 + choices + PATTERN_STEPS * patternsOf(schema).length;
  const steps = inside.reduce(
    (sum, [path, child]) => sum + stepsOf(child, { ...walk, path: [...walk.path, ...path] }),
    own,
  );
  walk.steps.set(schema, steps);
  return steps;
}

/** What a reference leads to. */
function targetOf({ $ref }: Record<string, unknown>, walk: Walk): Child[] {
  if (typeof $ref !== "string") return [];
  if ($ref !== "#" && !$ref.startsWith("#/")) {
    refuse(walk, "$ref", "Only references into this schema are followed, such as #/$defs/address.");
    return [];
  }
  const target = subschemaAt(walk.root, segmentsOf(decoded($ref)));
  if (target !== undefined) return [[["$ref"], target]];
  refuse(walk, "$ref", "There is no schema at this place.");
  return [];
}

function decoded(reference: string): string {
  try {
    return decodeURIComponent(reference);
  } catch {
    return reference;
  }
}

function checkKeywords(schema: Record<string, unknown>, walk: Walk): void {
  for (const keyword of [...UNSUPPORTED, ...(schema === walk.root ? [] : ["$id"])])
    if (Object.hasOwn(schema, keyword)) refuse(walk, keyword, "Not supported here. Use $defs and $ref.");
  if (Array.isArray(schema.enum) && schema.enum.length === 0)
    refuse(walk, "enum", "Give at least one choice.");
  for (const { pattern, path } of patternsOf(schema)) checkPattern(pattern, path, walk);
}

function patternsOf({ pattern, ...schema }: Record<string, unknown>): { pattern: string; path: string[] }[] {
  const names = Object.keys(ownValue(schema, "patternProperties") ?? {});
  return [
    ...(typeof pattern === "string" ? [{ pattern, path: ["pattern"] }] : []),
    ...names.map((name) => ({ pattern: name, path: ["patternProperties", name] })),
  ];
}

function checkPattern(pattern: string, path: string[], walk: Walk): void {
  try {
    linearRegExp(pattern);
  } catch (error) {
    const why = error instanceof Error ? error.message : "it can't be read";
    const message = `This pattern can't be used: ${why}. Look-around and back references are not supported.`;
    walk.issues.push({ path: [...walk.path, ...path].join("."), message });
  }
}

function refuse({ issues, path }: Walk, keyword: string, message: string): void {
  issues.push({ path: [...path, keyword].join("."), message });
}
