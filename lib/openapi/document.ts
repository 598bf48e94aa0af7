import * as z from "zod";
import type { JsonSchema } from "./json-schema";
import { ERROR_CODES } from "./problems";

export const jsonSchemaSchema = z.custom<JsonSchema>((value) => typeof value === "object" && value !== null);

const referenceSchema = z.object({ $ref: z.string() });

const mediaTypeSchema = z.looseObject({
  schema: jsonSchemaSchema.optional(),
  example: z.unknown().optional(),
});
const contentSchema = z.record(z.string(), mediaTypeSchema);

const parameterSchema = z.looseObject({
  name: z.string(),
  in: z.enum(["path", "query", "header", "cookie"]),
  required: z.boolean().optional(),
  description: z.string().optional(),
  schema: jsonSchemaSchema,
  example: z.unknown().optional(),
});

const headerSchema = z.looseObject({ description: z.string().optional(), schema: jsonSchemaSchema });

const responseSchema = z.looseObject({
  description: z.string(),
  headers: z.record(z.string(), z.union([referenceSchema, headerSchema])).optional(),
  content: contentSchema.optional(),
  "x-error-codes": z.array(z.enum(ERROR_CODES)).optional(),
});

const operationSchema = z.looseObject({
  operationId: z.string(),
  tags: z.array(z.string()).optional(),
  summary: z.string(),
  description: z.string().optional(),
  security: z.array(z.record(z.string(), z.array(z.string()))).optional(),
  parameters: z.array(z.union([referenceSchema, parameterSchema])).optional(),
  requestBody: z.looseObject({ required: z.boolean().optional(), content: contentSchema }).optional(),
  responses: z.record(z.string(), z.union([referenceSchema, responseSchema])),
  "x-access": z.enum(["scope", "signed-in", "session", "public", "customer", "app"]).optional(),
  "x-required-scope": z.string().optional(),
});

const pathsSchema = z.record(z.string(), z.record(z.string(), operationSchema));

/** The shape of our own openapi.json, so that whoever reads it does so with types. */
export const openApiSchema = z.looseObject({
  openapi: z.string(),
  info: z.looseObject({ title: z.string(), version: z.string(), description: z.string() }),
  servers: z.tuple([z.looseObject({ url: z.string() })]),
  tags: z.array(z.looseObject({ name: z.string(), description: z.string().optional() })),
  paths: pathsSchema,
  webhooks: pathsSchema,
  components: z.looseObject({
    schemas: z.record(z.string(), jsonSchemaSchema),
    responses: z.record(z.string(), responseSchema),
    parameters: z.record(z.string(), parameterSchema),
    headers: z.record(z.string(), headerSchema),
  }),
});

export type OpenApi = z.output<typeof openApiSchema>;
export type OpenApiOperation = z.output<typeof operationSchema>;
export type OpenApiContent = z.output<typeof contentSchema>;

/** The value itself, or the shared component that it refers to. */
export function dereference<Component extends object>(
  value: Component | z.output<typeof referenceSchema>,
  components: Record<string, Component>,
): Component {
  if (!isReference(value)) return value;
  const component = components[value.$ref.split("/").at(-1) ?? ""];
  if (!component) throw new Error(`openapi.json has no ${value.$ref}.`);
  return component;
}

function isReference(value: object): value is z.output<typeof referenceSchema> {
  return "$ref" in value;
}
