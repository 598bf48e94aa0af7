import type { ErrorCode } from "@/lib/errors";
import {
  dereference,
  type OpenApi,
  type OpenApiContent,
  type OpenApiOperation,
} from "@/lib/openapi/document";
import { type Field, type FieldGroup, fieldGroupsOf, fieldOf } from "./fields";
import type { Samples } from "./languages";
import { type Call, samplesOf } from "./samples";

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
  description: string;
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
}

const prepared = new WeakMap<OpenApi, ResourceView[]>();

/** The operations of the document, by resource, as the screen shows them; worked out once for each document. */
export function resourcesOf(document: OpenApi): ResourceView[] {
  const known = prepared.get(document);
  if (known) return known;
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      tag: operation.tags?.[0],
      view: toOperationView(document, operation, { path, method: method.toUpperCase() }),
    })),
  );
  const resources = document.tags.map(({ name, description = "" }) => ({
    id: name.toLowerCase().replaceAll(/\W+/g, "-"),
    title: name,
    description,
    operations: operations.filter(({ tag }) => tag === name).map(({ view }) => view),
  }));
  prepared.set(document, resources);
  return resources;
}

function toOperationView(
  document: OpenApi,
  operation: OpenApiOperation,
  { method, path }: { method: string; path: string },
): OperationView {
  const { components } = document;
  const access = operation["x-access"] ?? "public";
  const responses = Object.entries(operation.responses).map(([status, response]) => ({
    status,
    ...dereference(response, components.responses),
  }));
  const success = responses.find(({ status }) => status.startsWith("2"));
  const body = contentView(document, operation.requestBody?.content);
  const content = contentView(document, success?.content);
  const call: Call = {
    method,
    url: exampleUrl(document, operation, path),
    body: body?.example,
    isPublic: access === "public",
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
    errors: responses
      .filter((response) => response !== success)
      .map((response) => ({
        status: response.status,
        codes: response["x-error-codes"] ?? [],
        description: response.description,
      })),
    samples: access === "session" ? undefined : samplesOf(call),
  };
}

export function parametersOf({ components }: OpenApi, operation: OpenApiOperation): ParameterView[] {
  return (operation.parameters ?? []).map((reference) => {
    const parameter = dereference(reference, components.parameters);
    const place = { path: parameter.name, isRequired: parameter.required ?? false };
    const field = fieldOf(parameter.schema, components.schemas, place);
    return { ...field, in: parameter.in, description: parameter.description ?? field.description };
  });
}

export function contentView({ components }: OpenApi, content: OpenApiContent = {}): ContentView | undefined {
  const [entry] = Object.entries(content);
  if (!entry) return undefined;
  const [type, { schema = {}, example }] = entry;
  return { type, groups: fieldGroupsOf(schema, components.schemas), example };
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

function answerOf(content: ContentView | undefined): Call["answer"] {
  if (!content) return "nothing";
  return content.type === "application/json" ? "json" : "text";
}

/** The document ends each description with who may call; the screen says that in a place of its own. */
function withoutAccess(description = ""): string {
  return description.split("\n\n").slice(0, -1).join("\n\n");
}
