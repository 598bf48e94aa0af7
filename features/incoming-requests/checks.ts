import "server-only";
import type { IncomingCall } from "@/features/incoming-requests/call";
import { Refusal } from "@/features/incoming-requests/refusal";
import type { Webhook } from "@/features/incoming-requests/webhook";
import { signatureRule } from "@/features/incoming-webhooks/secrets";
import { spendQuota } from "@/features/limits/quota";
import { perMinute } from "@/features/limits/rate-limit";
import { verifySignature } from "@/features/signatures/verify";
import { isAllowedFrom } from "@/lib/allow-list";
import { RateLimitedError } from "@/lib/errors";
import { limitedAddress } from "@/lib/limited-address";

/** Requests of nobody's that one address may send to one webhook before it is told to wait. */
const FAILURES_PER_MINUTE = 120;
/** Deliveries of ours in a row that may lead back here. */
const MAX_HOPS = 3;

/** Checks address and signature. Throws Refusal, which tells the sender less than the log. */
export async function authenticate(webhook: Webhook, call: IncomingCall) {
  assertAllowedFrom(webhook, call.ip);
  const verdict = verifySignature(call, signatureRule(webhook), Date.now());
  if (!verdict.isValid) {
    await limitFailures(webhook, call.ip);
    // One text for all of them: what exactly is wrong helps a forger more than a sender, whose admin reads it in the log.
    throw new Refusal("unauthorized", {
      reason: verdict.problem,
      detail: "The signature is missing or wrong. The webhook's request log in Replify says what to change.",
      logDetail: verdict.detail,
      headers: { "www-authenticate": "Signature" },
    });
  }
  const secretUsed = verdict.secretIndex === 0 ? ("current" as const) : ("previous" as const);
  const { eventId, timestamp, proof } = verdict;
  return { secretUsed, eventId, timestamp, proof };
}

export function assertAllowedFrom({ allowedCidrs }: Webhook, ip: string | null): void {
  if (isAllowedFrom(ip, allowedCidrs)) return;
  const detail = `Requests from ${ip ?? "an unknown address"} are not allowed here.`;
  throw new Refusal("forbidden", { reason: "ip_not_allowed", detail });
}

/**
 * Failures count per address, so that a forger elsewhere can't use up the real sender's share. Those beyond the limit write nothing, not even to
 * the webhook's counts, which each real request writes to.
 */
export async function limitFailures(webhook: Webhook, ip: string | null): Promise<void> {
  const limit = perMinute("incoming:failures", FAILURES_PER_MINUTE);
  const quota = await spendQuota(limit, `${webhook.id}|${limitedAddress(ip)}`);
  if (!quota.isExceeded) return;
  throw new RateLimitedError(
    "Too many requests that were refused. Wait, then send one that is signed and posted as it should be.",
    quota.resetSeconds,
  );
}

/** For a body over the webhook's limit; one that its sender signed is kept, and taken once the limit is raised. */
export function oversized(maxBodyBytes: number, isSigned: boolean): Refusal {
  return new Refusal("payload_too_large", {
    reason: "too_large",
    isSigned,
    detail: `The body may be at most ${maxBodyBytes} bytes. Split the request, or raise the webhook's limit.`,
    ...(isSigned && {
      logDetail: `The body has more than the ${maxBodyBytes} bytes of this webhook's limit. The sender signed it, so it was kept: raise the limit, and accept it.`,
    }),
  });
}

/** Ends what goes round in circles. Only we can have set a number of hops that is proven. */
export function assertNoLoop(hops: number): void {
  if (hops < MAX_HOPS) return;
  throw new Refusal("invalid", {
    reason: "loop",
    detail: `This request goes back to ${hops} deliveries of Replify in a row. The loop ends here: unsubscribe one of its ends.`,
  });
}
