import * as z from "zod";

export const openApiDocumentSchema = z
  .looseObject({ openapi: z.string(), info: z.record(z.string(), z.unknown()) })
  .meta({
    id: "OpenApiDocument",
    description: "An OpenAPI 3.1 document: this one.",
    example: { openapi: "3.1.1", info: { title: "Replify API", version: "1.0.0" } },
  });
