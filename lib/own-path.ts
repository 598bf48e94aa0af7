/** The ways from a value to the prototype that all others share. */
const UNSAFE_NAMES = new Set(["__proto__", "constructor", "prototype"]);

export function isUnsafeName(name: string): boolean {
  return UNSAFE_NAMES.has(name);
}

/** What the value itself has under a name from outside; nothing that it inherits. */
export function ownValue<Value>(holder: Readonly<Record<string, Value>>, name: string): Value | undefined;
export function ownValue(holder: unknown, name: string): unknown;
export function ownValue(holder: unknown, name: string): unknown {
  if (typeof holder !== "object" || holder === null || !Object.hasOwn(holder, name)) return undefined;
  return Reflect.get(holder, name);
}

/** The value at `issue.labels.0.name`; undefined where the way there ends. */
export function readPath(value: unknown, path: string): unknown {
  return path.split(".").reduce<unknown>((holder, name) => ownValue(holder, name), value);
}

/** Puts a value at `customer.email`, making what is missing on the way. Throws for a name that leads to a prototype. */
export function writePath(target: Record<string, unknown>, path: string, value: unknown): void {
  const names = path.split(".");
  if (names.some(isUnsafeName)) throw new Error("A path may not lead to a prototype.");
  const last = names.pop() ?? "";
  let holder = target;
  for (const name of names) {
    const present = ownValue(holder, name);
    const next = isRecord(present) ? present : withoutPrototype({});
    holder[name] = next;
    holder = next;
  }
  holder[last] = value;
}

/** A copy that inherits nothing: no name is in it that was not put there. */
export function withoutPrototype<Value extends object>(value: Value): Value {
  return Object.assign(Object.create(null), value);
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
