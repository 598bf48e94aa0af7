export const MAX_JSON_DEPTH = 64;

/** Before JSON.parse spends a stack frame on each level. */
export function isTooDeep(text: string): boolean {
  return countHolders(text) === null;
}

/** How many lists and objects a text has, by its brackets outside strings; null for one that is nested too deep. */
export function countHolders(text: string): number | null {
  let count = 0;
  let depth = 0;
  let inString = false;
  for (let index = 0; index < text.length; index++) {
    const character = text[index];
    if (inString) {
      if (character === "\\") index++;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === "{" || character === "[") {
      count++;
      if (++depth > MAX_JSON_DEPTH) return null;
    } else if (character === "}" || character === "]") depth--;
  }
  return count;
}
