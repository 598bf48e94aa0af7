import { isTooDeep } from "@/lib/json-depth";

/** A string with its escapes, a structural character, or a bare word (number, true, false, null). */
const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/gs;
const INDENT = "  ";

/**
 * Re-indents JSON by moving white space alone, so numbers, escapes, key order and duplicate keys stay as they were
 * sent; null when the text is not JSON, or is nested so deep that its indentation alone would fill the memory.
 */
export function reindentJson(text: string): string | null {
  return !isTooDeep(text) && isJson(text) ? layOut(tokenize(text)) : null;
}

/** The text without the white space between its tokens; inside strings nothing changes. */
export function stripInsignificant(json: string): string {
  return tokenize(json).join("");
}

function tokenize(json: string): string[] {
  return json.match(TOKEN) ?? [];
}

function layOut(tokens: string[]): string {
  const parts: string[] = [];
  let depth = 0;
  for (const [index, token] of tokens.entries()) {
    const previous = tokens[index - 1];
    if (token === "{" || token === "[") {
      parts.push(token);
      depth += 1;
      if (!closes(tokens[index + 1])) parts.push(newLine(depth));
    } else if (closes(token)) {
      depth -= 1;
      if (previous !== "{" && previous !== "[") parts.push(newLine(depth));
      parts.push(token);
    } else if (token === ",") {
      parts.push(token, newLine(depth));
    } else {
      parts.push(token === ":" ? ": " : token);
    }
  }
  return parts.join("");
}

function closes(token: string | undefined): boolean {
  return token === "}" || token === "]";
}

function newLine(depth: number): string {
  return `\n${INDENT.repeat(depth)}`;
}

/** Parsing only judges the text; its result, which loses digits and duplicates, is thrown away. */
function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
