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
import type { EgressResponse } from "@/lib/egress/exchange";
import { egressRuleFromEnv } from "@/lib/egress/rule";
import { log } from "@/lib/log";

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
  const attempt = {
    startedAtMs: delivery.claimedAtMs,
    trigger: delivery.trigger,
    requestedBy: delivery.requestedBy,
    url: target.url,
    requestHeaders: {},
  };
  try {
    const request = requestOf(delivery, target);
    attempt.requestHeaders = redactHeaders(request.headers, target.headers);
    const response = await call(delivery, target, { ...request, shownHeaders: attempt.requestHeaders });
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
      ...failureOf(error, delivery),
      retryAfterMs: null,
      responseHeaders: null,
      responseBody: null,
      responseTruncated: false,
      timings: null,
    };
  }
}

interface OutgoingRequest {
  headers: Record<string, string>;
  body: string;
}

function requestOf(delivery: ClaimedDelivery, target: Target): OutgoingRequest {
  // The database's clock signs, so that a process whose own clock is off still sends timestamps that verify.
  const timestamp = Math.floor(delivery.claimedAtMs / 1000);
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
  return { headers, body };
}

/** An echo receiver shows what it gets, so it gets the headers as the log shows them. */
async function call(
  { organizationId }: ClaimedDelivery,
  { url }: Target,
  { headers, shownHeaders, body }: OutgoingRequest & { shownHeaders: Record<string, string> },
): Promise<EgressResponse> {
  const key = echoKeyOf(url);
  if (key !== null) return handToEcho({ organizationId, key }, { headers: shownHeaders, body });
  client ??= createEgressClient(egressRuleFromEnv());
  return client.post(url, { headers, body });
}

/** What the people of a subscription are told. The words of any other error are ours alone: they may name what nobody outside should know. */
function failureOf(
  error: unknown,
  { id }: ClaimedDelivery,
): { errorClass: ErrorClass; errorMessage: string } {
  if (error instanceof EgressError) return { errorClass: error.kind, errorMessage: error.message };
  if (error instanceof EchoDeletedError) return { errorClass: "echo_deleted", errorMessage: error.message };
  log.error({ err: error, deliveryId: id }, "could not send a delivery");
  return {
    errorClass: "internal_error",
    errorMessage: "Replify itself failed while sending this. Its log says why.",
  };
}

export async function closeSender(): Promise<void> {
  await client?.close();
  client = undefined;
}

function elapsedMs(begun: number): number {
  return Math.round(performance.now() - begun);
}
