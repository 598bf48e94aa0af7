import * as z from "zod";
import { markExact, plainNumbers } from "@/lib/exact-number";
import { ownValue } from "@/lib/own-path";

/**
 * Puts exact numbers back into what a schema made of the same value with plain ones: there alone where the schema lets any JSON pass, since
 * everywhere else the code counts on ordinary numbers.
 */
export function keepExact(schema: z.core.$ZodType, parsed: unknown, exact: unknown): unknown {
  // Every schema of the public builders is one of these.
  const { def } = (schema as z.core.$ZodTypes)._zod;
  if (parsed === undefined || parsed === null || exact === undefined) return parsed;
  switch (def.type) {
    case "unknown":
    case "any":
      return markExact(exact);
    case "optional":
    case "nullable":
    case "default":
    case "prefault":
    case "nonoptional":
    case "readonly":
      return keepExact(def.innerType, parsed, exact);
    case "array":
      return Array.isArray(parsed)
        ? parsed.map((item, index) => keepExact(def.element, item, ownValue(exact, String(index))))
        : parsed;
    case "record":
      return keepEach(parsed, exact, () => def.valueType);
    case "object":
      return keepEach(parsed, exact, (key) => ownValue(def.shape, key) ?? def.catchall);
    case "union": {
      const plain = plainNumbers(markExact(exact));
      const taken = def.options.find((option) => z.safeParse(option, plain).success);
      return taken ? keepExact(taken, parsed, exact) : parsed;
    }
    default:
      return parsed;
  }
}

function keepEach(
  parsed: unknown,
  exact: unknown,
  schemaOf: (key: string) => z.core.$ZodType | undefined,
): unknown {
  if (typeof parsed !== "object" || parsed === null) return parsed;
  const entries = Object.entries(parsed).map(([key, value]) => {
    const schema = schemaOf(key);
    return [key, schema ? keepExact(schema, value, ownValue(exact, key)) : value];
  });
  return markExact(Object.fromEntries(entries));
}
