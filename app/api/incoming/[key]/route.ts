import { MAX_BODY_BYTES, readBytes } from "@/app/api/_lib/body";
import { type Call, frame } from "@/app/api/_lib/frame";
import { jsonAnswer } from "@/app/api/_lib/json-answer";
import { methods } from "@/app/api/_lib/methods";
import { OPEN } from "@/app/api/_lib/surfaces";
import type { IncomingCall } from "@/features/incoming-requests/call";
import { receiveRequest, refuseOversized } from "@/features/incoming-requests/receive";
import { Refusal } from "@/features/incoming-requests/refusal";
import { AppError } from "@/lib/errors";
import { withoutPrototype } from "@/lib/own-path";

/** Where outside tools send: their credential is the signature, checked over the bytes as they came. */
const receive = frame(OPEN, "/api/incoming/{key}", async (call) => {
  const { status, body } = await receiveRequest(await readCall(call));
  return jsonAnswer(JSON.stringify(body), { status });
});

async function readCall({ request, params, client }: Call): Promise<IncomingCall> {
  const call = {
    key: String(params.key),
    headers: withoutPrototype(Object.fromEntries(request.headers)),
    ip: client.ip,
  };
  try {
    const body = await readBytes(request, MAX_BODY_BYTES);
    return { ...call, body, bodyBytes: body.length };
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "payload_too_large") throw error;
    const refusal = new Refusal("payload_too_large", { reason: "too_large", detail: error.message });
    const bodyBytes = Number(request.headers.get("content-length") ?? MAX_BODY_BYTES + 1);
    return refuseOversized({ ...call, body: Buffer.alloc(0), bodyBytes }, refusal);
  }
}

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ POST: receive });
