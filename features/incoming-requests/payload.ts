import "server-only";
import { gunzipSync } from "node:zlib";
import type { TakeRoom } from "@/features/incoming-requests/call";
import { Refusal, tooBusy } from "@/features/incoming-requests/refusal";
import { MAX_BODY_BYTES_IN_FLIGHT, MAX_BODY_LIMIT } from "@/features/incoming-webhooks/limits";
import { allFiles } from "@/features/incoming-webhooks/received";
import { isFormType, mediaTypeOf, parseForm } from "@/lib/form-body";
import { countHolders, MAX_JSON_DEPTH } from "@/lib/json-depth";
import { boundaryOf, parseMultipart, type ReceivedFile } from "@/lib/multipart";
import { isUnsafeName, withoutPrototype } from "@/lib/own-path";
import { parseJson } from "@/lib/parse-json";

/** How often its own size a packed body may be when it is unpacked. Text that repeats itself a lot is packed to a fiftieth. */
const MAX_RATIO = 100;
/** What a packed body may be in any case, however small it was. */
const SMALL_BYTES = 65_536;
/** What a list or an object takes in memory beside its text, however short that is. */
const HOLDER_BYTES = 64;
/** That one payload may have: half of the memory that there is for all. */
const MAX_HOLDERS = MAX_BODY_BYTES_IN_FLIGHT / HOLDER_BYTES / 2;

interface Body {
  /** Lower-case names. */
  headers: Readonly<Record<string, string>>;
  /** As it came. */
  body: Buffer;
}

export interface Payload {
  payload: unknown;
  /** Those that came beside it in a form. */
  files: ReceivedFile[];
}

/**
 * What a body says: JSON, or a form. Asked only once the bytes as they came are known to be the sender's. Throws Refusal for what can't be read,
 * and UnavailableError where there is no room for it.
 */
export function readPayload(
  { headers, body }: Body,
  maxBytes: number,
  takeRoom: TakeRoom = () => true,
): Payload {
  const bytes = unpack(headers["content-encoding"], body, maxBytes);
  if (bytes !== body && !takeRoom(bytes.length)) throw tooBusy();
  const type = headers["content-type"];
  const boundary = boundaryOf(type);
  if (boundary !== null) return readMultipart(bytes, boundary);
  // Those who write requests by hand often leave the type at what curl says.
  if (isFormType(type) && !startsLikeJson(bytes)) return { payload: readForm(bytes, takeRoom), files: [] };
  if (isXml(mediaTypeOf(type), bytes)) throw xmlRefusal();
  return { payload: readJson(bytes, takeRoom), files: [] };
}

/** What a kept request says, for whoever looks at it; null for what can't be read. */
export function readKept(kept: Body): Payload | null {
  try {
    return readPayload(kept, MAX_BODY_LIMIT);
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}

/** Its files. */
export function filesOf(kept: Body): ReceivedFile[] {
  const read = readKept(kept);
  return read === null ? [] : allFiles(read);
}

function unpack(encoding: string | undefined, body: Buffer, maxBytes: number): Buffer {
  const name = (encoding ?? "identity").trim().toLowerCase();
  if (name === "identity" || name === "") return body;
  if (name !== "gzip" && name !== "x-gzip") {
    throw new Refusal("unsupported_media_type", {
      reason: "unsupported_body",
      detail: `The body is packed as ${name.slice(0, 40)}, which is not read here. Send it as it is, or packed with gzip.`,
    });
  }
  const limit = Math.min(maxBytes, Math.max(SMALL_BYTES, body.length * MAX_RATIO));
  try {
    return gunzipSync(body, { maxOutputLength: limit });
  } catch (error) {
    const isTooLarge = error instanceof RangeError;
    throw new Refusal(isTooLarge ? "payload_too_large" : "malformed", {
      reason: isTooLarge ? "too_large" : "malformed_body",
      isSigned: true,
      detail: isTooLarge
        ? `Unpacked, the body has more than ${limit} bytes. Split the request, or raise the webhook's limit.`
        : "The body says that it is packed with gzip, and is not.",
    });
  }
}

function readMultipart(bytes: Buffer, boundary: string): Payload {
  const parsed = parseMultipart(bytes, boundary);
  if (parsed === null) throw malformed("malformed_body", "The form is malformed, or was cut off.");
  return { payload: toRecord(parsed.fields), files: parsed.files };
}

/** GitHub and Slack put JSON into a field of its own. */
function readForm(bytes: Buffer, takeRoom: TakeRoom): unknown {
  const fields = parseForm(bytes);
  if (fields === null) throw malformed("malformed_body", "The body is no form in UTF-8.");
  const [only] = fields.get("payload") ?? [];
  const isJson = fields.size === 1 && only !== undefined && /^\s*[{[]/.test(only);
  return isJson ? readJson(Buffer.from(only), takeRoom) : toRecord(fields);
}

function toRecord(fields: ReadonlyMap<string, string[]>): Record<string, unknown> {
  const record: Record<string, unknown> = withoutPrototype({});
  for (const [name, values] of fields) {
    if (!isUnsafeName(name)) record[name] = values.length === 1 ? values[0] : values;
  }
  return record;
}

function readJson(bytes: Buffer, takeRoom: TakeRoom): unknown {
  const text = asJson(() => new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  const holders = countHolders(text);
  if (holders === null)
    throw malformed("malformed_json", `The JSON is nested deeper than ${MAX_JSON_DEPTH} levels.`);
  if (holders > MAX_HOLDERS)
    throw malformed(
      "malformed_json",
      `The JSON has more than ${MAX_HOLDERS.toLocaleString("en")} lists and objects. Split the request.`,
    );
  if (!takeRoom(holders * HOLDER_BYTES)) throw tooBusy();
  return asJson(() => parseJson(text));
}

function asJson<Result>(read: () => Result): Result {
  try {
    return read();
  } catch {
    throw malformed("malformed_json", "The body is not JSON in UTF-8.");
  }
}

function startsLikeJson(bytes: Buffer): boolean {
  return /^\s*[{[]/.test(bytes.toString("latin1", 0, 64));
}

function isXml(type: string, bytes: Buffer): boolean {
  if (startsLikeJson(bytes)) return false;
  return /[/+]xml$/.test(type) || /^\s*<\?xml/.test(bytes.toString("latin1", 0, 64));
}

function xmlRefusal(): Refusal {
  return new Refusal("unsupported_media_type", {
    reason: "unsupported_body",
    detail: "The body is XML, which is not read here. Have the sender send JSON or a form.",
  });
}

function malformed(reason: "malformed_json" | "malformed_body", detail: string): Refusal {
  return new Refusal("malformed", { reason, detail });
}
