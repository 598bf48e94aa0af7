import { readBytes } from "@/app/api/_lib/body";
import { methods } from "@/app/api/_lib/methods";
import { problemResponse } from "@/app/api/_lib/problem";
import type { Handler } from "@/app/api/_lib/route";
import { type IncomingCall, receiveRequest, refuseOversized } from "@/features/incoming-webhooks/receive";
import { Refusal } from "@/features/incoming-webhooks/refusal";
import { limitAddress } from "@/features/limits/calls";
import { AppError } from "@/lib/errors";
import { withoutPrototype } from "@/lib/own-path";
import { newRequestId } from "@/lib/request-id";
import { noteRequest } from "@/lib/request-log";

const MAX_BODY_BYTES = 1024 * 1024;

/** Where outside tools send: their credential is the signature, checked over the bytes as they came. */
const receive: Handler = async (request, { params }) => {
  const requestId = newRequestId();
  noteRequest({ requestId, route: "/api/incoming/{key}" });
  let response: Response;
  try {
    await limitAddress(request.headers.get("x-replify-client-address"));
    const { key } = await params;
    const answer = await receiveRequest(await readCall(request, String(key)));
    response = Response.json(answer.body, {
      status: answer.status,
      headers: { "cache-control": "no-store", "x-request-id": requestId },
    });
  } catch (error) {
    response = problemResponse(error, requestId);
  }
  return response;
};

async function readCall(request: Request, key: string): Promise<IncomingCall> {
  const call = {
    key,
    headers: withoutPrototype(Object.fromEntries(request.headers)),
    ip: request.headers.get("x-replify-client-address"),
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
