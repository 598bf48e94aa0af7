import { parseJson } from "@/lib/parse-json";

/** The object that a text in JSON stands for. Else why there is none: the parser's words, or null for JSON of another kind. */
export function parseJsonObject(
  text: string,
): { value: Record<string, unknown> } | { value: null; syntaxError: string | null } {
  try {
    const value = parseJson(text);
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    return isObject ? { value: { ...value } } : { value: null, syntaxError: null };
  } catch (error) {
    return { value: null, syntaxError: error instanceof Error ? error.message : "unreadable" };
  }
}
