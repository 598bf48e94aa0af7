import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import { findEchoReceiver, receiveEcho } from "@/features/echo/receive";
import { EGRESS_TIMEOUT_MS } from "@/lib/egress/client";
import { EgressError } from "@/lib/egress/error";
import type { EgressResponse } from "@/lib/egress/exchange";

/** The target is an echo receiver, and it was deleted. */
export class EchoDeletedError extends Error {
  constructor() {
    super("The echo receiver was deleted. Nothing was sent.");
  }
}

interface Sent {
  headers: Readonly<Record<string, string>>;
  body: string;
}

/**
 * Gives a request to an echo receiver of the organization, in this process: no connection is opened, so no rule for addresses needs an
 * exception. Answers as the network would.
 */
export async function handToEcho(
  { organizationId, key }: { organizationId: number; key: string },
  { headers, body }: Sent,
  timeoutMs = EGRESS_TIMEOUT_MS,
): Promise<EgressResponse> {
  const begun = performance.now();
  const receiver = await findEchoReceiver(key, organizationId);
  if (!receiver) throw new EchoDeletedError();
  const bytes = Buffer.from(body, "utf8");
  const received = { "content-length": String(bytes.length), ...headers };
  const answer = await receiveEcho(receiver, { headers: received, body: bytes, ip: null, isDelivery: true });
  if (!answer) throw new EchoDeletedError();
  await sleep(Math.min(answer.delayMs, timeoutMs));
  if (answer.delayMs >= timeoutMs) throw new EgressError("timeout", `No answer within ${timeoutMs} ms.`);
  const totalMs = performance.now() - begun;
  return {
    statusCode: answer.status,
    headers: { "content-type": "application/json", ...answer.headers },
    body: Buffer.from(answer.body, "utf8"),
    truncated: false,
    timings: { totalMs, firstByteMs: totalMs, dnsMs: null, connectMs: null, tlsMs: null },
  };
}
