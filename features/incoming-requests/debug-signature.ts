import "server-only";
import { createHash } from "node:crypto";
import type { DebuggedSignature, DebugSignature } from "@/features/incoming-requests/schema";
import { ownWebhook } from "@/features/incoming-requests/webhook";
import { incomingUrl } from "@/features/incoming-webhooks/address";
import { signatureRule } from "@/features/incoming-webhooks/secrets";
import { consumeRateLimit, perMinute } from "@/features/limits/rate-limit";
import { diagnoseSignature } from "@/features/signatures/diagnose";
import { parseHeaderText } from "@/features/signatures/header-text";
import { SIGNATURE_MISTAKES } from "@/features/signatures/mistakes";
import { genericScheme } from "@/features/signatures/schemes/generic";
import { SCHEMES, schemeOf } from "@/features/signatures/schemes/schemes";
import type { Suggestion } from "@/features/signatures/suggest";
import { toleranceOf } from "@/features/signatures/tolerance";
import { actorUserId, authorize, type Context } from "@/lib/context";
import { createGate } from "@/lib/gate";

/** It is for a person who looks for a mistake. */
const CALLS_PER_MINUTE = 60;

/** Each keeps the processor busy for up to half a second. */
const inTurn = createGate("signature searches", {
  atOnce: 1,
  waiting: 19,
  refusal: "Many signatures are being checked right now. Try again in a moment.",
});

/**
 * Which secret made a signature, and by which slip. It is no help to a forger: it compares whole digests and answers yes or no, as sending
 * the request does, tells no digest of its own, and asks for the scope that could replace the secret.
 */
export async function debugSignature(
  ctx: Context,
  webhookId: string,
  { headers, body, bodyEncoding, query = "", receivedAt }: DebugSignature,
): Promise<DebuggedSignature> {
  authorize(ctx, "incoming_webhooks:write");
  await limitCalls(ctx);
  const webhook = await ownWebhook(ctx, webhookId);
  const bytes = Buffer.from(body, bodyEncoding);
  const request = {
    headers: parseHeaderText(typeof headers === "string" ? headers : JSON.stringify(headers)),
    body: bytes,
    url: incomingUrl(webhook.key) + query,
  };
  const rule = signatureRule(webhook);
  const nowMs = receivedAt === undefined ? Date.now() : Date.parse(receivedAt);
  const { mistakes, suggestion, ...diagnosis } = await inTurn(() => diagnoseSignature(request, rule, nowMs));
  return {
    ...diagnosis,
    mistakes: mistakes.map((code) => ({ code, message: SIGNATURE_MISTAKES[code] })),
    suggestion: suggestion && describe(suggestion),
    limitSeconds: toleranceOf(schemeOf(webhook), diagnosis.skewSeconds ?? 0),
    bodyBytes: bytes.length,
    bodySha256: createHash("sha256").update(bytes).digest("hex"),
  };
}

function describe(suggestion: Suggestion) {
  if ("sender" in suggestion) return { ...suggestion, description: SCHEMES[suggestion.sender].label };
  const { label, header } = genericScheme(suggestion.signature);
  return { ...suggestion, description: `${label}, ${header}` };
}

async function limitCalls(ctx: Context): Promise<void> {
  const limit = perMinute("incoming:debug", CALLS_PER_MINUTE);
  const detail = `At most ${CALLS_PER_MINUTE} signatures a minute are checked for one member. Wait a little.`;
  await consumeRateLimit(limit, `${ctx.organizationId}|${actorUserId(ctx)}`, detail);
}
