import { escapeCharacter } from "@/lib/quoting";
import { keyBytes } from "./keys";
import type { SignatureMistake } from "./mistakes";
import { fillRecipe, type RecipeValue } from "./recipe";
import { jsonIn, type Scheme, type SignedRequest } from "./schemes/scheme";
import { SECRET_PREFIX } from "./secret";

/** A part of what may have been signed, with the slips that lead to it; none for what is right. */
export interface Variant<Value> {
  value: Value;
  mistakes: SignatureMistake[];
}

interface PrefixParts {
  id: string | null;
  timestamp: string | null;
  request: SignedRequest;
}

/** What stands around the body in the signed bytes. */
interface Around {
  prefix: string;
  suffix: string;
}

const UTF8_BOM = "\ufeff";

/** Longer bodies are not written anew in all the ways there are: one takes long enough to be felt by everybody else. */
export const REWRITTEN_MAX_BYTES = 128 * 1024;

/** What the sender may have had in hand when it signed, instead of the bytes that came; one by one, since each takes a while to make. */
export function* bodyVariants(body: Buffer): Generator<Variant<Buffer>> {
  const known: Buffer[] = [body];
  yield { value: body, mistakes: [] };
  for (const { text, mistake } of textVariants(body)) {
    const value = Buffer.from(text, "utf8");
    if (known.some((one) => one.equals(value))) continue;
    known.push(value);
    yield { value, mistakes: [mistake] };
  }
}

function* textVariants(body: Buffer): Generator<{ text: string; mistake: SignatureMistake }> {
  const text = body.toString("utf8");
  if (!Buffer.from(text, "utf8").equals(body)) return;
  yield { text: text.replace(/\r?\n$/, ""), mistake: "newline_added" };
  for (const end of ["\n", "\r\n"]) yield { text: text + end, mistake: "newline_removed" };
  if (body.length <= REWRITTEN_MAX_BYTES) {
    yield { text: text.replaceAll("\r\n", "\n"), mistake: "line_ends" };
    yield { text: text.replaceAll(/\r?\n/g, "\r\n"), mistake: "line_ends" };
    for (const json of serializations(text)) {
      yield { text: json, mistake: "reserialized_body" };
      yield { text: `${json}\n`, mistake: "reserialized_body" };
    }
  }
  yield { text: text.trim(), mistake: "whitespace_around" };
  const withoutMark = text.startsWith(UTF8_BOM) ? text.slice(1) : UTF8_BOM + text;
  yield { text: withoutMark, mistake: "whitespace_around" };
  yield { text: "", mistake: "empty_body" };
}

/** The keys that may have been made of one secret. */
export function keyVariants(secret: string, scheme: Scheme): Variant<Buffer>[] {
  const keyOf = (text: string) => keyBytes(text, scheme.key);
  const right = keyOf(secret);
  const variants: Variant<Buffer>[] = [{ value: right, mistakes: [] }];
  const add = (value: Buffer, mistake: SignatureMistake) => {
    if (!variants.some((known) => known.value.equals(value))) variants.push({ value, mistakes: [mistake] });
  };
  const bare = secret.startsWith(SECRET_PREFIX) ? secret.slice(SECRET_PREFIX.length) : secret;
  const isDecoded = !right.equals(Buffer.from(secret, "utf8"));
  if (isDecoded) add(Buffer.from(secret, "utf8"), "secret_as_text");
  if (isDecoded) add(Buffer.from(bare, "utf8"), "secret_as_text");
  if (bare !== secret) add(Buffer.from(bare, "utf8"), "secret_without_prefix");
  if (/^[A-Za-z0-9+/_-]{8,}={0,2}$/.test(bare)) add(Buffer.from(bare, "base64"), "secret_decoded");
  if (/^([0-9a-f]{2}){8,}$/i.test(bare)) add(Buffer.from(bare, "hex"), "secret_decoded");
  for (const padded of [`${secret}\n`, `${secret}\r\n`, `${secret} `, ` ${secret}`, secret.trim()])
    add(keyOf(padded), "secret_whitespace");
  for (const quote of [`"`, `'`]) add(keyOf(quote + secret + quote), "secret_quoted");
  add(keyOf(secret.replace(/^(["'])(.*)\1$/, "$2")), "secret_quoted");
  add(Buffer.alloc(0), "secret_empty");
  return variants;
}

/** What may stand around the body in the signed bytes. */
export function aroundVariants(scheme: Scheme, parts: PrefixParts): Variant<Around>[] {
  const { id, timestamp } = parts;
  const right = rightAround(scheme, parts);
  const variants: Variant<Around>[] = right === null ? [] : [{ value: right, mistakes: [] }];
  const add = (prefix: string, mistake: SignatureMistake) => {
    if (!variants.some(({ value }) => value.prefix === prefix && value.suffix === ""))
      variants.push({ value: { prefix, suffix: "" }, mistakes: [mistake] });
  };
  add("", timestamp === null ? "timestamp_missing" : "timestamp_left_out");
  if (timestamp === null) return variants;
  add(`${timestamp}.`, right?.prefix === "" ? "timestamp_put_in" : "other_prefix");
  if (id !== null) add(`${id}.${timestamp}.`, "other_prefix");
  for (const other of [`v0:${timestamp}:`, timestamp, `${timestamp}:`, `${timestamp}\n`])
    add(other, "other_prefix");
  return variants;
}

/** Null where the request lacks a part of it. */
function rightAround({ timestamp, recipe, read }: Scheme, { request, ...parts }: PrefixParts): Around | null {
  const claimed = read(request);
  if (!("problem" in claimed)) return { prefix: claimed.prefix, suffix: claimed.suffix ?? "" };
  // Where the timestamp may be left out, the body alone is signed then.
  if (timestamp === "optional" && parts.timestamp === null) return { prefix: "", suffix: "" };
  const values: Partial<Record<RecipeValue, string | null>> = {
    ...parts,
    url: request.url ?? "",
    method: "POST",
  };
  let isWhole = true;
  const fill = (template: string) =>
    fillRecipe(template, (name) => {
      isWhole &&= typeof values[name] === "string";
      return values[name] ?? "";
    });
  const around = { prefix: fill(recipe.prefix), suffix: fill(recipe.suffix ?? "") };
  return isWhole ? around : null;
}

/** The same JSON as the usual libraries write it. */
function* serializations(text: string): Generator<string> {
  const value = jsonIn(text);
  if (value === undefined) return;
  const compact = JSON.stringify(value);
  yield compact;
  for (const indent of [2, 4, "\t"]) yield JSON.stringify(value, null, indent);
  const spaced = spaceOut(compact);
  yield spaced;
  yield toAscii(spaced);
  yield toAscii(compact);
  const slashed = compact.replaceAll("/", "\\/");
  yield slashed;
  yield toAscii(slashed);
}

/** As Python writes it: a space after each colon and comma between members. */
function spaceOut(compact: string): string {
  return compact.replaceAll(/"(?:[^"\\]|\\.)*"|[:,]/g, (token) =>
    token.startsWith('"') ? token : `${token} `,
  );
}

function toAscii(json: string): string {
  return json.replaceAll(/[\u0080-\uffff]/g, escapeCharacter);
}
