import "server-only";
import { systemContext } from "@/features/auth/system-context";
import type { TakeRoom } from "@/features/incoming-requests/call";
import { assertNoLoop, oversized } from "@/features/incoming-requests/checks";
import { type Payload, readPayload } from "@/features/incoming-requests/payload";
import { Refusal } from "@/features/incoming-requests/refusal";
import type { Webhook } from "@/features/incoming-requests/webhook";
import { type ActionResult, NO_IDS, type ResultIds } from "@/features/incoming-webhooks/actions";
import { carryOut } from "@/features/incoming-webhooks/carry-out";
import type { HandshakeAnswer } from "@/features/incoming-webhooks/presets/preset";
import { handshakeAnswer } from "@/features/incoming-webhooks/presets/presets";
import { toReceived } from "@/features/incoming-webhooks/received";
import { answerTo, credentialHeaders } from "@/features/incoming-webhooks/secrets";
import type { Context } from "@/lib/context";
import { AppError, ConflictError, InvalidError, type Issue, NotFoundError } from "@/lib/errors";
import { openHeaders } from "@/lib/received-headers";

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

type Reading = ({ handshake: null } & Payload) | { handshake: HandshakeAnswer };

/** What a request led to, as its row says. */
export interface Processed extends ResultIds {
  result: "accepted" | "ignored";
  statusCode: 202;
  /** What the sender, and each repeat of the request, is answered. */
  answer: Record<string, unknown>;
  remarks: Issue[] | null;
  /** Why nothing was done. */
  detail: string | null;
}

/** Of the call by which a sender tries the address. */
const NOTHING = { ...NO_IDS, remarks: null, detail: null };

/** The payload, or the answer to a sender that only tries the address. Throws Refusal for what can't be read, and for a loop. */
export function readRequest(
  webhook: Webhook,
  { headers, body, hops }: Pick<StoredRequest, "headers" | "body" | "hops">,
  takeRoom?: TakeRoom,
): Reading {
  if (body.length > webhook.maxBodyBytes) throw oversized(webhook.maxBodyBytes, true);
  const { payload, files } = readPayload({ headers, body }, webhook.maxBodyBytes, takeRoom);
  const sign = (text: string) => answerTo(webhook, text);
  const handshake = handshakeAnswer(webhook.signatureScheme, { headers, payload, sign });
  if (handshake) return { handshake };
  assertNoLoop(hops);
  return { handshake: null, payload, files };
}

/**
 * Does what the webhook is for, with its rules and mapping of now, in the caller's transaction: read → choose → map → act. Throws Refusal for
 * what can't be used.
 */
export async function processRequest(
  webhook: Webhook,
  request: StoredRequest,
  reading = readRequest(webhook, request),
): Promise<Processed> {
  const answer = { requestId: request.id, action: webhook.action };
  const accepted = { ...NOTHING, result: "accepted", statusCode: 202 } as const;
  if (reading.handshake) return { ...accepted, answer };
  try {
    const { ignored, action, ...done } = await carryOut(
      contextOf(webhook, request),
      webhook,
      toReceived({ ...reading, headers: openHeaders(request.headers, credentialHeaders(webhook)) }),
    );
    return {
      ...accepted,
      ...idsOf(done),
      result: done.outcome === "ignored" ? "ignored" : "accepted",
      remarks: done.remarks.length === 0 ? null : done.remarks,
      detail: ignored,
      answer: { ...answer, action, ...told(done) },
    };
  } catch (error) {
    throw unusable(error);
  }
}

/** What the sender is told of it, without what isn't there. */
function told({ outcome, remarks, ...done }: Omit<ActionResult, "ignored">): Record<string, unknown> {
  const ids = Object.entries(idsOf(done)).filter(([, id]) => id !== null);
  return { ...Object.fromEntries(ids), outcome, ...(remarks.length > 0 && { remarks }) };
}

/** What a request led to, or nothing for one that is gone. */
export function idsOf({ ticketId, commentId, chatId, messageId }: ResultIds = NO_IDS): ResultIds {
  return { ticketId, commentId, chatId, messageId };
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
