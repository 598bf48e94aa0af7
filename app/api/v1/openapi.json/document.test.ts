import { readdir } from "node:fs/promises";
import { gunzipSync } from "node:zlib";
import { Validator } from "@seriousme/openapi-schema-validator";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { expect, test } from "vitest";
import { OPERATIONS } from "@/app/api/_lib/endpoints";
import { EVENT_TYPES } from "@/features/event-catalog/names";
import { statusIn } from "@/lib/dialect";
import { customerScopeOf, isSessionOnly } from "@/lib/endpoint";
import { dereference, type OpenApiContent, type OpenApiOperation } from "@/lib/openapi/document";
import { errorLookOf } from "@/lib/openapi/error-looks";
import { errorsOf } from "@/lib/openapi/problems";
import { isScope } from "@/lib/scopes";
import { openApi } from "./document";

const { document, text, gzipped, etag } = openApi();

const ajv = new Ajv2020({ strict: false, allErrors: true, validateSchema: false });
addFormats.default(ajv);
ajv.addSchema({ ...document, $id: "openapi" });

interface Described {
  id: string;
  /** A JSON pointer. */
  pointer: string;
  operation: OpenApiOperation;
}

const described: Described[] = ["paths", "webhooks"].flatMap((part) =>
  Object.entries(part === "paths" ? document.paths : document.webhooks).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      id: operation.operationId,
      pointer: `#/${[part, path, method].map(escapePointer).join("/")}`,
      operation,
    })),
  ),
);

test("an independent validator finds nothing to object to", async () => {
  const result = await new Validator().validate(JSON.parse(text));
  expect(result).toEqual({ valid: true });
});

test("the validator would object", async () => {
  const broken = { ...JSON.parse(text), paths: { "/x": { get: { responses: { 200: {} } } } } };
  expect(await new Validator().validate(broken)).toMatchObject({ valid: false });
});

test("it is built once", () => {
  expect(openApi().document).toBe(document);
  expect(gunzipSync(gzipped).toString()).toBe(text);
  expect(etag).toMatch(/^W\/"[\w-]{43}"$/);
});

test.each(OPERATIONS)("$id says who may call it and how it can fail", ({ id, endpoint }) => {
  const operation = described.find((one) => one.id === id)?.operation;
  const customerScope = customerScopeOf(endpoint.access);
  const scope = isScope(endpoint.access) ? endpoint.access : customerScope;
  const scopeKind = customerScope ? "customer" : "scope";
  const kind = scope ? scopeKind : endpoint.access;
  expect(operation).toMatchObject({
    summary: expect.stringMatching(/^[A-Z]/),
    description: expect.any(String),
    tags: [expect.stringMatching(/^[A-Z]/)],
    "x-access": isSessionOnly(endpoint.access) ? "session" : kind,
    security: expect.any(Array),
  });
  expect(operation?.["x-required-scope"]).toBe(scope);
  if (scope) expect(operation?.description).toContain(scope);

  const statuses = new Set([
    endpoint.status,
    ...errorsOf(endpoint).map((code) => statusIn(endpoint.dialect, code)),
  ]);
  expect(Object.keys(operation?.responses ?? {})).toEqual([...statuses].map(String));
  for (const [status, response] of Object.entries(operation?.responses ?? {})) {
    const { headers = {}, content = {} } = dereference(response, document.components.responses);
    expect(headers, status).toHaveProperty("X-Request-Id");
    const { mediaType } = errorLookOf(endpoint.dialect);
    if (Number(status) >= 400) expect(Object.keys(content), status).toEqual([mediaType]);
  }
});

test("every built-in event type has a webhook with the schema of its data", () => {
  for (const type of EVENT_TYPES) {
    const operation = document.webhooks[type]?.post;
    const { schema, example } = operation?.requestBody?.content["application/json"] ?? {};
    expect(schema?.properties?.event, type).toMatchObject({ const: type });
    expect(Object.keys(schema?.properties?.data?.properties ?? {}).length, type).toBeGreaterThan(1);
    expect(example, type).toMatchObject({ event: type });
    expect(operation?.parameters).toContainEqual({ $ref: "#/components/parameters/webhook-signature" });
  }
});

test("every endpoint of OAuth is described beside the API", async () => {
  const entries = await readdir(new URL("../../oauth/", import.meta.url), { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory());
  expect(Object.keys(document.paths)).toEqual(
    expect.arrayContaining(folders.map(({ name }) => `/api/oauth/${name}`)),
  );
});

test("what every operation must declare at least", () => {
  for (const { endpoint } of OPERATIONS) {
    const codes = errorsOf(endpoint);
    expect(codes).toEqual(expect.arrayContaining(["rate_limited", "unavailable"]));
    if (endpoint.access !== "public")
      expect(codes).toEqual(expect.arrayContaining(["malformed", "unauthorized", "forbidden"]));
    if (endpoint.params) expect(codes).toContain("not_found");
    if (endpoint.query) expect(codes).toContain("invalid");
    if (endpoint.body)
      expect(codes).toEqual(
        expect.arrayContaining(["malformed", "payload_too_large", "unsupported_media_type", "invalid"]),
      );
  }
});

test.each(described)("the bodies of $id have examples that fit their schemas", ({ pointer, operation }) => {
  const { requestBody, responses } = operation;
  if (requestBody) expectExamples(`${pointer}/requestBody`, requestBody.content);
  for (const [status, response] of Object.entries(responses))
    if ("content" in response) expectExamples(`${pointer}/responses/${status}`, response.content);
});

test("shared answers and parameters have fitting examples", () => {
  for (const [name, { content }] of Object.entries(document.components.responses))
    expectExamples(`#/components/responses/${name}`, content);
  for (const [name, { example }] of Object.entries(document.components.parameters))
    expectValid(`#/components/parameters/${name}/schema`, example);
});

test("what each component shows as an example fits it", () => {
  for (const [name, { examples = [] }] of Object.entries(document.components.schemas))
    for (const example of examples) expectValid(`#/components/schemas/${name}`, example);
});

test.each(OPERATIONS.filter(({ endpoint }) => endpoint.body))(
  "the example of $id would be accepted",
  ({ id, endpoint }) => {
    const { requestBody } = described.find((one) => one.id === id)?.operation ?? {};
    const example = requestBody?.content["application/json"]?.example;
    expect(endpoint.body?.safeParse(example)).toMatchObject({ success: true });
  },
);

test("components have names, and no answer forbids new members", () => {
  expect(Object.keys(document.components.schemas)).toEqual(
    expect.arrayContaining(["Problem", "Subscription", "CreateSubscription", "Delivery", "DeliveryEnvelope"]),
  );
  expect(Object.keys(document.components.schemas).filter((name) => !/^[A-Z][A-Za-z]+$/.test(name))).toEqual(
    [],
  );
  expect(document.components.schemas.Subscription).not.toHaveProperty("additionalProperties");
  expect(document.components.schemas.CreateSubscription).toHaveProperty("additionalProperties", false);
});

test("a POST takes an Idempotency-Key, and a list is paged", () => {
  const create = document.paths["/api/v1/subscriptions"]?.post;
  expect(create?.parameters).toContainEqual({ $ref: "#/components/parameters/Idempotency-Key" });
  const names = document.paths["/api/v1/subscriptions"]?.get?.parameters?.map((parameter) =>
    "name" in parameter ? parameter.name : parameter.$ref,
  );
  expect(names).toEqual(expect.arrayContaining(["limit", "cursor"]));
});

function expectExamples(pointer: string, content: OpenApiContent = {}): void {
  for (const [type, { example }] of Object.entries(content)) {
    expect(example, `${pointer} ${type} has no example`).toBeDefined();
    expectValid(`${pointer}/content/${escapePointer(type)}/schema`, example);
  }
}

function expectValid(pointer: string, value: unknown): void {
  const validate = ajv.compile({ $ref: `openapi${pointer}` });
  validate(value);
  expect(validate.errors ?? [], `${pointer}: ${JSON.stringify(value)}`).toEqual([]);
}

function escapePointer(segment: string): string {
  return encodeURIComponent(segment.replaceAll("~", "~0").replaceAll("/", "~1"));
}
