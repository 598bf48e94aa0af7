import { AppError, MalformedError } from "@/lib/errors";
import { isTooDeep, MAX_JSON_DEPTH } from "@/lib/json-depth";
import { parseJson } from "@/lib/parse-json";

const MAX_BODY_BYTES = 1024 * 1024;
/** A body over its cap is read on to here and thrown away, so that the connection stays usable for the next request. */
const DISCARD_MAX_BYTES = 4 * 1024 * 1024;

/** Reads a JSON body with a cap counted while it streams in. Throws 400, 413 or 415. */
export async function readJson(
  request: Request,
  maxBytes = MAX_BODY_BYTES,
): Promise<{ value: unknown; text: string }> {
  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  const text = await readText(request, maxBytes);
  if (text === "") return { value: undefined, text };
  if (type !== "application/json" && !type?.endsWith("+json")) {
    throw new AppError("unsupported_media_type", "Send JSON with the header Content-Type: application/json.");
  }
  if (isTooDeep(text)) throw new MalformedError(`The JSON is nested deeper than ${MAX_JSON_DEPTH} levels.`);
  try {
    return { value: parseJson(text), text };
  } catch (error) {
    throw new MalformedError(
      `The body is not valid JSON: ${error instanceof Error ? error.message : "unreadable"}.`,
    );
  }
}

/** Reads a UTF-8 body with a cap counted while it streams in. Throws 400, 413 or 415. */
export async function readText(request: Request, maxBytes: number): Promise<string> {
  const body = await readBytes(request, maxBytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(body);
  } catch {
    throw new MalformedError("The body is not valid UTF-8.");
  }
}

/** Reads a body as it is with a cap counted while it streams in. Throws 400, 413 or 415. */
export async function readBytes(request: Request, maxBytes: number): Promise<Buffer> {
  const encoding = request.headers.get("content-encoding");
  if (encoding && encoding !== "identity") {
    throw new AppError("unsupported_media_type", "Send the body uncompressed (Content-Encoding: identity).");
  }
  const tooLarge = () =>
    new AppError("payload_too_large", `The body may be at most ${maxBytes} bytes. Split the request.`);
  const declared = request.headers.get("content-length");
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunksOf(request)) {
    size += chunk.byteLength;
    if (size > DISCARD_MAX_BYTES) throw tooLarge();
    if (size <= maxBytes) chunks.push(chunk);
  }
  if (size > maxBytes) throw tooLarge();
  if (declared && Number(declared) !== size) {
    throw new MalformedError("The body is shorter or longer than Content-Length says.");
  }
  return Buffer.concat(chunks);
}

async function* chunksOf({ body }: Request): AsyncIterable<Uint8Array> {
  try {
    yield* body ?? [];
  } catch {
    throw new MalformedError("The connection ended before the body did.");
  }
}
