import type { Call } from "@/app/api/_lib/frame";
import type { IncomingCall } from "@/features/incoming-requests/call";
import { Refusal, tooBusy } from "@/features/incoming-requests/refusal";
import type { Webhook } from "@/features/incoming-requests/webhook";
import { calledUrl } from "@/features/incoming-webhooks/address";
import { MAX_BODY_LIMIT } from "@/features/incoming-webhooks/limits";
import type { ByteHold } from "@/lib/byte-budget";
import { PATH_HEADER } from "@/lib/client-address";
import { withoutPrototype } from "@/lib/own-path";

/** A body over its limit is read on to here and thrown away, so that the connection stays usable for the next request. */
const DISCARD_MAX_BYTES = 4 * 1024 * 1024;

/** Bodies over their webhook's limit are held one at a time, so that nobody fills the memory with what is refused anyway. */
let isOversizedHeld = false;

interface Reading {
  webhook: Webhook;
  hold: ByteHold;
}

/** What came, before anything of its body is known. */
export function callWithoutBody({ request, params, client }: Call): IncomingCall {
  return {
    key: String(params.key),
    headers: withoutPrototype(Object.fromEntries(request.headers)),
    url: calledUrl(request.headers.get(PATH_HEADER) ?? pathOf(request)),
    body: Buffer.alloc(0),
    bodyBytes: Number(request.headers.get("content-length") ?? 0),
    ip: client.ip,
  };
}

/**
 * Reads the body as it is, within the webhook's limit and the memory that there is for bodies. One over the limit is read whole if there is
 * room, so that it can be kept if its signature is right; else `body` is empty, and `bodyBytes` says how much came.
 */
export async function readCall(
  call: IncomingCall,
  request: Request,
  reading: Reading,
): Promise<IncomingCall> {
  const { webhook, hold } = reading;
  const chunks: Uint8Array[] = [];
  let size = 0;
  let mayKeep = webhook.maxBodyBytes;
  let isGateOurs = false;
  try {
    for await (const chunk of chunksOf(request)) {
      size += chunk.byteLength;
      if (size > mayKeep && mayKeep === webhook.maxBodyBytes && !isOversizedHeld) {
        isOversizedHeld = isGateOurs = true;
        mayKeep = MAX_BODY_LIMIT;
      }
      if (size <= mayKeep) {
        if (!hold.take(chunk.byteLength)) throw tooBusy();
        chunks.push(chunk);
        continue;
      }
      chunks.length = 0;
      hold.release();
      if (size > Math.max(DISCARD_MAX_BYTES, mayKeep)) break;
    }
  } finally {
    if (isGateOurs) isOversizedHeld = false;
  }
  const declared = request.headers.get("content-length");
  if (size > mayKeep) return { ...call, bodyBytes: Math.max(size, Number(declared ?? 0)) };
  if (declared && Number(declared) !== size)
    throw malformed("The body is shorter or longer than Content-Length says.");
  return { ...call, body: Buffer.concat(chunks), bodyBytes: size };
}

function pathOf({ url }: Request): string {
  const { pathname, search } = new URL(url);
  return pathname + search;
}

async function* chunksOf({ body }: Request): AsyncIterable<Uint8Array> {
  try {
    yield* body ?? [];
  } catch {
    throw malformed("The connection ended before the body did.");
  }
}

function malformed(detail: string): Refusal {
  return new Refusal("malformed", { reason: "malformed_body", isSigned: false, detail });
}
