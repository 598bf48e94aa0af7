import "server-only";
import type { AttemptTrigger } from "@/db/enums";
import { parseRetryAfter } from "@/features/deliveries/backoff";
import { renderBody } from "@/features/deliveries/content";
import { classifyStatus, type ErrorClass } from "@/features/deliveries/error-classes";
import { hopsProof } from "@/features/deliveries/hops-proof";
import { EchoDeletedError, handToEcho } from "@/features/echo/hand-over";
import { FORMATS } from "@/features/formats/formats";
import { deliveryHeaders, redactHeaders } from "@/features/formats/wire";
import type { ClaimedDelivery } from "@/features/sending/claim";
import type { Target } from "@/features/sending/targets";
import { signDelivery } from "@/features/signatures/sign-delivery";
import { maskCredentials } from "@/lib/credential-headers";
import { echoKeyOf } from "@/lib/echo-address";
import { createEgressClient, type EgressClient } from "@/lib/egress/client";
import { EgressError } from "@/lib/egress/error";
import { egressRuleFromEnv } from "@/lib/egress/rule";

/** What one HTTP try did, before anyone decides what follows from it. */
export interface SendResult {
  startedAtMs: number;
  durationMs: number;
  statusCode: number | null;
  success: boolean;
  errorClass: ErrorClass | null;
  errorMessage: string | null;
  /** What the receiver asked for in Retry-After, in milliseconds. */
  retryAfterMs: number | null;
  trigger: AttemptTrigger;
  requestedBy: number | null;
  url: string;
  requestHeaders: Record<string, string>;
  responseHeaders: Record<string, string> | null;
  responseBody: Buffer | null;
  responseTruncated: boolean;
  timings: Record<string, number | null> | null;
}

let client: EgressClient | undefined;

/** Makes the HTTP try that `delivery` is leased for. Never throws: whatever goes wrong is its result. */
export async function sendDelivery(delivery: ClaimedDelivery, target: Target): Promise<SendResult> {
  const begun = performance.now();
  const startedAtMs = delivery.claimedAtMs;
  // The database's clock signs, so that a process whose own clock is off still sends timestamps that verify.
  const timestamp = Math.floor(startedAtMs / 1000);
  const body = renderBody(delivery);
  const hops = delivery.hops + 1;
  const headers = deliveryHeaders({
    format: delivery.format,
    deliveryId: delivery.id,
    eventId: delivery.eventId,
    eventName: delivery.eventName,
    hookSecret: target.hookSecret,
    hops,
    hopsProof: hopsProof({ hops, deliveryId: delivery.id, timestamp }),
    attempt: delivery.attempt,
    timestamp,
    signatures: signDelivery({
      secrets: target.secrets,
      own: FORMATS[delivery.format].signature,
      deliveryId: delivery.id,
      timestamp,
      body,
    }),
    custom: target.headers,
  });
  const attempt = {
    startedAtMs,
    trigger: delivery.trigger,
    requestedBy: delivery.requestedBy,
    url: target.url,
    requestHeaders: redactHeaders(headers, target.headers),
  };
  client ??= createEgressClient(egressRuleFromEnv());
  try {
    const key = echoKeyOf(target.url);
    const response =
      key === null
        ? await client.post(target.url, { headers, body })
        : await handToEcho({ ...delivery, key }, { headers: attempt.requestHeaders, body });
    const success = response.statusCode >= 200 && response.statusCode < 300;
    return {
      ...attempt,
      durationMs: elapsedMs(begun),
      statusCode: response.statusCode,
      success,
      errorClass: success ? null : classifyStatus(response.statusCode),
      errorMessage: null,
      retryAfterMs: success ? null : parseRetryAfter(response.headers["retry-after"], Date.now()),
      responseHeaders: maskCredentials(response.headers),
      responseBody: response.body,
      responseTruncated: response.truncated,
      timings: { ...response.timings },
    };
  } catch (error) {
    return {
      ...attempt,
      durationMs: elapsedMs(begun),
      statusCode: null,
      success: false,
      errorClass: classifyError(error),
      errorMessage: error instanceof Error ? error.message : String(error),
      retryAfterMs: null,
      responseHeaders: null,
      responseBody: null,
      responseTruncated: false,
      timings: null,
    };
  }
}

function classifyError(error: unknown): ErrorClass {
  if (error instanceof EgressError) return error.kind;
  return error instanceof EchoDeletedError ? "echo_deleted" : "invalid_response";
}

export async function closeSender(): Promise<void> {
  await client?.close();
  client = undefined;
}

function elapsedMs(begun: number): number {
  return Math.round(performance.now() - begun);
}
