import { asyncApiDocumentSchema, openApiDocumentSchema } from "@/features/api-reference/schema";
import { endpoint } from "@/lib/endpoint";

export const getOpenApiEndpoint = endpoint({
  method: "GET",
  path: "/api/v1/openapi.json",
  access: "public",
  summary: "Get this description of the API",
  description:
    "OpenAPI 3.1, to generate clients from. Send the ETag as If-None-Match to get 304 while it is the same.",
  response: openApiDocumentSchema,
  produces: ["application/json"],
  status: 200,
});

export const getAsyncApiEndpoint = endpoint({
  method: "GET",
  path: "/api/v1/asyncapi.json",
  access: "signed-in",
  summary: "Get a description of all that is sent to subscriptions",
  description:
    "AsyncAPI 3.0: a channel for each event type with the schema of its payload, those that the organization added included.",
  response: asyncApiDocumentSchema,
  status: 200,
});
