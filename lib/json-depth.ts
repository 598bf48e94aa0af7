export const MAX_JSON_DEPTH = 64;

/** Looks at brackets outside strings only, before JSON.parse spends a stack frame on each. */
export function isTooDeep(text: string): boolean {
  let depth = 0;
  let inString = false;
  for (let index = 0; index < text.length; index++) {
    const character = text[index];
    if (inString) {
      if (character === "\\") index++;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === "{" || character === "[") {
      if (++depth > MAX_JSON_DEPTH) return true;
    } else if (character === "}" || character === "]") depth--;
  }
  return false;
}
