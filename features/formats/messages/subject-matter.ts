import { isRecord, readPath } from "@/lib/own-path";
import { formatDuration, SECOND_MS } from "@/lib/time";

type Data = Record<string, unknown>;
/** The first of these paths that says something, or what is made of the data. */
type Source = readonly string[] | ((data: Data) => string);

/** What is told of the events of one kind of object. */
export interface SubjectMatter {
  /** How it is named, such as `Ticket #1042`. */
  name(data: Data): string;
  /** What happened to it, by event type: goes on from the name. */
  verbs: Readonly<Record<string, string | ((data: Data) => string)>>;
  /** What is quoted at the end of the sentence. */
  quote?: Source;
  /** Whether whoever published the event is who did it, unless `actor` finds somebody in the data. */
  isOurs: boolean;
  actor?: Source;
  /** Those that are known are shown, at most three. */
  facts: Readonly<Record<string, Source>>;
}

export interface Fact {
  label: string;
  value: string;
}

const FACTS_MAX = 3;
/** Short enough that any message stays within the limits of Slack and Discord, however its characters are escaped. */
const NAME_MAX = 100;
const QUOTE_MAX = 280;
const FACT_MAX = 200;

/** The text at the first of the paths that leads to one; empty without any. */
export function read(data: Data, ...paths: string[]): string {
  for (const path of paths) {
    const text = toText(readPath(data, path));
    if (text) return text;
  }
  return "";
}

/** Joins what is known of the parts. */
export function join(separator: string, ...parts: string[]): string {
  return parts.filter(Boolean).join(separator);
}

export function readName(text: string): string {
  return shorten(text, NAME_MAX);
}

export function readQuote(data: Data, source: Source | undefined): string {
  return source ? shorten(find(data, source), QUOTE_MAX) : "";
}

export function readActor(data: Data, { actor, isOurs }: SubjectMatter, publisher: string | null): string {
  return shorten((actor && find(data, actor)) || (isOurs ? (publisher ?? "") : ""), NAME_MAX);
}

/** What changed first, as `changed` or `previous` say it. */
export function readFacts(data: Data, facts: SubjectMatter["facts"]): Fact[] {
  const changes = changesOf(data);
  const known = Object.entries(facts).map(([label, source]) => ({ label, value: find(data, source) }));
  return [...changes, ...known.filter(({ label }) => !changes.some((change) => change.label === label))]
    .map(({ label, value }) => ({ label: shorten(label, NAME_MAX), value: shorten(value, FACT_MAX) }))
    .filter(({ label, value }) => label && value)
    .slice(0, FACTS_MAX);
}

/** Seconds as people say them. */
export function duration(...paths: string[]): (data: Data) => string {
  return (data) => {
    const seconds = Number(read(data, ...paths) || Number.NaN);
    return Number.isFinite(seconds) ? formatDuration(seconds * SECOND_MS) : "";
  };
}

function changesOf({ changed }: Data): Fact[] {
  if (!isRecord(changed)) return [];
  return Object.entries(changed).map(([field, change]) => {
    const [from, to] = [toText(readPath(change, "from")), toText(readPath(change, "to"))];
    return { label: toLabel(field), value: `${from || "none"} → ${to || "none"}` };
  });
}

/** `listPrice` as `List price`. */
function toLabel(field: string): string {
  const words = field.replaceAll(/([a-z])([A-Z])/g, "$1 $2").replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1).toLowerCase();
}

function find(data: Data, source: Source): string {
  return typeof source === "function" ? source(data) : read(data, ...source);
}

function toText(value: unknown): string {
  if (Array.isArray(value)) return value.map(toText).filter(Boolean).join(", ");
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (value === null || value === undefined || isRecord(value)) return "";
  return oneLine(String(value));
}

/** Without what would break the line, or turn its order of reading round. */
function oneLine(text: string): string {
  return text.replaceAll(/[\s\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu, " ").trim();
}

function shorten(text: string, max: number): string {
  if (text.length <= max) return text;
  return `${text.slice(0, max - 1).replace(/[\ud800-\udbff]$/, "")}…`;
}
