import "server-only";
import { Liquid, type Template } from "liquidjs";
import { MAX_SOURCE_LENGTH } from "@/features/incoming-webhooks/limits";
import { type Call, restrictFilters, toText, writtenFor } from "@/features/incoming-webhooks/liquid-filters";
import { CountedFor } from "@/features/incoming-webhooks/liquid-loop";
import { besideOf, type Received } from "@/features/incoming-webhooks/received";
import { isRecord } from "@/lib/own-path";

/** Of one value. Text that a filter goes through counts by its length. */
const MEMORY_LIMIT = 2e7;
const MAX_CACHED = 1000;

/** No files, nothing that names another template, and nothing that writes to the payload. */
const TAGS = new Set("assign break capture case comment continue cycle echo for if raw unless #".split(" "));

/** How many outputs of a run had a value, and how many had none. */
export interface Tally {
  filled: number;
  empty: number;
}

const TALLY = "replify tally";

const LIMITS = {
  ownPropertyOnly: true,
  strictFilters: true,
  timezoneOffset: 0,
  templates: {},
  parseLimit: MAX_SOURCE_LENGTH,
  memoryLimit: MEMORY_LIMIT,
};

/** For a value that is one output and nothing else: a list stays a list. */
const typed = engine({ keepOutputType: true });
/** For text with outputs in it. */
const written = engine({ outputEscape: writeOutput });

function engine(options: ConstructorParameters<typeof Liquid>[0]): Liquid {
  const made = new Liquid({ ...LIMITS, ...options });
  restrictFilters(made);
  for (const name of Object.keys(made.tags)) if (!TAGS.has(name)) Reflect.deleteProperty(made.tags, name);
  made.registerTag("for", CountedFor);
  return made;
}

function writeOutput(this: Call & { context: { globals: object } }, value: unknown): string {
  const text = writtenFor(this, value);
  const tally: unknown = Reflect.get(this.context.globals, TALLY);
  if (isTally(tally)) tally[text === "" ? "empty" : "filled"]++;
  return text;
}

function isTally(value: unknown): value is Tally {
  return isRecord(value) && "filled" in value && "empty" in value;
}

interface Compiled {
  isTyped: boolean;
  templates: Template[];
}

/** By their text, the latest used last. */
const cache = new Map<string, Compiled>();

/** Throws for what is no Liquid. */
function compile(source: string): Compiled {
  const known = cache.get(source);
  if (known) cache.delete(source);
  const compiled = known ?? parse(source);
  cache.set(source, compiled);
  const [oldest] = cache.keys();
  if (cache.size > MAX_CACHED && oldest !== undefined) cache.delete(oldest);
  return compiled;
}

function parse(source: string): Compiled {
  const text = source.trim();
  const isOutput = text.startsWith("{{") && text.endsWith("}}");
  const templates = isOutput ? typed.parse(text) : [];
  if (templates.length === 1) return { isTyped: true, templates };
  return { isTyped: false, templates: written.parse(source) };
}

/** Runs a template for at most so long. Throws where it fails, or takes too much. */
export function run(source: string, received: Received, limitMs: number): { value: unknown; tally: Tally } {
  const { isTyped, templates } = compile(source);
  const tally: Tally = { filled: 0, empty: 0 };
  const scope = isRecord(received.payload) ? received.payload : {};
  const options = { renderLimit: limitMs, globals: { ...besideOf(received), [TALLY]: tally } };
  const value: unknown = (isTyped ? typed : written).renderSync(templates, scope, options);
  if (isTyped) tally[toText(value) === "" ? "empty" : "filled"]++;
  return { value, tally };
}

/** The places of the payload that a template reads, each as its names. */
export function pathsOf(source: string): string[][] {
  const { templates } = compile(source);
  return typed
    .globalVariableSegmentsSync(templates)
    .map((segments) =>
      segments.filter((part) => typeof part === "string" || typeof part === "number").map(String),
    );
}

/** Why a template can't be used, in words; null where it can. */
export function templateProblem(source: string): string | null {
  try {
    compile(source);
    return null;
  } catch (error) {
    return liquidMessage(error);
  }
}

export function liquidMessage(error: unknown): string {
  const message = error instanceof Error ? error.message.split("\n", 1)[0] : "";
  const plain = message
    ?.replace(/, line:\d+, col:\d+.*$/, "")
    .replace(/^(undefined filter): (.*)$/, "there is no filter $2");
  return `The template fails: ${plain || "it is not Liquid"}.`;
}
