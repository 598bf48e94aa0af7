/** More edits than this make another word. */
const MAX_EDITS = 3;

/** Which of the candidates the word was probably meant to be; undefined when none is close. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined;
  let bestEdits = Math.min(MAX_EDITS, Math.floor(word.length / 2)) + 1;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - word.length) >= bestEdits) continue;
    const edits = editsBetween(word.toLowerCase(), candidate, bestEdits);
    if (edits < bestEdits) [best, bestEdits] = [candidate, edits];
  }
  return best;
}

/** Levenshtein's distance, or `limit` where it is no less: only places that few edits lead to are looked at. */
function editsBetween(from: string, to: string, limit: number): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i++) {
    const next: number[] = Array(to.length + 1).fill(limit);
    next[0] = i;
    for (let j = Math.max(1, i - limit); j <= Math.min(to.length, i + limit); j++) {
      const replaced = (row[j - 1] ?? limit) + (from[i - 1] === to[j - 1] ? 0 : 1);
      next[j] = Math.min(replaced, (row[j] ?? limit) + 1, (next[j - 1] ?? limit) + 1);
    }
    row = next;
  }
  return Math.min(limit, row.at(-1) ?? 0);
}
