import { addField } from "@/lib/form-body";

/** A file that came with a request. */
export interface ReceivedFile {
  /** The field that holds it, or the path to it in JSON. */
  field: string;
  name: string;
  type: string;
  /** In bytes. */
  size: number;
}

export interface Multipart {
  fields: Map<string, string[]>;
  files: ReceivedFile[];
}

const MAX_PARTS = 1_000;
const MAX_HEADER_BYTES = 16_384;
const MAX_BOUNDARY = 70;

/** The boundary of a multipart form; null for every other content type. */
export function boundaryOf(contentType: string | undefined): string | null {
  const [type = "", ...parameters] = (contentType ?? "").split(";");
  if (type.trim().toLowerCase() !== "multipart/form-data") return null;
  const boundary = parameters
    .map((parameter) => /^\s*boundary\s*=\s*(?:"([^"]*)"|(\S+?))\s*$/i.exec(parameter))
    .find((match) => match !== null);
  const text = boundary?.[1] ?? boundary?.[2] ?? "";
  return text.length > 0 && text.length <= MAX_BOUNDARY ? text : null;
}

/** Fields and files of a form as RFC 7578 has it. The bytes of files stay where they are. Null for what is malformed, or cut off. */
export function parseMultipart(body: Buffer, boundary: string): Multipart | null {
  const result: Multipart = { fields: new Map(), files: [] };
  const delimiter = `--${boundary}`;
  let at = startOf(body, delimiter);
  for (let count = 0; at !== null && count <= MAX_PARTS; count++) {
    const after = body.toString("latin1", at, at + 2);
    if (after === "--") return result;
    const start = lineEnd(body, at);
    if (start === null) return null;
    const end = body.indexOf(`\r\n${delimiter}`, start - 2, "latin1");
    if (end === -1 || !addPart(result, body.subarray(start, Math.max(start, end)))) return null;
    at = end + 2 + delimiter.length;
  }
  return null;
}

/** Behind the first boundary, before which anything may stand. */
function startOf(body: Buffer, delimiter: string): number | null {
  if (body.indexOf(delimiter, 0, "latin1") === 0) return delimiter.length;
  const at = body.indexOf(`\r\n${delimiter}`, 0, "latin1");
  return at === -1 ? null : at + 2 + delimiter.length;
}

/** Behind the line end that follows a boundary, maybe after white space. */
function lineEnd(body: Buffer, from: number): number | null {
  let at = from;
  while (body[at] === 0x20 || body[at] === 0x09) at++;
  return body[at] === 0x0d && body[at + 1] === 0x0a ? at + 2 : null;
}

function addPart({ fields, files }: Multipart, part: Buffer): boolean {
  const split = part.indexOf("\r\n\r\n", 0, "latin1");
  if (split === -1 || split > MAX_HEADER_BYTES) return false;
  const headers = partHeaders(part.toString("utf8", 0, split));
  const content = part.subarray(split + 4);
  const disposition = headers.get("content-disposition") ?? "";
  const field = parameterOf(disposition, "name");
  if (!/^form-data\b/i.test(disposition) || field === null) return false;
  const name = extendedParameter(disposition, "filename") ?? parameterOf(disposition, "filename");
  if (name === null) addField(fields, field, content.toString("utf8"));
  else files.push({ field, name, type: headers.get("content-type") ?? "", size: content.length });
  return true;
}

function partHeaders(text: string): Map<string, string> {
  const headers = new Map<string, string>();
  for (const line of text.split("\r\n")) {
    const colon = line.indexOf(":");
    if (colon > 0) headers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
  return headers;
}

/** A parameter of Content-Disposition, quoted or not. Browsers write a quote within as %22, others as \". */
function parameterOf(disposition: string, name: string): string | null {
  const match = new RegExp(`;\\s*${name}\\s*=\\s*(?:"((?:[^"\\\\]|\\\\.)*)"|([^;\\s]+))`, "i").exec(
    disposition,
  );
  const value = match?.[1] ?? match?.[2];
  return value === undefined ? null : value.replaceAll(/\\(["\\])/g, "$1").replaceAll("%22", '"');
}

/** RFC 5987: filename*=UTF-8''na%C3%AFve.txt */
function extendedParameter(disposition: string, name: string): string | null {
  const value = new RegExp(`;\\s*${name}\\*\\s*=\\s*utf-8'[^']*'([^;\\s]+)`, "i").exec(disposition)?.[1];
  if (value === undefined) return null;
  try {
    return decodeURIComponent(value);
  } catch {
    return null;
  }
}
