import { RE2JS } from "re2js";

/** Longer ones, and wide repetitions, would make even linear time long. */
const MAX_PATTERN_LENGTH = 500;

/** A pattern of a schema, in the time of RE2: linear in the text, whatever the pattern. Throws for one that takes backtracking. */
export function linearRegExp(pattern: string): { test(text: string): boolean; toString(): string } {
  if (pattern.length > MAX_PATTERN_LENGTH)
    throw new Error(`it has more than ${MAX_PATTERN_LENGTH} characters`);
  const compiled = RE2JS.compile(RE2JS.translateRegExp(pattern));
  return { test: (text) => compiled.matcher(text).find(), toString: () => `/${pattern}/u` };
}
