import type { FieldValues, Resolver } from "react-hook-form";
import type * as z from "zod";

/**
 * As `zodResolver`, by a schema that is fetched, and Zod with it, with the first check. Where it can't be fetched, the values pass as they are: the API
 * checks them again.
 */
export function schemaResolver<Values extends FieldValues>(
  load: () => Promise<z.core.$ZodType<Values, Values>>,
): Resolver<Values, unknown, Values> {
  return async (values, context, options) => {
    const loaded = await Promise.all([import("@hookform/resolvers/zod"), load()]).catch(() => null);
    if (loaded === null) return { values, errors: {} };
    const [{ zodResolver }, schema] = loaded;
    return zodResolver(schema)(values, context, options);
  };
}
