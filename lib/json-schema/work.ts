/** About a third of a second, in which the process does nothing else. */
export const MAX_WORK = 10_000_000;

/** A text this long counts as another value. */
const CHARACTERS_PER_VALUE = 64;

/** How many values there are in a JSON value: what checking it takes grows with them. */
export function sizeOf(value: unknown): number {
  if (typeof value === "string") return 1 + value.length / CHARACTERS_PER_VALUE;
  if (typeof value !== "object" || value === null) return 1;
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + sizeOf(item), 1);
  return Object.entries(value).reduce((sum, [name, item]) => sum + sizeOf(name) + sizeOf(item), 1);
}
