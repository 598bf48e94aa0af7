import "server-only";
import { sql } from "drizzle-orm";
import { applyChange, type Change } from "@/features/audit/change";
import type { HandshakeResult } from "@/features/handshake/handshake";
import type { Handshake } from "@/features/handshake/schema";
import { allows, awaitsHandshake, TRANSITIONS } from "@/features/subscription-states/states";
import {
  type LockedSubscription,
  SUBSCRIPTION,
  type SubscriptionColumns,
  statusColumns,
  writeSubscription,
} from "@/features/subscriptions/change";
import type { Subscription } from "@/features/subscriptions/schema";
import { sealHookSecret } from "@/features/subscriptions/secrets";
import { followChange } from "@/features/subscriptions/status";
import { NO_PENDING_TARGET } from "@/features/subscriptions/verification";
import type { Context } from "@/lib/context";
import { env } from "@/lib/env";
import { ConflictError } from "@/lib/errors";

/** After each handshake in vain; when they are spent, only a person tries again. */
const DELAYS_SECONDS = [10, 60, 300, 1800];

export interface Begun {
  targetUrl: string;
  headers: Record<string, string>;
  handshake: Handshake;
}

/** What has become of a handshake, and what follows for its subscription. */
interface Ended {
  locked: LockedSubscription;
  handshake: Handshake;
  targetUrl: string;
}

/** Throws ConflictError when the target is no longer the one that was asked: its answer says nothing about the other. */
export async function recordHandshake(
  ctx: Context,
  id: string,
  { targetUrl, handshake: begun }: Begun,
  { hookSecret, startedAt: _, ...result }: HandshakeResult,
): Promise<Subscription> {
  const outcome = hookSecret === null ? ("failed" as const) : ("verified" as const);
  const handshake = { ...begun, ...result, outcome };
  const after = await applyChange(ctx, SUBSCRIPTION, id, (locked) => {
    const ended = { locked, handshake, targetUrl };
    assertStillAsked(ended);
    return hookSecret === null ? failed(ctx, ended) : verified(ctx, ended, hookSecret);
  });
  const isLast = after.lastVerification?.startedAt === handshake.startedAt;
  const nextTryAt = isLast ? (after.lastVerification?.nextTryAt ?? null) : null;
  return { ...after, lastVerification: { ...handshake, nextTryAt } };
}

function assertStillAsked({ locked: { before }, targetUrl }: Ended): void {
  const isAsked = targetUrl === before.targetUrl || targetUrl === before.pendingTargetUrl;
  if (isAsked && before.verification !== "none") return;
  throw new ConflictError(
    "The target was changed before it answered, so its answer counts for nothing. Verify again.",
  );
}

function verified(ctx: Context, ended: Ended, hookSecret: string): Change<Subscription> | null {
  const { locked, handshake, targetUrl } = ended;
  const { before, pendingHeadersCiphertext } = locked;
  // The target remembers the value that it was sent last.
  if (before.lastVerification?.outcome === "verified" && isOlder(ended)) return null;
  return {
    action: "subscription.verified",
    write: () =>
      writeSubscription(ctx, before.id, {
        hookSecretCiphertext: sealHookSecret(before.id, hookSecret),
        verifiedAt: sql`now()`,
        ...(targetUrl === before.pendingTargetUrl && {
          targetUrl,
          ...(pendingHeadersCiphertext && { headersCiphertext: pendingHeadersCiphertext }),
          ...NO_PENDING_TARGET,
        }),
        ...(isOfAskedTarget(ended) && { lastVerification: handshake, verificationDueAt: null }),
        ...(allows(TRANSITIONS.verify, before.status) && statusColumns(TRANSITIONS.verify, null)),
      }),
    tell: (after) => followChange(before, after),
  };
}

function failed(ctx: Context, ended: Ended): Change<Subscription> | null {
  const { before } = ended.locked;
  if (!isOfAskedTarget(ended) || isOlder(ended)) return null;
  return {
    action: "subscription.verification_failed",
    outcome: "failure",
    write: () => writeSubscription(ctx, before.id, failureColumns(before, ended.handshake)),
    notes: { handshake: { from: null, to: ended.handshake.failure } },
  };
}

function failureColumns(before: Subscription, handshake: Handshake): SubscriptionColumns {
  const delay = DELAYS_SECONDS[handshake.number - 1];
  // Who says 410 wants to be left alone.
  const isTriedAgain = awaitsHandshake(before) && handshake.failure !== "gone" && delay !== undefined;
  return {
    lastVerification: handshake,
    verificationDueAt: isTriedAgain
      ? sql`now() + make_interval(secs => ${delay * env.DELIVERY_TIME_SCALE})`
      : null,
    updatedAt: sql`updated_at`,
  };
}

/** Another one began later, and is done or under way. */
function isOlder({ locked: { before }, handshake }: Ended): boolean {
  return before.lastVerification !== null && before.lastVerification.startedAt > handshake.startedAt;
}

/** The present target may have been asked again just before another one was to replace it. */
function isOfAskedTarget({ locked: { before }, targetUrl }: Ended): boolean {
  return targetUrl === (before.pendingTargetUrl ?? before.targetUrl);
}
