import type { ErrorCode } from "@/lib/errors";
import {
  dereference,
  type OpenApi,
  type OpenApiContent,
  type OpenApiOperation,
} from "@/lib/openapi/document";
import { type Field, type FieldGroup, fieldGroupsOf, fieldOf } from "@/lib/openapi/fields";
import { ownValue } from "@/lib/own-path";
import type { Samples } from "./languages";
import { type Call, type Credential, samplesOf } from "./samples";

export interface ParameterView extends Field {
  in: string;
}

/** A body, or an answer's: its media type, fields and example. */
interface ContentView {
  type: string;
  groups: FieldGroup[];
  example: unknown;
}

interface ErrorView {
  status: string;
  codes: ErrorCode[];
  /** What it means for this operation in particular, if that needs saying. */
  description: string | undefined;
}

export interface OperationView {
  id: string;
  method: string;
  path: string;
  summary: string;
  description: string;
  access: string;
  scope: string | undefined;
  parameters: ParameterView[];
  body: ContentView | undefined;
  success: { status: string; description: string; content: ContentView | undefined };
  errors: ErrorView[];
  /** None for what no token may call. */
  samples: Samples | undefined;
}

export interface ResourceView {
  /** Of its section. */
  id: string;
  title: string;
  description: string;
  operations: OperationView[];
  /** What these operations answer with, each object once. */
  objects: ObjectView[];
}

export interface ObjectView {
  name: string;
  description: string | undefined;
  fields: Field[];
}

const prepared = new WeakMap<OpenApi, ResourceView[]>();

/** The operations of the document, by resource, as the screen shows them; worked out once for each document. */
export function resourcesOf(document: OpenApi): ResourceView[] {
  const known = prepared.get(document);
  if (known) return known;
  const all = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  );
  const resources = document.tags.map(({ name, description = "" }) => {
    const own = all.filter(({ operation }) => operation.tags?.[0] === name);
    const described = new Set<string>();
    return {
      id: name.toLowerCase().replaceAll(/\W+/g, "-"),
      title: name,
      description,
      operations: own.map(({ operation, ...place }) => toOperationView(document, operation, place)),
      objects: own.flatMap(({ operation }) =>
        newObjects(document, successOf(document, operation), described),
      ),
    };
  });
  prepared.set(document, resources);
  return resources;
}

function toOperationView(
  document: OpenApi,
  operation: OpenApiOperation,
  { method, path }: { method: string; path: string },
): OperationView {
  const access = operation["x-access"] ?? "public";
  const responses = Object.entries(operation.responses).map(([status, response]) => ({
    status,
    ...dereference(response, document.components.responses),
  }));
  const success = responses.find(({ status }) => isSuccess(status));
  const errors = responses.filter((response) => response !== success);
  const body = contentView(document, operation.requestBody?.content);
  const content = contentView(document, success?.content, { isFolded: true });
  const call: Call = {
    method,
    url: exampleUrl(document, operation, path),
    body: body?.example,
    isForm: body?.type === "application/x-www-form-urlencoded",
    isPublic: access === "public" || access === "app",
    ...credentialOf(operation),
    ...(errors.length > 0 && !errors.some(isProblem) && { hasOtherErrors: true }),
    ...(access === "customer" && { tokenName: "ACCESS_TOKEN" }),
    answer: answerOf(content),
  };
  return {
    id: operation.operationId,
    method,
    path,
    summary: operation.summary,
    description: withoutAccess(operation.description),
    access,
    scope: operation["x-required-scope"],
    parameters: parametersOf(document, operation),
    body,
    success: { status: success?.status ?? "200", description: success?.description ?? "", content },
    errors: errors.map((response) => ({
      status: response.status,
      codes: response["x-error-codes"] ?? [],
      description: "$ref" in (operation.responses[response.status] ?? {}) ? undefined : response.description,
    })),
    samples: access === "session" ? undefined : samplesOf(call),
  };
}

export function parametersOf({ components }: OpenApi, operation: OpenApiOperation): ParameterView[] {
  const options = { components: components.schemas };
  return (operation.parameters ?? []).map((reference) => {
    const parameter = dereference(reference, components.parameters);
    const place = { path: parameter.name, isRequired: parameter.required ?? false };
    const field = fieldOf(parameter.schema, options, place);
    return { ...field, in: parameter.in, description: parameter.description ?? field.description };
  });
}

export function contentView(
  { components }: OpenApi,
  content: OpenApiContent = {},
  { isFolded = false } = {},
): ContentView | undefined {
  const [entry] = Object.entries(content);
  if (!entry) return undefined;
  const [type, { schema = {}, example }] = entry;
  return { type, groups: fieldGroupsOf(schema, { components: components.schemas, isFolded }), example };
}

function successOf({ components }: OpenApi, { responses }: OpenApiOperation): OpenApiContent | undefined {
  const success = Object.entries(responses).find(([status]) => isSuccess(status));
  return success && dereference(success[1], components.responses).content;
}

function isSuccess(status: string): boolean {
  return status.startsWith("2");
}

/** The objects that an answer names, at any depth, and that were not described before. */
function newObjects(document: OpenApi, value: unknown, described: Set<string>): ObjectView[] {
  const { schemas } = document.components;
  const names = [...JSON.stringify(value ?? null).matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(
    ([, name = ""]) => name,
  );
  return names.flatMap((name) => {
    const schema = schemas[name];
    if (!schema?.properties || described.has(name)) return [];
    described.add(name);
    const groups = fieldGroupsOf(schema, { components: schemas, isFolded: true });
    const inside = newObjects(document, schema, described);
    return [
      { name, description: schema.description, fields: groups.flatMap(({ fields }) => fields) },
      ...inside,
    ];
  });
}

/** Every parameter that the call can't do without, filled with its example. */
function exampleUrl({ servers, components }: OpenApi, operation: OpenApiOperation, path: string): string {
  const url = new URL(path, servers[0].url);
  for (const reference of operation.parameters ?? []) {
    const { in: place, name, required, example } = dereference(reference, components.parameters);
    if (place === "path")
      url.pathname = url.pathname.replace(encodeURI(`{${name}}`), encodeURIComponent(String(example)));
    if (place === "query" && required) url.searchParams.append(name, String(example));
  }
  return url.href;
}

/** How the credential is sent that the operation names first. */
function credentialOf({ security = [] }: OpenApiOperation): { credential?: Credential } {
  const first = Object.keys(security[0] ?? {})[0] ?? "";
  const credential = ownValue(OTHER_CREDENTIALS, first);
  return credential ? { credential } : {};
}

const OTHER_CREDENTIALS: Readonly<Record<string, Credential>> = {
  apiKey: { header: "X-API-Key", scheme: "" },
  bareToken: { header: "Authorization", scheme: "" },
};

function isProblem({ content = {} }: { content?: OpenApiContent | undefined }): boolean {
  return "application/problem+json" in content;
}

function answerOf(content: ContentView | undefined): Call["answer"] {
  if (!content) return "nothing";
  return content.type === "application/json" ? "json" : "text";
}

/** The document ends each description with who may call; the screen says that in a place of its own. */
function withoutAccess(description = ""): string {
  return description.split("\n\n").slice(0, -1).join("\n\n");
}
