import "server-only";
import { sql } from "drizzle-orm";
import type { DeliveryFormat, SubscriptionVerification } from "@/db/enums";
import { FORMATS } from "@/features/formats/formats";
import { allows, firstStatus, TRANSITIONS } from "@/features/subscription-states/states";
import {
  type LockedSubscription,
  type SubscriptionColumns,
  statusColumns,
} from "@/features/subscriptions/change";
import type { CreateSubscription, Subscription, UpdateSubscription } from "@/features/subscriptions/schema";
import { sealHeaders, sealHookSecret, sealPendingHeaders } from "@/features/subscriptions/secrets";
import { inngest } from "@/inngest/client";
import { verificationRequested } from "@/inngest/events";
import { log } from "@/lib/log";

/** What a target that has answered the handshake gave back. */
export interface Verified {
  hookSecret: string;
}

/** Has the target asked at once. */
export const ASK_NOW = { lastVerification: null, verificationDueAt: sql`now()` };
const ASK_NO_MORE = { lastVerification: null, verificationDueAt: null };
export const NO_PENDING_TARGET = { pendingTargetUrl: null, pendingHeadersCiphertext: null };

/** Has the worker ask it. Never awaited, and safe to lose: the sweeper looks every minute. */
export function askTarget({ id, organizationId }: Pick<Subscription, "id" | "organizationId">): void {
  inngest
    .send(verificationRequested.create({ subscriptionId: id, organizationId }))
    .catch((error: unknown) => log.warn({ err: error }, "could not ask a target; the sweeper will"));
}

/** What a new subscription has of it; `hookSecret` is what its target gave back already. */
export function newVerificationColumns(id: string, input: CreateSubscription, hookSecret?: string) {
  const verification =
    hookSecret === undefined ? wantedVerification({ ...input, otherwise: "none" }) : "x_hook_secret";
  const isVerified = hookSecret !== undefined || verification === "none";
  return {
    verification,
    status: firstStatus(isVerified),
    ...(hookSecret !== undefined && {
      verifiedAt: sql`now()`,
      hookSecretCiphertext: sealHookSecret(id, hookSecret),
    }),
    ...(isVerified ? {} : ASK_NOW),
  };
}

/** Where events are to go, once the target is one. */
export function wantedTarget(before: Subscription, input: UpdateSubscription): string {
  return input.targetUrl ?? before.pendingTargetUrl ?? before.targetUrl;
}

/** Whether the change sends to another target: at once, or as soon as that has answered. */
export function changesTarget(before: Subscription, input: UpdateSubscription): boolean {
  const wanted = wantedTarget(before, input);
  if (wanted === before.targetUrl) return false;
  return wanted !== before.pendingTargetUrl || verificationAfter(before, input) === "none";
}

/** Target, headers and verification, as a change leaves them. */
export function targetColumns({ before, ...locked }: LockedSubscription, input: UpdateSubscription) {
  const verification = verificationAfter(before, input);
  if (verification === "none") return unverifiedTarget({ before, ...locked }, input);
  if (before.verification === "none" || before.verifiedAt === null)
    return targetToVerify(before, input, verification);
  return pendingTarget(before, input);
}

/** The same where the new target has answered already. */
export function verifiedTarget(
  { before }: LockedSubscription,
  input: UpdateSubscription,
  { hookSecret }: Verified,
): SubscriptionColumns {
  return {
    ...given(input),
    ...givenHeaders(before.id, input),
    ...NO_PENDING_TARGET,
    ...ASK_NO_MORE,
    verification: "x_hook_secret",
    verifiedAt: sql`now()`,
    hookSecretCiphertext: sealHookSecret(before.id, hookSecret),
    ...(allows(TRANSITIONS.verify, before.status) && statusColumns(TRANSITIONS.verify, null)),
  };
}

/** The target is sent events without being asked. */
function unverifiedTarget(
  { before, pendingHeadersCiphertext }: LockedSubscription,
  input: UpdateSubscription,
): SubscriptionColumns {
  if (before.verification === "none") return { ...given(input), ...givenHeaders(before.id, input) };
  const targetUrl = wantedTarget(before, input);
  // Headers that wait for another target stay unknown to the present one.
  const isReplaced = targetUrl !== before.targetUrl;
  return {
    verification: "none",
    targetUrl,
    ...(isReplaced && pendingHeadersCiphertext && { headersCiphertext: pendingHeadersCiphertext }),
    ...givenHeaders(before.id, input),
    ...NO_PENDING_TARGET,
    ...ASK_NO_MORE,
    verifiedAt: null,
    hookSecretCiphertext: null,
    ...(allows(TRANSITIONS.verify, before.status) && statusColumns(TRANSITIONS.verify, null)),
  };
}

/** No target has answered yet, so there is none to keep meanwhile. */
function targetToVerify(
  before: Subscription,
  input: UpdateSubscription,
  verification: SubscriptionVerification,
): SubscriptionColumns {
  const isNew = before.verification === "none" || wantedTarget(before, input) !== before.targetUrl;
  return {
    ...given(input),
    ...givenHeaders(before.id, input),
    ...(isNew && { verification, ...ASK_NOW }),
    ...(allows(TRANSITIONS.requireVerification, before.status) &&
      statusColumns(TRANSITIONS.requireVerification, null)),
  };
}

/** The present target goes on getting the events until the other one has answered. */
function pendingTarget(before: Subscription, input: UpdateSubscription): SubscriptionColumns {
  const wanted = wantedTarget(before, input);
  if (wanted === before.targetUrl) {
    const isDropped = before.pendingTargetUrl !== null;
    return {
      ...givenHeaders(before.id, input),
      ...(isDropped && { ...NO_PENDING_TARGET, ...ASK_NO_MORE }),
    };
  }
  const isAskedAnew = wanted !== before.pendingTargetUrl || input.headers !== undefined;
  return {
    ...(isAskedAnew && { pendingTargetUrl: wanted, ...ASK_NOW }),
    ...(input.headers && { pendingHeadersCiphertext: sealPendingHeaders(before.id, input.headers) }),
  };
}

function verificationAfter(before: Subscription, input: UpdateSubscription): SubscriptionVerification {
  const { format = before.format, verification } = input;
  return wantedVerification({ format, verification, otherwise: before.verification });
}

interface WantedVerification {
  format: DeliveryFormat;
  verification?: SubscriptionVerification | undefined;
  otherwise: SubscriptionVerification;
}

function wantedVerification({
  format,
  verification,
  otherwise,
}: WantedVerification): SubscriptionVerification {
  return FORMATS[format].isVerified ? "x_hook_secret" : (verification ?? otherwise);
}

function given({ targetUrl }: UpdateSubscription): SubscriptionColumns {
  return targetUrl === undefined ? {} : { targetUrl };
}

function givenHeaders(id: string, { headers }: UpdateSubscription): SubscriptionColumns {
  return headers === undefined ? {} : { headersCiphertext: sealHeaders(id, headers) };
}
