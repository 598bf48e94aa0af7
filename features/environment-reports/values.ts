import { ExactNumber } from "@/lib/exact-number";
import { isRecord } from "@/lib/own-path";
import { toStorable } from "@/lib/storable";

const BRIEF_MAX = 300;
/** How senders say that they don't know. */
const UNKNOWN = /^\(?(undefined|unknown|not available|n\/a)?\)?$/i;
const YES = /^(true|1|yes|on|enabled)$/i;
const NO = /^(false|0|no|off|disabled)$/i;

/** Any JSON as text for people; a list of named values has a line for each. Postgres takes neither NUL nor half of a surrogate pair. */
export function toText(value: unknown): string {
  if (typeof value === "string") return toStorable(value);
  if (value === null || value === undefined) return "";
  if (Array.isArray(value) && value.every(isScalar)) return value.map(toText).join(", ");
  if (isObject(value)) {
    return Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .map(([name, inner]) => `${toText(name)}: ${isScalar(inner) ? toText(inner) : toJson(inner)}`)
      .join("\n");
  }
  return Array.isArray(value) ? toJson(value) : String(value);
}

/** Numbers with all their digits are objects, too. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return isRecord(value) && !(value instanceof ExactNumber);
}

function isScalar(value: unknown): boolean {
  return typeof value !== "object" || value === null || value instanceof ExactNumber;
}

function toJson(value: unknown): string {
  return toText(JSON.stringify(value));
}

/** A text as the summary takes it: one that is longer is no version and no name. */
export function brief(value: unknown): string {
  return toText(value).trim().slice(0, BRIEF_MAX).toWellFormed();
}

/** The same, unless it says nothing. */
export function known(value: unknown): string | undefined {
  const text = brief(value);
  return UNKNOWN.test(text) ? undefined : text;
}

/** Yes or no in English, or as a program says it; a translation is not guessed at. */
export function yesOrNo(value: unknown): boolean | undefined {
  const text = toText(value).trim();
  if (YES.test(text)) return true;
  return NO.test(text) ? false : undefined;
}

const MIB = 1024 * 1024;
const UNITS: Record<string, number> = { "": 1, k: 1024, m: MIB, g: 1024 * MIB };

/** PHP's way to write a size (`256M`) or plain bytes; undefined for what is neither, and for no limit (`-1`). */
export function toBytes(value: unknown): number | undefined {
  const [, digits, unit = ""] = /^(\d{1,15})\s{0,9}([kmg]?)b?$/i.exec(toText(value).trim()) ?? [];
  return digits === undefined ? undefined : Number(digits) * (UNITS[unit.toLowerCase()] ?? 1);
}

/** As PHP's settings have it, alike for `268435456` and `256M`. */
export function toPhpSize(bytes: number): string {
  if (bytes % MIB === 0) return `${bytes / MIB}M`;
  return bytes % 1024 === 0 ? `${bytes / 1024}K` : String(bytes);
}

/** The fields that have a value: what is unknown must not hide what another form knows. */
export function present<Fields extends object>(fields: Fields): Fields {
  const copy = { ...fields };
  for (const [name, value] of Object.entries(copy))
    if (value === undefined) Reflect.deleteProperty(copy, name);
  return copy;
}

/** The items with their place as a key: of what comes from outside, two may be the same. */
export function numbered<Item extends object>(items: Item[]): (Item & { place: number })[] {
  return items.map((item, place) => ({ ...item, place }));
}
