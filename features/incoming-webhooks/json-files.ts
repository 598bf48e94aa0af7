import { MAX_FILES } from "@/features/incoming-webhooks/limits";
import type { ReceivedFile } from "@/lib/multipart";
import { isRecord } from "@/lib/own-path";

const NAME = /^(file[-_]?)?name$/i;
const TYPE = /^((content|mime|media)[-_]?)?type$/i;
const CONTENT = /^(content([-_]?bytes)?|data|base64([-_]?data)?)$/i;
const ENCODING = /^((content[-_]?)?transfer[-_]?)?encoding$/i;
/** In a list of this name a file needs nothing else to be known for one. */
const AMONG_FILES = /^(attachments?|files?|images?)$/i;

const MEDIA_TYPE = /^[\w.+-]+\/[\w.+*-]/;
const DATA_URL = /^data:([^,]{0,500});base64,/;

/**
 * The files that stand within a payload. One is an object with a name, a text in base64 for its content, and something by which the sender says
 * that this is a file: a media type, `base64` for its encoding, or a list of attachments, files or images around it. Another is a text that is a
 * `data:` URL.
 */
export function filesIn(payload: unknown): ReceivedFile[] {
  const found: ReceivedFile[] = [];
  visit(payload, { path: "", isAmongFiles: false }, found);
  return found;
}

interface Place {
  path: string;
  isAmongFiles: boolean;
}

function visit(value: unknown, place: Place, found: ReceivedFile[]): void {
  if (found.length >= MAX_FILES) return;
  const isHolder = typeof value === "object" && value !== null;
  const file = isHolder ? fileOf(value, place) : fileOfText(value, place.path);
  if (file) found.push(file);
  if (file || !isHolder) return;
  // Names and pairs of all that a long list has would take more time and memory than the list itself.
  if (Array.isArray(value))
    for (let index = 0; index < value.length; index++) visitInner(value[index], index);
  else for (const name of Object.keys(value)) visitInner(Reflect.get(value, name), name);

  function visitInner(inner: unknown, name: string | number): void {
    // What can hold no file is most of a payload.
    if (typeof inner === "string" ? !inner.startsWith("data:") : typeof inner !== "object") return;
    const path = place.path === "" ? String(name) : `${place.path}.${name}`;
    visit(inner, { path, isAmongFiles: place.isAmongFiles || AMONG_FILES.test(String(name)) }, found);
  }
}

function fileOf(holder: object, { path, isAmongFiles }: Place): ReceivedFile | null {
  if (!isRecord(holder)) return null;
  const content = textUnder(holder, CONTENT);
  const name = content === null ? null : textUnder(holder, NAME);
  if (content === null || name === null) return null;
  const type = textUnder(holder, TYPE, (text) => MEDIA_TYPE.test(text));
  const isDeclared =
    isAmongFiles ||
    type !== null ||
    textUnder(holder, ENCODING)?.toLowerCase() === "base64" ||
    Reflect.get(holder, "base64") === true;
  const url = DATA_URL.exec(content);
  const size = isDeclared ? base64Size(url ? content.slice(url[0].length) : content) : null;
  return size === null ? null : { field: path, name, type: type ?? typeOfUrl(url) ?? "", size };
}

function textUnder(
  holder: Record<string, unknown>,
  name: RegExp,
  fits: (text: string) => boolean = () => true,
): string | null {
  for (const key of Object.keys(holder)) {
    const value = holder[key];
    if (typeof value === "string" && name.test(key) && fits(value)) return value;
  }
  return null;
}

function fileOfText(value: unknown, field: string): ReceivedFile | null {
  const url = typeof value === "string" ? DATA_URL.exec(value) : null;
  if (url === null || typeof value !== "string") return null;
  const size = base64Size(value.slice(url[0].length));
  return size === null ? null : { field, name: nameOfUrl(url), type: typeOfUrl(url) ?? "", size };
}

function typeOfUrl(url: RegExpExecArray | null): string | undefined {
  return url?.[1]?.split(";", 1)[0];
}

/** `data:application/pdf;name=report.pdf;base64,…`, as forms of React write it. */
function nameOfUrl([, parameters = ""]: RegExpExecArray): string {
  const name = parameters
    .split(";")
    .find((parameter) => parameter.startsWith("name="))
    ?.slice("name=".length);
  try {
    return decodeURIComponent(name ?? "");
  } catch {
    return name ?? "";
  }
}

/** How many bytes a text in base64 stands for; null for one that is none. Decodes nothing: it may be as long as the body. */
function base64Size(text: string): number | null {
  const written = /[\r\n]/.test(text) ? text.replaceAll(/[\r\n]+/g, "") : text;
  if (written.length % 4 !== 0) return null;
  const end = written.search(/[^\w+/-]/);
  if (end === -1) return (written.length / 4) * 3;
  const padding = written.slice(end, end + 3);
  const isEnd = end + padding.length === written.length && (padding === "=" || padding === "==");
  return isEnd ? (written.length / 4) * 3 - padding.length : null;
}
