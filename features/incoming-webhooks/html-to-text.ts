const BLOCKS = new Set(
  "address article aside blockquote br dd div dl dt fieldset footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table tr ul".split(
    " ",
  ),
);
const SKIPPED = ["script", "style"];
const NAMED: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
  ndash: "–",
  mdash: "—",
  hellip: "…",
};
const TAG_NAME = /^<\/?([a-z][a-z0-9]*)/i;
const ENTITY = /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,8}));/gi;

/** What a reader sees of HTML, as plain text. Goes through it once: an unclosed tag must cost no second look. */
export function htmlToText(html: string): string {
  const parts: string[] = [];
  const unclosed = new Set<string>();
  let position = 0;
  while (position < html.length) {
    const open = html.indexOf("<", position);
    const text = html.slice(position, open === -1 ? undefined : open);
    parts.push(text.replace(/\s+/g, " "));
    if (open === -1) break;
    const { end, text: instead } = readTag(html, open, unclosed);
    parts.push(instead);
    position = end;
  }
  const lines = decode(parts.join("")).split("\n");
  return lines
    .map((line) => line.trim())
    .join("\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}

function readTag(html: string, open: number, unclosed: Set<string>): { end: number; text: string } {
  const literal = { end: open + 1, text: "<" };
  if (html.startsWith("<!--", open)) {
    const end = after(html, "-->", open, unclosed);
    return end === null ? literal : { end, text: "" };
  }
  const written = TAG_NAME.exec(html.slice(open, open + 24))?.[1];
  const name = written?.toLowerCase();
  const close = name || html[open + 1] === "!" ? after(html, ">", open, unclosed) : null;
  if (close === null) return literal;
  if (name && SKIPPED.includes(name) && html[open + 1] !== "/") {
    const end = after(html, `</${written}>`, close, unclosed);
    if (end !== null) return { end, text: "" };
  }
  return { end: close, text: name && BLOCKS.has(name) ? "\n" : "" };
}

/** The place behind the next such text; what was once not found any more is not looked for again. */
function after(html: string, closer: string, from: number, unclosed: Set<string>): number | null {
  if (unclosed.has(closer)) return null;
  const found = html.indexOf(closer, from);
  if (found === -1) unclosed.add(closer);
  return found === -1 ? null : found + closer.length;
}

function decode(text: string): string {
  return text.replace(ENTITY, (whole, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return NAMED[name.toLowerCase()] ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex ?? "", 16) : Number(decimal);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code).toWellFormed() : whole;
  });
}
