const NAME = /^[a-z0-9!#$%&'*+.^_`|~-]+$/;

/**
 * Headers out of pasted text: "Name: value" lines as they stand in a log, in curl's -v output or among its -H options, or a JSON object.
 * Names become lower case; lines that are no header are passed over.
 */
export function parseHeaderText(text: string): Record<string, string> {
  const found = objectEntries(text) ?? text.split(/\r?\n/).flatMap(headerOf);
  return Object.fromEntries(
    found.map(([name, value]) => [name.toLowerCase(), value] as const).filter(([name]) => NAME.test(name)),
  );
}

function objectEntries(text: string): [string, string][] | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
    return Object.entries(value).map(([name, one]) => [
      name,
      Array.isArray(one) ? one.join(", ") : String(one),
    ]);
  } catch {
    return null;
  }
}

function headerOf(line: string): [string, string][] {
  const bare = line
    .trim()
    .replace(/\\$/, "")
    .replace(/^[<>*]\s+/, "")
    .replace(/^(-H|--header)[=\s]+/, "")
    .trim()
    .replace(/,$/, "");
  const unquoted = /^(["'])((?:(?!\1).)*)\1$/.exec(bare);
  const [, name, value] = /^["']?([^\s:"']+)["']?\s*:\s*(.*)$/.exec(unquoted?.[2] ?? bare) ?? [];
  if (name === undefined || value === undefined) return [];
  const quoted = /^(["'])(.*)\1$/.exec(value.trim());
  return [[name, (unquoted ? value : (quoted?.[2] ?? value)).trim()]];
}
