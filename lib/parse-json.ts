const SURROGATE_ESCAPE = /\\ud[89a-f]/i;

/**
 * Parses JSON, and puts U+FFFD where it has half of a surrogate pair, as a log that was cut within an emoji does: neither UTF-8 nor
 * PostgreSQL's jsonb can hold that. Throws SyntaxError.
 */
export function parseJson(text: string): unknown {
  const value: unknown = JSON.parse(text);
  return SURROGATE_ESCAPE.test(text) ? wellFormed(value) : value;
}

function wellFormed(value: unknown): unknown {
  if (typeof value === "string") return value.toWellFormed();
  if (Array.isArray(value)) return value.map(wellFormed);
  if (typeof value !== "object" || value === null) return value;
  // Entries are defined, not assigned, so that __proto__ stays a name like any other.
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key.toWellFormed(), wellFormed(inner)]),
  );
}
