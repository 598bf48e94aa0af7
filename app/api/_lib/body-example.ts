import * as z from "zod";

/** For tests: the example that a body's schema carries; of a union's branches the first that has one. */
export function bodyExample(schema: z.ZodType | undefined): unknown {
  const own = schema?.meta()?.example;
  if (own !== undefined || !(schema instanceof z.ZodUnion)) return own;
  return schema.options
    .map((option) => (option instanceof z.ZodType ? bodyExample(option) : undefined))
    .find(Boolean);
}
