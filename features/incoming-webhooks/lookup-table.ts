/** A table of values as people fill it in: what the payload says, and what is meant by it. */
export interface LookupTable {
  /** A path, or Liquid that gives a value. */
  value: string;
  rows: LookupRow[];
  /** For all that no row has; empty: nothing. */
  otherwise: string;
}

export interface LookupRow {
  when: string;
  use: string;
}

const PATH = /^[\p{L}\p{N}_$@-]+(\.[\p{L}\p{N}_$@-]+)*$/u;
const NAME = /^[A-Za-z_][\w-]*$/;
/** Words by which Liquid means values of its own. */
const RESERVED = new Set(["true", "false", "nil", "null", "empty", "blank"]);
const OUTPUT = /^\s*\{\{(?!-)([^{}]*)(?<!-)\}\}\s*$/;
/** A text in quotes, or a number that reads the same as text. */
const ARGUMENT = /^\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|(-?[1-9]\d{0,14}|0))\s*(?:,|$)/s;
const ESCAPED = /\\(?:u([\da-fA-F]{4})|(.))/gs;
const CONTROLS: Readonly<Record<string, string>> = { b: "\b", f: "\f", n: "\n", r: "\r", t: "\t", v: "\v" };

/** The table that a source of a mapping is; a path is one without rows. Null for what says more than a table can. */
export function readTable(source: string): LookupTable | null {
  const text = source.trim();
  if (text === "" || PATH.test(text)) return { value: text, rows: [], otherwise: "" };
  const [, inner] = OUTPUT.exec(source) ?? [];
  const filters = inner === undefined ? null : splitFilters(inner);
  const [, list] = /^\s*lookup\s*:(.*)$/s.exec(filters?.pop() ?? "") ?? [];
  const texts = list === undefined ? null : readArguments(list);
  if (!filters || filters.length === 0 || !texts) return null;
  const otherwise = texts.length % 2 === 1 ? (texts.pop() ?? "") : "";
  const rows = Array.from({ length: texts.length / 2 }, (_, index) => ({
    when: texts[index * 2] ?? "",
    use: texts[index * 2 + 1] ?? "",
  }));
  const value = filters.join("|").trim();
  // What a row without any text would say is lost in a table.
  return value === "" || rows.some(isBlank) ? null : { value, rows, otherwise };
}

/** As a mapping has it: a path where there is no row yet. */
export function writeTable({ value, rows, otherwise }: LookupTable): string {
  const path = value.trim();
  const texts = rows.filter((row) => !isBlank(row)).flatMap(({ when, use }) => [when, use]);
  if (otherwise !== "") texts.push(otherwise);
  if (path === "" || (texts.length === 0 && PATH.test(path))) return path;
  const expression = PATH.test(path) ? toLiquid(path) : path;
  const filter = texts.length === 0 ? "" : ` | lookup: ${texts.map(quoted).join(", ")}`;
  return `{{ ${expression}${filter} }}`;
}

function isBlank({ when, use }: LookupRow): boolean {
  return when === "" && use === "";
}

/** Liquid reads places of a list, and odd names, in brackets. */
function toLiquid(path: string): string {
  return path
    .split(".")
    .map((name, index) => {
      if (NAME.test(name) && !(index === 0 && RESERVED.has(name))) return index === 0 ? name : `.${name}`;
      return /^\d+$/.test(name) && index > 0 ? `[${name}]` : `["${name}"]`;
    })
    .join("");
}

/** Liquid's own signs and braces are written by their code, so that nothing looks for an end within a text. */
function quoted(text: string): string {
  const written = text.replaceAll(/["\\{}\p{Cc}]/gu, (sign) =>
    sign === '"' || sign === "\\" ? `\\${sign}` : `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return `"${written}"`;
}

/** At the bars that don't stand in quotes; null where a quote has no end. */
function splitFilters(text: string): string[] | null {
  const parts = [""];
  for (const [piece] of text.matchAll(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|./gs)) {
    if (piece === '"' || piece === "'") return null;
    if (piece === "|") parts.push("");
    else parts.push(`${parts.pop() ?? ""}${piece}`);
  }
  return parts;
}

function readArguments(list: string): string[] | null {
  const texts: string[] = [];
  let rest = list;
  while (rest !== "") {
    const match = ARGUMENT.exec(rest);
    if (!match) return null;
    const [all, double, single, number] = match;
    const text = unescaped(double ?? single ?? number ?? "");
    if (text === null) return null;
    texts.push(text);
    rest = rest.slice(all.length);
    if (all.trimEnd().endsWith(",") && rest.trim() === "") return null;
  }
  return texts.length === 0 ? null : texts;
}

/** Null for escapes that few would know, such as octal codes. */
function unescaped(text: string): string | null {
  let isOdd = false;
  const read = text.replaceAll(ESCAPED, (_, code: string | undefined, sign: string) => {
    if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16));
    if (/[0-7u]/.test(sign)) isOdd = true;
    return CONTROLS[sign] ?? sign;
  });
  return isOdd ? null : read;
}
