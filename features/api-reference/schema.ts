import * as z from "zod";

export const openApiDocumentSchema = z
  .looseObject({ openapi: z.string(), info: z.record(z.string(), z.unknown()) })
  .meta({
    id: "OpenApiDocument",
    description: "An OpenAPI 3.1 document: this one.",
    example: { openapi: "3.1.1", info: { title: "Replify API", version: "1.0.0" } },
  });

export const asyncApiDocumentSchema = z
  .looseObject({ asyncapi: z.string(), info: z.record(z.string(), z.unknown()) })
  .meta({
    id: "AsyncApiDocument",
    description: "An AsyncAPI 3.0 document.",
    example: { asyncapi: "3.0.0", info: { title: "Replify events", version: "1.0.0" } },
  });
