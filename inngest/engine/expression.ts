import { createHash } from "node:crypto";
import { ownValue } from "@/lib/own-path";

type Scope = Record<string, unknown>;

/** `left == right` as used by triggers and cancelOn, each side a dotted path or a literal. */
export interface Equality {
  left: Term;
  right: Term;
}

type Term = { path: string[] } | { literal: unknown };

const PATH = /^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$/;
const LITERAL = /^('[^'\\]*'|"[^"\\]*"|-?\d+(\.\d+)?|true|false|null)$/;
const MAX_KEY_LENGTH = 200;

/** Parses the subset of CEL the engine understands; undefined for anything else. */
export function parseEquality(source: string): Equality | undefined {
  const [left, right, ...rest] = source.split("==").map(parseTerm);
  return left && right && rest.length === 0 ? { left, right } : undefined;
}

/** Parses one dotted path or literal, or several joined by `+`; undefined for anything else. */
export function parseKey(source: string): Term[] | undefined {
  const terms = source.split("+").map(parseTerm);
  return terms.every((term) => term !== undefined) ? terms : undefined;
}

export function isEqual({ left, right }: Equality, scope: Scope): boolean {
  return toKey([left], scope) === toKey([right], scope);
}

/** A text that is equal exactly when the values are, short enough for an index. */
export function toKey(terms: Term[], scope: Scope): string {
  const key = terms.map((term) => JSON.stringify(readTerm(term, scope) ?? null)).join("+");
  if (key.length <= MAX_KEY_LENGTH) return key;
  return createHash("sha256").update(key).digest("base64url");
}

/** The root variable a path starts from (`event`, `async`), if the term is a path. */
export function rootOf(term: Term): string | undefined {
  return "path" in term ? term.path[0] : undefined;
}

function parseTerm(source: string): Term | undefined {
  const text = source.trim();
  if (LITERAL.test(text)) {
    return { literal: text.startsWith("'") || text.startsWith('"') ? text.slice(1, -1) : JSON.parse(text) };
  }
  return PATH.test(text) ? { path: text.split(".") } : undefined;
}

function readTerm(term: Term, scope: Scope): unknown {
  if ("literal" in term) return term.literal;
  return term.path.reduce<unknown>((holder, name) => ownValue(holder, name), scope);
}
