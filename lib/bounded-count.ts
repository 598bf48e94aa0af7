import { formatCount } from "./format-number";
/** What counting stops at where it must not grow with a table. */
export const COUNT_LIMIT = 1000;

/** A count that may have stopped at the limit: "12", or "1,000+" for this many or more. */
export function boundedCount(count: number, limit = COUNT_LIMIT): string {
  return `${formatCount(count)}${count >= limit ? "+" : ""}`;
}
