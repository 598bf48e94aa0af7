import "server-only";
import { liquidMessage, pathsOf, run, type Tally } from "@/features/incoming-webhooks/liquid";
import { toText } from "@/features/incoming-webhooks/liquid-filters";
import type { Mapping } from "@/features/incoming-webhooks/mapping-type";
import {
  fillPlaceholders,
  hasBarePathsOnly,
  isTemplate,
  pathsIn,
} from "@/features/incoming-webhooks/placeholders";
import { placeOf, type Received, readReceived } from "@/features/incoming-webhooks/received";
import type { Issue } from "@/lib/errors";
import { isRecord, ownValue, withoutPrototype, writePath } from "@/lib/own-path";

/** More than any field takes. A template that names a long value again and again would else fill the memory. */
const MAX_FILLED_LENGTH = 1024 * 1024;
/** Of all templates of a request together: it is answered within seconds, and nothing else runs meanwhile. */
const LIMIT_MS = 500;

interface Evaluated {
  /** Undefined where there is none. */
  value: unknown;
  tally: Tally;
  /** Why it failed. */
  problem?: string;
}

export interface Mapped {
  fields: Record<string, unknown>;
  /** Templates that failed, by their field. */
  problems: Issue[];
}

/** The fields that an action works with, as the mapping finds them; without a mapping the payload's own. */
export function mapPayload(received: Received, mapping: Mapping): Mapped {
  const { payload } = received;
  const sources = Object.entries(mapping);
  if (sources.length === 0) return { fields: isRecord(payload) ? { ...payload } : {}, problems: [] };
  const fields: Record<string, unknown> = withoutPrototype({});
  const problems: Issue[] = [];
  const deadline = performance.now() + LIMIT_MS;
  for (const [field, source] of sources) {
    const { value, problem } = evaluate(source, received, deadline - performance.now());
    if (problem !== undefined) problems.push({ path: field, message: problem });
    if (value !== undefined && value !== null && value !== "") writePath(fields, field, value);
  }
  return { fields, problems };
}

/** A key with a part missing would be the same for things that have nothing in common: that is none. */
export function evaluateKey(source: string, received: Received): { key: string | null; problem?: string } {
  const { value, tally, problem } = evaluate(source, received, LIMIT_MS);
  const key = toText(value).trim();
  return { key: key === "" || tally.empty > 0 ? null : key, ...(problem !== undefined && { problem }) };
}

function evaluate(source: string, received: Received, limitMs: number): Evaluated {
  if (!isTemplate(source)) return { value: readReceived(received, source), tally: { filled: 0, empty: 0 } };
  if (hasBarePathsOnly(source)) return fillIn(source, received);
  try {
    if (limitMs <= 0) throw new Error("the mapping takes too long");
    const { value, tally } = run(source, received, limitMs);
    const isNothing = tally.filled === 0 && tally.empty > 0;
    return { value: isNothing ? undefined : bounded(value), tally };
  } catch (error) {
    return { value: undefined, tally: { filled: 0, empty: 1 }, problem: liquidMessage(error) };
  }
}

function bounded(value: unknown): unknown {
  return typeof value === "string" && value.length > MAX_FILLED_LENGTH
    ? value.slice(0, MAX_FILLED_LENGTH)
    : value;
}

/** Placeholders that lead nowhere are left out, as is all that follows a text of more than enough; a text of nothing else counts as missing. */
function fillIn(template: string, received: Received): Evaluated {
  const tally: Tally = { filled: 0, empty: 0 };
  let length = 0;
  const text = fillPlaceholders(template, (path) => {
    const value = length > MAX_FILLED_LENGTH ? undefined : readReceived(received, path);
    const isMissing = value === undefined || value === null;
    tally[isMissing || value === "" ? "empty" : "filled"]++;
    if (isMissing) return "";
    const filled = typeof value === "object" ? JSON.stringify(value) : String(value);
    length += filled.length;
    return filled;
  });
  return { value: tally.filled > 0 ? text : undefined, tally };
}

/** Why a source gives nothing, or less than it might: the places that the payload doesn't have. Null where all are there. */
export function explainMissing(source: string, received: Received): string | null {
  const missing = pathsRead(source).flatMap((path) => missingAt(received, path) ?? []);
  return missing.length === 0 ? null : missing.slice(0, 3).join(" ");
}

/** The places that a source reads, each as its names. */
export function pathsRead(source: string): string[][] {
  if (!isTemplate(source) || hasBarePathsOnly(source)) return pathsIn(source).map((path) => path.split("."));
  try {
    return pathsOf(source);
  } catch {
    return [];
  }
}

const NAMES_SHOWN = 6;

function missingAt(received: Received, path: string[]): string | null {
  const { names, ...place } = placeOf(received, path.join("."));
  let { holder } = place;
  for (const [index, name] of names.entries()) {
    const next = ownValue(holder, name);
    if (next === undefined) {
      const where = index === 0 ? "The payload" : names.slice(0, index).join(".");
      return `${where} has no “${name}”${known(holder)}.`;
    }
    holder = next;
  }
  if (holder === null) return `${path.join(".")} is null.`;
  return holder === "" ? `${path.join(".")} is empty.` : null;
}

function known(holder: unknown): string {
  if (Array.isArray(holder)) return `: it is a list of ${holder.length}`;
  const names = isRecord(holder) ? Object.keys(holder) : [];
  if (names.length === 0) return "";
  return `, but ${names.slice(0, NAMES_SHOWN).join(", ")}${names.length > NAMES_SHOWN ? ", …" : ""}`;
}
