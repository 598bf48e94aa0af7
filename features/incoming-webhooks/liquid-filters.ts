import "server-only";
import { type Liquid, filters as STANDARD } from "liquidjs";
import { htmlToText } from "@/features/incoming-webhooks/html-to-text";
import { ExactNumber } from "@/lib/exact-number";
import { isTooDeep, MAX_JSON_DEPTH } from "@/lib/json-depth";
import { parseJson } from "@/lib/parse-json";

/** Of Liquid's own, those that cost what their input is long, and no more. */
const KEPT = new Set(
  `abs append at_least at_most capitalize ceil compact concat default divided_by downcase find first floor has join json last map minus modulo
  plus prepend push reject remove remove_first remove_last replace replace_first replace_last reverse round size slice sort sort_natural split
  strip_newlines sum times truncate truncatewords uniq upcase url_decode url_encode where`.split(/\s+/),
);

/** Beyond this a number of seconds since 1970 would be a year that no sender means: they are milliseconds. */
const MAX_SECONDS = 1e11;
const DATE_FORMAT = "%Y-%m-%d %H:%M UTC";
const MAX_FORMAT_LENGTH = 100;

/** What a filter is called with, as far as ours look at it. */
export interface Call {
  context: { memoryLimit: { use(count: number): void } };
}

const OWN = {
  strip: text((value) => value.trim()),
  lstrip: text((value) => value.trimStart()),
  rstrip: text((value) => value.trimEnd()),
  squish: text((value) => value.replace(/\s+/g, " ").trim()),
  html_to_text: text(htmlToText),
  strip_html: text(htmlToText),
  parse_json: text((value) => {
    if (isTooDeep(value)) throw new Error(`the JSON is nested deeper than ${MAX_JSON_DEPTH} levels`);
    try {
      return parseJson(value);
    } catch {
      throw new Error("the text is no JSON");
    }
  }),
  lookup,
  date,
};

/** Leaves the engine with filters that can't be made to run long, and adds ours. */
export function restrictFilters(engine: Liquid): void {
  for (const name of Object.keys(engine.filters)) if (!KEPT.has(name)) engine.unregisterFilter(name);
  for (const [name, filter] of Object.entries(OWN)) engine.registerFilter(name, filter);
}

function text(change: (value: string) => unknown) {
  return function (this: Call, value: unknown): unknown {
    return change(writtenFor(this, value));
  };
}

/** A value as text, which counts by its length towards what a template may take. */
export function writtenFor({ context }: Call, value: unknown): string {
  const written = toText(value);
  context.memoryLimit.use(written.length);
  return written;
}

/** A value as it stands in text: a list with commas, an object as JSON. */
export function toText(value: unknown): string {
  if (value === undefined || value === null) return "";
  if (Array.isArray(value)) return value.map(toText).filter(Boolean).join(", ");
  const isPlain = typeof value !== "object" || value instanceof ExactNumber;
  return isPlain ? String(value) : JSON.stringify(value);
}

/** `level | lookup: "error", "high", "critical", "urgent"`: pairs of what it may be and what is meant; an odd last one is for all others. */
function lookup(this: Call, value: unknown, ...table: unknown[]): unknown {
  const wanted = withoutCase(writtenFor(this, value));
  for (let index = 0; index + 1 < table.length; index += 2)
    if (withoutCase(writtenFor(this, table[index])) === wanted) return table[index + 1];
  return table.length % 2 === 1 ? table.at(-1) : undefined;
}

/** By way of capitals, which some letters have two of: ß is SS, whichever way it came. */
function withoutCase(written: string): string {
  return written.trim().toUpperCase().toLowerCase();
}

const standardDate = STANDARD.date;

/** In UTC. Seconds since 1970, milliseconds, or a text that names a time. */
function date(this: Call, value: unknown, format: unknown = DATE_FORMAT, zone?: unknown): unknown {
  const pattern = toText(format);
  if (pattern.length > MAX_FORMAT_LENGTH) throw new Error("the format is too long");
  if (/%[^a-zA-Z%]*\d{3}/.test(pattern)) throw new Error("the format has a width of more than two digits");
  const written = toText(value).trim();
  const number = /^-?\d+(\.\d+)?$/.test(written) ? Number(written) : null;
  const seconds = number !== null && Math.abs(number) > MAX_SECONDS ? number / 1000 : number;
  const known = seconds === null ? written : Math.floor(seconds);
  if (typeof standardDate !== "function") throw new Error("there is no filter date");
  return Reflect.apply(standardDate, this, [known, pattern, ...(zone === undefined ? [] : [zone])]);
}
