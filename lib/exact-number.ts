/**
 * A number of a JSON text that a double can't hold as it was written: ids beyond 2^53, `1.0`, many decimals. `JSON.stringify` writes it as
 * it came, text and arithmetic take it as one expects of a number. Only payloads that are passed on hold such; see `plainNumbers`.
 */
export class ExactNumber {
  // Private, so that whatever walks through own properties meets a leaf.
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }

  valueOf(): number {
    return Number(this.#text);
  }

  toJSON(): unknown {
    return JSON.rawJSON(this.#text);
  }
}

/** Values that were seen to hold exact numbers: looking through every other would cost as much as parsing it. */
const holders = new WeakSet<object>();

/** Has `plainNumbers` look into the value, which is returned. */
export function markExact<Value>(value: Value): Value {
  if (typeof value === "object" && value !== null) holders.add(value);
  return value;
}

/** The value with ordinary numbers alone, for schemas to judge; the very same value where it is not known to hold others. */
export function plainNumbers(value: unknown): unknown {
  const isHolder = typeof value === "object" && value !== null && holders.has(value);
  return isHolder || value instanceof ExactNumber ? toPlain(value) : value;
}

function toPlain(value: unknown): unknown {
  if (value instanceof ExactNumber) return value.valueOf();
  if (Array.isArray(value)) return value.map(toPlain);
  if (typeof value !== "object" || value === null) return value;
  // Entries are defined, not assigned, so that __proto__ stays a name like any other.
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, toPlain(inner)]));
}
