import type { SubscriptionStatus, SubscriptionVerification } from "@/db/enums";

export interface Transition {
  from: readonly SubscriptionStatus[];
  to: SubscriptionStatus;
}

/** Every way from one status to another; no other code sets a status. */
export const TRANSITIONS = {
  /** By hand: events for it are held from now on. */
  pause: { from: ["active", "unverified", "disabled"], to: "paused" },
  /** By hand: what was held is sent. */
  resume: { from: ["paused", "disabled"], to: "active" },
  /** By hand, where its target has yet to answer the handshake. */
  resumeUnverified: { from: ["paused", "disabled"], to: "unverified" },
  /** By hand: its target has to answer the handshake first from now on. */
  requireVerification: { from: ["active"], to: "unverified" },
  /** Its target answered the handshake, or need not any more: what was held is sent. */
  verify: { from: ["unverified"], to: "active" },
  /** By us, because its target is gone or has failed for too long. */
  disable: { from: ["active"], to: "disabled" },
} as const satisfies Record<string, Transition>;

/** Whether a subscription of that status goes this way. */
export function allows({ from }: Transition, status: SubscriptionStatus): boolean {
  return from.includes(status);
}

/** Only an active one is sent anything. */
export function isActive(status: SubscriptionStatus): boolean {
  return status === "active";
}

/** Nothing is sent before its target has answered the handshake. */
export function isUnverified(status: SubscriptionStatus): boolean {
  return status === "unverified";
}

/** A new one's. */
export function firstStatus(isVerified: boolean): SubscriptionStatus {
  return isVerified ? "active" : "unverified";
}

export function isPaused(status: SubscriptionStatus): boolean {
  return status === "paused";
}

export function isDisabled(status: SubscriptionStatus): boolean {
  return status === "disabled";
}

/** Until when its target is left alone because it failed so often; null once that is over. IS_RESTING says the same in SQL. */
export function restingUntil(breakerOpenUntil: Date | null | undefined): string | null {
  const isResting = breakerOpenUntil && breakerOpenUntil.getTime() > Date.now();
  return isResting ? breakerOpenUntil.toISOString() : null;
}

interface Verifiable {
  verification: SubscriptionVerification;
  verifiedAt: string | null;
  pendingTargetUrl: string | null;
}

/** The target has yet to answer the handshake before it is sent anything. */
export function needsVerification({
  verification,
  verifiedAt,
}: Omit<Verifiable, "pendingTargetUrl">): boolean {
  return isVerifiable(verification) && verifiedAt === null;
}

/** That, or the target that is to replace it has. */
export function awaitsHandshake(subscription: Verifiable): boolean {
  return needsVerification(subscription) || subscription.pendingTargetUrl !== null;
}

/** There is a handshake that its target has to answer. */
export function isVerifiable(verification: SubscriptionVerification): boolean {
  return verification !== "none";
}
