import type { ZodOpenApiOverride } from "zod-openapi";

/** Takes out what says nothing to a reader, and what would forbid us to add fields to our answers. */
export const tidySchema: ZodOpenApiOverride = ({ jsonSchema, zodSchema, io }) => {
  const { def } = zodSchema._zod;
  // Only a strict object, which refuses unknown members in requests, says so in the document.
  if (io === "output" && def.type === "object" && !def.catchall) delete jsonSchema.additionalProperties;
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
  // Zod repeats a format as a long regular expression.
  if (jsonSchema.format) delete jsonSchema.pattern;
  if (jsonSchema.example !== undefined) {
    jsonSchema.examples ??= [jsonSchema.example];
    delete jsonSchema.example;
  }
};
