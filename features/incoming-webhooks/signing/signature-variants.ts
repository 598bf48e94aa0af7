import type { SignatureScheme } from "@/db/enums";
import type { SignatureMistake } from "./signature-mistakes";
import { SCHEMES } from "./signature-schemes";
import { fillRecipe, SIGNING_RECIPES } from "./signing-recipes";

/** A part of what may have been signed, with the slips that lead to it; none for what is right. */
export interface Variant<Value> {
  value: Value;
  mistakes: SignatureMistake[];
}

interface PrefixParts {
  id: string | null;
  timestamp: string | null;
}

const UTF8_BOM = "\ufeff";

/** What the sender may have had in hand when it signed, instead of the bytes that came. */
export function bodyVariants(body: Buffer): Variant<Buffer>[] {
  const text = body.toString("utf8");
  const variants: Variant<Buffer>[] = [{ value: body, mistakes: [] }];
  const add = (value: string, mistake: SignatureMistake) => {
    const bytes = Buffer.from(value, "utf8");
    if (variants.some((known) => known.value.equals(bytes))) return;
    variants.push({ value: bytes, mistakes: [mistake] });
  };
  if (!Buffer.from(text, "utf8").equals(body)) return variants;
  add(text.replace(/\r?\n$/, ""), "newline_added");
  for (const end of ["\n", "\r\n"]) add(text + end, "newline_removed");
  add(text.replaceAll("\r\n", "\n"), "line_ends");
  add(text.replaceAll(/\r?\n/g, "\r\n"), "line_ends");
  for (const json of serializations(text)) {
    add(json, "reserialized_body");
    add(`${json}\n`, "reserialized_body");
  }
  add(text.trim(), "whitespace_around");
  add(text.startsWith(UTF8_BOM) ? text.slice(1) : UTF8_BOM + text, "whitespace_around");
  add("", "empty_body");
  return variants;
}

/** The keys that may have been made of one secret. */
export function keyVariants(secret: string, scheme: SignatureScheme): Variant<Buffer>[] {
  const right = SCHEMES[scheme].key(secret);
  const variants: Variant<Buffer>[] = [{ value: right, mistakes: [] }];
  const add = (value: Buffer, mistake: SignatureMistake) => {
    if (!variants.some((known) => known.value.equals(value))) variants.push({ value, mistakes: [mistake] });
  };
  const bare = secret.replace(/^whsec_/, "");
  const isDecoded = !right.equals(Buffer.from(secret, "utf8"));
  if (isDecoded) add(Buffer.from(secret, "utf8"), "secret_as_text");
  if (isDecoded) add(Buffer.from(bare, "utf8"), "secret_as_text");
  if (bare !== secret) add(Buffer.from(bare, "utf8"), "secret_without_prefix");
  if (/^[A-Za-z0-9+/_-]{8,}={0,2}$/.test(bare)) add(Buffer.from(bare, "base64"), "secret_decoded");
  if (/^([0-9a-f]{2}){8,}$/i.test(bare)) add(Buffer.from(bare, "hex"), "secret_decoded");
  for (const padded of [`${secret}\n`, `${secret}\r\n`, `${secret} `, ` ${secret}`, secret.trim()])
    add(SCHEMES[scheme].key(padded), "secret_whitespace");
  for (const quote of [`"`, `'`]) add(SCHEMES[scheme].key(quote + secret + quote), "secret_quoted");
  add(SCHEMES[scheme].key(secret.replace(/^(["'])(.*)\1$/, "$2")), "secret_quoted");
  add(Buffer.alloc(0), "secret_empty");
  return variants;
}

/** What may stand before the body in the signed bytes. */
export function prefixVariants(scheme: SignatureScheme, { id, timestamp }: PrefixParts): Variant<string>[] {
  const right = prefixOf(scheme, { id, timestamp });
  const variants: Variant<string>[] = right === null ? [] : [{ value: right, mistakes: [] }];
  const add = (value: string, mistake: SignatureMistake) => {
    if (!variants.some((known) => known.value === value)) variants.push({ value, mistakes: [mistake] });
  };
  add("", timestamp === null ? "timestamp_missing" : "timestamp_left_out");
  if (timestamp === null) return variants;
  add(`${timestamp}.`, right === "" ? "timestamp_put_in" : "other_prefix");
  if (id !== null) add(`${id}.${timestamp}.`, "other_prefix");
  for (const other of [`v0:${timestamp}:`, timestamp, `${timestamp}:`, `${timestamp}\n`])
    add(other, "other_prefix");
  return variants;
}

/** Null where the request lacks a part of it. */
function prefixOf(scheme: SignatureScheme, parts: PrefixParts): string | null {
  // Without a timestamp Replify signs the body alone.
  if (scheme === "replify" && parts.timestamp === null) return "";
  const values = { ...parts, signature: null };
  const { prefix } = SIGNING_RECIPES[scheme];
  let isWhole = true;
  const filled = fillRecipe(prefix, (name) => {
    isWhole &&= values[name] !== null;
    return values[name] ?? "";
  });
  return isWhole ? filled : null;
}

/** The same JSON as the usual libraries write it. */
function serializations(text: string): string[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return [];
  }
  const compact = JSON.stringify(value);
  const spaced = spaceOut(compact);
  const slashed = compact.replaceAll("/", "\\/");
  const indented = [2, 4, "\t"].map((indent) => JSON.stringify(value, null, indent));
  return [compact, ...indented, spaced, toAscii(spaced), toAscii(compact), slashed, toAscii(slashed)];
}

/** As Python writes it: a space after each colon and comma between members. */
function spaceOut(compact: string): string {
  return compact.replaceAll(/"(?:[^"\\]|\\.)*"|[:,]/g, (token) =>
    token.startsWith('"') ? token : `${token} `,
  );
}

function toAscii(json: string): string {
  return json.replaceAll(
    /[\u0080-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
