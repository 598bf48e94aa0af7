import type { IncomingMessage, ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import { promisify } from "node:util";
import { createGzip, gzip } from "node:zlib";
import { acceptsEncoding } from "@/lib/accepts-encoding";
import { cutOffOf } from "@/lib/web/cut-off";
import { gzipOf } from "@/lib/web/precompressed";

type Handle = (request: Request) => Promise<Response>;

/** Smaller ones would hardly shrink. */
const COMPRESSED_FROM_BYTES = 1024;

/** A stream of events is read as it comes, which compression would hold up. */
const COMPRESSIBLE = /^(?:text\/(?!event-stream)|application\/(?:\w+\+)?json\b)/;

const compress = promisify(gzip);

/** Answers a call by a handler of the web's own kind: Request in, Response out. */
export async function serveCall(
  req: IncomingMessage,
  res: ServerResponse,
  { origin, handle }: { origin: string; handle: Handle },
): Promise<void> {
  const left = new AbortController();
  res.once("close", () => {
    if (!res.writableFinished) left.abort();
  });
  await send(await handle(toRequest(req, origin, left.signal)), req, res);
}

/** `headers` and not `rawHeaders`: what a client claims about itself has been replaced there. */
function toRequest(req: IncomingMessage, origin: string, signal: AbortSignal): Request {
  const { method = "GET", url = "/" } = req;
  const headers = new Headers();
  for (const [name, value] of Object.entries(req.headers))
    for (const one of [value ?? []].flat()) headers.append(name, one);
  const body = hasBody(req) ? toStream(req) : null;
  return new Request(origin + url, { method, headers, signal, body, ...(body && { duplex: "half" }) });
}

/** A body of a GET is left unread, as HTTP has no meaning for it. */
function hasBody({ method, headers }: IncomingMessage): boolean {
  if (method === "GET" || method === "HEAD") return false;
  return headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;
}

/** Reads on only when asked to. Whoever stops reading leaves the connection as it is: the answer still has to go out on it. */
function toStream(req: IncomingMessage): ReadableStream<Uint8Array> {
  const chunks = req.iterator({ destroyOnReturn: false });
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await chunks.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      async cancel() {
        await chunks.return?.();
      },
    },
    { highWaterMark: 0 },
  );
}

async function send(response: Response, req: IncomingMessage, res: ServerResponse): Promise<void> {
  // Nobody waits for it any more.
  if (res.closed) return response.body?.cancel();
  res.statusCode = response.status;
  for (const [name, value] of response.headers) if (name !== "set-cookie") res.setHeader(name, value);
  const cookies = response.headers.getSetCookie();
  if (cookies.length > 0) res.setHeader("set-cookie", cookies);
  if (!response.body) {
    res.end();
    return;
  }
  const isText = COMPRESSIBLE.test(response.headers.get("content-type") ?? "");
  if (isText) res.appendHeader("vary", "accept-encoding");
  const isCompressed = isText && acceptsEncoding(req.headers["accept-encoding"], "gzip");
  const known = isCompressed ? gzipOf(response) : undefined;
  if (known) {
    await response.body.cancel();
    sendGzip(known, res);
  } else if (response.headers.has("content-length"))
    await sendWhole(await response.arrayBuffer(), res, isCompressed);
  else await sendStream(response.body, res, isCompressed);
}

async function sendWhole(content: ArrayBuffer, res: ServerResponse, mayCompress: boolean): Promise<void> {
  if (mayCompress && content.byteLength >= COMPRESSED_FROM_BYTES)
    return sendGzip(await compress(content), res);
  res.setHeader("content-length", content.byteLength);
  res.end(Buffer.from(content));
}

function sendGzip(content: Uint8Array, res: ServerResponse): void {
  res.setHeader("content-encoding", "gzip");
  res.setHeader("content-length", content.length);
  res.end(content);
}

/** No faster than the client reads; one that leaves ends what makes the stream. */
async function sendStream(
  content: ReadableStream<Uint8Array>,
  res: ServerResponse,
  isCompressed: boolean,
): Promise<void> {
  if (isCompressed) res.setHeader("content-encoding", "gzip");
  const signal = cutOffOf(content);
  try {
    if (isCompressed) await pipeline(content, createGzip(), res);
    else await pipeline(content, res, signal ? { signal } : {});
  } catch (error) {
    // Whoever reads has left, or doesn't read.
    if (errorCode(error) !== "ERR_STREAM_PREMATURE_CLOSE" && !signal?.aborted) throw error;
  }
}

function errorCode(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}
