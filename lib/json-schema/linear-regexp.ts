import { RE2JS } from "re2js";

/** Longer ones, and wide repetitions, would make even linear time long. */
const MAX_PATTERN_LENGTH = 500;

/** States of patterns times characters of texts, for all that is checked together: about a second. */
const MAX_PATTERN_WORK = 20_000_000;

let workLeft = Number.POSITIVE_INFINITY;

/** What patterns have to do for it is more than a process can give. */
export class CostlyPatternError extends Error {}

/** Runs checks that belong together. Throws CostlyPatternError once their patterns have cost too much. */
export function withPatternLimit<Result>(check: () => Result): Result {
  workLeft = MAX_PATTERN_WORK;
  try {
    return check();
  } finally {
    workLeft = Number.POSITIVE_INFINITY;
  }
}

/** A pattern of a schema, in the time of RE2: linear in the text, whatever the pattern. Throws for one that takes backtracking. */
export function linearRegExp(pattern: string): { test(text: string): boolean; toString(): string } {
  if (pattern.length > MAX_PATTERN_LENGTH)
    throw new Error(`it has more than ${MAX_PATTERN_LENGTH} characters`);
  const compiled = RE2JS.compile(RE2JS.translateRegExp(pattern));
  const states = compiled.programSize();
  return {
    test(text) {
      workLeft -= states * text.length;
      if (workLeft < 0) throw new CostlyPatternError();
      return compiled.matcher(text).find();
    },
    toString: () => `/${pattern}/u`,
  };
}
