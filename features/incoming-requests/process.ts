import "server-only";
import { systemContext } from "@/features/auth/system-context";
import { assertNoLoop, parsePayload } from "@/features/incoming-requests/checks";
import { Refusal } from "@/features/incoming-requests/refusal";
import type { Webhook } from "@/features/incoming-requests/webhook";
import { runAction } from "@/features/incoming-webhooks/actions";
import { mapPayload } from "@/features/incoming-webhooks/mapping";
import { handshakeAnswer } from "@/features/incoming-webhooks/presets/presets";
import type { Context } from "@/lib/context";
import { AppError, ConflictError, InvalidError, NotFoundError } from "@/lib/errors";

/** A request with the id that it has in the log, whether it came just now or long ago. */
export interface StoredRequest {
  id: string;
  /** Lower-case names. */
  headers: Readonly<Record<string, string>>;
  body: Buffer;
  ip: string | null;
  /** Deliveries of ours in a row that led here, as far as they are proven. */
  hops: number;
}

type Reading = { handshake: null; payload: unknown } | { handshake: Record<string, unknown> };

/** What a request led to, as its row says. */
interface Processed {
  statusCode: 202;
  /** What the sender, and each repeat of the request, is answered. */
  answer: Record<string, unknown>;
  /** Null for the call by which a sender tries the address: nothing was done. */
  ticketId: string | null;
  commentId: string | null;
}

/** The payload, or the answer to a sender that only tries the address. Throws Refusal for what can't be read, and for a loop. */
export function readRequest(
  { signatureScheme }: Webhook,
  { headers, body, hops }: Pick<StoredRequest, "headers" | "body" | "hops">,
): Reading {
  const payload = parsePayload(body);
  const handshake = handshakeAnswer(signatureScheme, headers, payload);
  if (handshake) return { handshake };
  assertNoLoop(hops);
  return { handshake: null, payload };
}

/** Does what the webhook is for, with its mapping of now, in the caller's transaction: read → map → act. Throws Refusal for what can't be used. */
export async function processRequest(
  webhook: Webhook,
  request: StoredRequest,
  reading = readRequest(webhook, request),
): Promise<Processed> {
  const answer = { requestId: request.id, action: webhook.action };
  if (reading.handshake) return { statusCode: 202, answer, ticketId: null, commentId: null };
  try {
    const fields = mapPayload(reading.payload, webhook);
    const done = await runAction(contextOf(webhook, request), webhook.action, fields);
    const { ticketId, commentId } = done;
    return { ...done, statusCode: 202, answer: { ...answer, ticketId, ...(commentId && { commentId }) } };
  } catch (error) {
    throw unusable(error);
  }
}

/** For the row of a request that is in the log. */
export function toColumns({ answer, ...columns }: Processed) {
  return { ...columns, answer: JSON.stringify(answer) };
}

/** Acts as itself, and all it does is traced to the request. */
function contextOf(webhook: Webhook, { id, ip, headers, hops }: StoredRequest): Context {
  return {
    ...systemContext(`webhook ${webhook.name}`, webhook.organizationId),
    ip,
    userAgent: headers["user-agent"] ?? null,
    cause: { requestId: id, hops },
  };
}

/** What the action refuses is the payload's fault, and mended by the mapping. */
function unusable(error: unknown): unknown {
  if (error instanceof Refusal || !(error instanceof AppError)) return error;
  const isRefused =
    error instanceof InvalidError || error instanceof NotFoundError || error instanceof ConflictError;
  if (!isRefused) return error;
  return new Refusal("invalid", {
    reason: "unusable_payload",
    detail: `The payload can't be used: ${error.message}`,
    ...(error.issues && { issues: error.issues }),
  });
}
