const BLOCKS = new Set(
  "address article aside blockquote br dd div dl dt fieldset footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table tr ul".split(
    " ",
  ),
);
const TAG_END = />/g;
const COMMENT_END = /-->/g;
/** What nobody sees, with its end: tags may be in capitals, and blanks may stand before the last sign. */
const SKIPPED: ReadonlyMap<string, RegExp> = new Map([
  ["script", /<\/script\s*>/gi],
  ["style", /<\/style\s*>/gi],
]);
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
  const unclosed = new Set<RegExp>();
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

function readTag(html: string, open: number, unclosed: Set<RegExp>): { end: number; text: string } {
  const literal = { end: open + 1, text: "<" };
  if (html.startsWith("<!--", open)) {
    const end = after(html, COMMENT_END, open, unclosed);
    return end === null ? literal : { end, text: "" };
  }
  const name = TAG_NAME.exec(html.slice(open, open + 24))?.[1]?.toLowerCase();
  const close = name || html[open + 1] === "!" ? after(html, TAG_END, open, unclosed) : null;
  if (close === null) return literal;
  const skippedTo = name && html[open + 1] !== "/" ? SKIPPED.get(name) : undefined;
  const end = skippedTo ? after(html, skippedTo, close, unclosed) : null;
  if (end !== null) return { end, text: "" };
  return { end: close, text: name && BLOCKS.has(name) ? "\n" : "" };
}

/** The place behind the next such text; what was once not found any more is not looked for again. */
function after(html: string, closer: RegExp, from: number, unclosed: Set<RegExp>): number | null {
  if (unclosed.has(closer)) return null;
  closer.lastIndex = from;
  if (closer.test(html)) return closer.lastIndex;
  unclosed.add(closer);
  return null;
}

function decode(text: string): string {
  return text.replace(ENTITY, (whole, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return NAMED[name.toLowerCase()] ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex ?? "", 16) : Number(decimal);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code).toWellFormed() : whole;
  });
}
