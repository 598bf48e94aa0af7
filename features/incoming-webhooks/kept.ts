import "server-only";
import { spendQuota } from "@/features/auth/quota";
import type { Refusal, RefusalReason } from "@/features/incoming-webhooks/refusal";
import { SIGNATURE_PROBLEMS } from "@/features/incoming-webhooks/signing/verify-signature";

const MINUTE_SECONDS = 60;
/** Requests that nobody is known to have sent, and those beyond the limit, that are kept per webhook; a flood of more is only counted. */
const KEPT_PER_MINUTE = 60;
/** 64 KiB each: what is kept of forged bodies is 4 MiB per webhook, and small ones always fit. */
const BODY_PARTS_PER_MINUTE = 64;
const BODY_PART_BYTES = 65_536;
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
  if (!UNVERIFIED.has(reason)) return true;
  const limit = {
    name: "incoming:kept-body",
    max: BODY_PARTS_PER_MINUTE,
    windowSeconds: MINUTE_SECONDS,
  };
  for (let part = 0; part < Math.ceil(body.length / BODY_PART_BYTES); part++)
    if ((await spendQuota(limit, webhookId)).isExceeded) return false;
  return true;
}
