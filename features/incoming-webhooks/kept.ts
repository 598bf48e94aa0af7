import "server-only";
import { spendQuota } from "@/features/auth/quota";
import { takeFromRateLimit } from "@/features/auth/rate-limit";
import type { Refusal, RefusalReason } from "@/features/incoming-webhooks/refusal";
import { SIGNATURE_PROBLEMS } from "@/features/incoming-webhooks/signing/verify-signature";

const MINUTE_SECONDS = 60;
/** Requests that nobody is known to have sent, and those beyond the limit, that are kept per webhook; a flood of more is only counted. */
const KEPT_PER_MINUTE = 60;
/** A body of up to this is kept with its request, of which there are few enough: no forger takes that room from the real sender. */
const SMALL_BODY_BYTES = 65_536;
/** Larger ones share this much per webhook. */
const LARGE_BODY_BYTES_PER_MINUTE = 4 * 1024 * 1024;
/** Refused before or for its signature, so that anybody may have sent it. */
const UNVERIFIED: ReadonlySet<RefusalReason> = new Set([
  ...SIGNATURE_PROBLEMS,
  "ip_not_allowed",
  "too_large",
]);

/** What the real sender signed is always kept: it may be mended. */
export async function isFlood(webhookId: string, { reason }: Refusal): Promise<boolean> {
  const isLimited = UNVERIFIED.has(reason) || reason === "rate_limited";
  if (!isLimited) return false;
  const name = reason === "rate_limited" ? "incoming:kept-limited" : "incoming:kept";
  const limit = { name, max: KEPT_PER_MINUTE, windowSeconds: MINUTE_SECONDS };
  return (await spendQuota(limit, webhookId)).isExceeded;
}

/** Whether there is room for the body. Without it the request can't be accepted later. */
export async function hasRoomForBody(webhookId: string, { reason }: Refusal, body: Buffer): Promise<boolean> {
  if (!UNVERIFIED.has(reason) || body.length <= SMALL_BODY_BYTES) return true;
  const limit = {
    name: "incoming:kept-body",
    max: LARGE_BODY_BYTES_PER_MINUTE,
    windowSeconds: MINUTE_SECONDS,
  };
  return takeFromRateLimit(limit, webhookId, body.length);
}
