import { ExactNumber } from "@/lib/exact-number";

export interface PayloadPath {
  /** As a mapping writes it: `issue.labels.0.name`. */
  path: string;
  /** The beginning of the value there. */
  preview: string;
}

const MAX_PATHS = 60;
const MAX_DEPTH = 8;
const PREVIEW_LENGTH = 40;

/** The places of a payload that hold a value, in their order; bounded, because a sample can be of any size. */
export function payloadPaths(payload: unknown): PayloadPath[] {
  const found: PayloadPath[] = [];
  visit(payload, [], found);
  return found;
}

function visit(value: unknown, path: string[], found: PayloadPath[]): void {
  if (found.length >= MAX_PATHS || path.length > MAX_DEPTH) return;
  if (typeof value === "object" && value !== null && !(value instanceof ExactNumber)) {
    for (const [key, inner] of Object.entries(value)) {
      // A name with a dot in it can't be written as a path.
      if (!key.includes(".")) visit(inner, [...path, key], found);
    }
    return;
  }
  if (path.length > 0) found.push({ path: path.join("."), preview: String(value).slice(0, PREVIEW_LENGTH) });
}
