import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { dereference, type OpenApi, type OpenApiOperation, openApiSchema } from "@/lib/openapi/document";
import type { JsonSchema } from "@/lib/openapi/json-schema";

interface Exchange {
  method: string;
  /** With or without a query. */
  path: string;
  status: number;
  contentType: string | null;
  /** Parsed JSON. */
  body: unknown;
}

/** What openapi.json says about an answer, and what is wrong with it in that light; empty when all is as documented. */
export type Check = (exchange: Exchange) => string[];

const JSON_TYPES = ["application/json", "application/problem+json"];
const PROBLEM = "#/components/schemas/Problem";
const REST_HOOK_ERRORS = "#/components/schemas/RestHookErrors";

const checks = new Map<string, Promise<Check>>();

/** The check against the document that the server at `url` gives out, fetched once. */
export function conformanceOf(url: string): Promise<Check> {
  const known = checks.get(url);
  if (known) return known;
  const check = fetch(new URL("/api/v1/openapi.json", url))
    .then((response) => response.json())
    .then((served) => createCheck(openApiSchema.parse(served)));
  checks.set(url, check);
  // The next request may find the server up.
  check.catch(() => checks.delete(url));
  return check;
}

export function createCheck(document: OpenApi): Check {
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateSchema: false });
  addFormats.default(ajv);
  ajv.addSchema({ ...closed(document), $id: "openapi" });
  const compiled = new Map<string, ValidateFunction>();
  const validate = (pointer: string, body: unknown) => {
    const validator = compiled.get(pointer) ?? ajv.compile({ $ref: `openapi${pointer}` });
    compiled.set(pointer, validator);
    validator(body);
    return (validator.errors ?? []).map(
      ({ instancePath, message, params }) => `${instancePath || "/"} ${message} ${JSON.stringify(params)}`,
    );
  };

  // REST Hooks tell every error as a list.
  const validateRefusal = (template: string, body: unknown) =>
    validate(template.startsWith("/api/webhooks") ? REST_HOOK_ERRORS : PROBLEM, body);

  return ({ method, path, status, contentType, body }) => {
    const type = contentType?.split(";")[0] ?? "";
    const found = findOperation(document, method, path);
    if (!found || method === "HEAD" || !JSON_TYPES.includes(type)) return [];
    const { operation, pointer, template } = found;
    if (!operation)
      return status === 405
        ? validateRefusal(template, body)
        : [`${template} is not documented for ${method}, yet it answered ${status}`];
    const response = operation.responses[status];
    if (!response) return [`${operation.operationId} does not document ${status}`];
    if (!dereference(response, document.components.responses).content?.[type])
      return [`${operation.operationId} does not document ${type} for ${status}`];
    const at = "$ref" in response ? response.$ref : `${pointer}/responses/${status}`;
    return [
      ...validate(`${at}/content/${escapePointer(type)}/schema`, body),
      ...undocumentedCode(dereference(response, document.components.responses)["x-error-codes"], body),
    ].map((problem) => `${operation.operationId} ${status}: ${problem}`);
  };
}

function undocumentedCode(codes: string[] | undefined, body: unknown): string[] {
  const code: unknown = Object(body).code;
  return !codes || codes.some((documented) => documented === code) ? [] : [`code ${code} is not documented`];
}

interface Found {
  /** Absent when the path is documented without this method. */
  operation: OpenApiOperation | undefined;
  pointer: string;
  template: string;
}

/** Of several templates that fit, the one with the fewest parameters: `/subscriptions/stats` is no `/subscriptions/{id}`. */
function findOperation({ paths }: OpenApi, method: string, path: string): Found | undefined {
  const segments = new URL(path, "http://api").pathname.split("/");
  const [template] = Object.keys(paths)
    .filter((candidate) => fits(candidate.split("/"), segments))
    .toSorted((a, b) => a.split("{").length - b.split("{").length);
  if (template === undefined) return undefined;
  const key = method.toLowerCase();
  return {
    operation: paths[template]?.[key],
    pointer: `#/paths/${escapePointer(template)}/${key}`,
    template,
  };
}

function fits(template: string[], segments: string[]): boolean {
  return (
    template.length === segments.length &&
    template.every((part, index) =>
      part.startsWith("{") ? segments[index] !== "" : part === segments[index],
    )
  );
}

/** The document with every described object of an answer closed, so that a member it does not mention is found. */
function closed(document: OpenApi): OpenApi {
  const { Problem, ReplyProblem, OpenApiDocument, ...schemas } = document.components.schemas;
  const kept = {
    ...(Problem && { Problem }),
    ...(ReplyProblem && { ReplyProblem }),
    ...(OpenApiDocument && { OpenApiDocument }),
  };
  const copy = structuredClone({ ...document, components: { ...document.components, schemas } });
  close(copy);
  return { ...copy, components: { ...copy.components, schemas: { ...copy.components.schemas, ...kept } } };
}

function close(node: unknown): void {
  if (typeof node !== "object" || node === null) return;
  const schema: JsonSchema = node;
  if (schema.type === "object" && schema.properties) schema.additionalProperties ??= false;
  for (const child of Object.values(node)) close(child);
}

function escapePointer(segment: string): string {
  return encodeURIComponent(segment.replaceAll("~", "~0").replaceAll("/", "~1"));
}
