import type { ReactNode } from "react";

const TOKEN = /("(?:[^"\\]|\\.)*")(\s*:)?|\b(true|false|null)\b|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** Colours one line of indented JSON; the text itself is left alone. */
export function highlightJsonLine(line: string): ReactNode[] {
  const nodes: ReactNode[] = [];
  let end = 0;
  for (const match of line.matchAll(TOKEN)) {
    const [whole, string, colon] = match;
    nodes.push(line.slice(end, match.index));
    nodes.push(
      <span key={match.index} className={tokenClass(string, colon)}>
        {string ?? whole}
      </span>,
    );
    if (colon) nodes.push(colon);
    end = match.index + whole.length;
  }
  nodes.push(line.slice(end));
  return nodes;
}

function tokenClass(string: string | undefined, colon: string | undefined): string {
  if (colon) return "text-code-key";
  return string ? "text-code-string" : "text-code-number";
}
