import { ExactNumber, markExact } from "@/lib/exact-number";

const SURROGATE_ESCAPE = /\\ud[89a-f]/i;

/**
 * A number that is written otherwise after a round trip through a double: minus zero, more than 15 digits, an exponent, a last decimal 0,
 * or so small that it would get an exponent. A text with something alike inside a string only costs the closer look.
 */
const INEXACT =
  /(?:^|[[:,])\s*(?:-0|-?(?:\d{16}|[\d.]{17}|\d+\.\d*0(?!\d)|0\.0{6}|\d[\d.]*[eE])[\d.eE+-]*)\s*(?:[,\]}]|$)/;

/** More digits than this, or a size beyond a double's, would be more than PostgreSQL's jsonb takes. */
const EXACT_MAX_CHARACTERS = 1000;

/**
 * Parses JSON. Numbers that a double can't hold as they are written become an `ExactNumber`, where the platform can write one again.
 * Half of a surrogate pair, as a log that was cut within an emoji has, becomes U+FFFD: neither UTF-8 nor PostgreSQL's jsonb can hold it.
 * Throws SyntaxError.
 */
export function parseJson(text: string): unknown {
  const isInexact = INEXACT.test(text) && "rawJSON" in JSON;
  const parsed: unknown = isInexact ? JSON.parse(text, exact) : JSON.parse(text);
  const value = SURROGATE_ESCAPE.test(text) ? wellFormed(parsed) : parsed;
  return isInexact ? markExact(value) : value;
}

function exact(_key: string, value: unknown, { source }: { source?: string }): unknown {
  if (typeof value !== "number" || source === undefined || source === String(value)) return value;
  const isTooLong = source.length > EXACT_MAX_CHARACTERS;
  const isOutOfRange = !Number.isFinite(value) || (value === 0 && /^[-0.]*[1-9]/.test(source));
  return isTooLong || isOutOfRange ? value : new ExactNumber(source);
}

function wellFormed(value: unknown): unknown {
  if (typeof value === "string") return value.toWellFormed();
  if (Array.isArray(value)) return value.map(wellFormed);
  if (typeof value !== "object" || value === null || value instanceof ExactNumber) return value;
  // Entries are defined, not assigned, so that __proto__ stays a name like any other.
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key.toWellFormed(), wellFormed(inner)]),
  );
}
