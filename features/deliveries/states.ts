import {
  type AttemptTrigger,
  DELIVERY_STATES,
  DELIVERY_STATUSES,
  type DeliveryState,
  type DeliveryStatus,
  MANUAL_TRIGGERS,
} from "@/db/enums";

interface Transition {
  from: readonly DeliveryStatus[];
  to: readonly DeliveryStatus[];
}

const { waiting, sending, held } = DELIVERY_STATES;

/** Every way from one status to another; transitions.ts has the SQL of each, and no other code sets a status. */
export const TRANSITIONS = {
  /** An event matched a subscription: to be sent, or kept while the subscription takes nothing. */
  enqueue: { from: [], to: ["pending", "held"] },
  /** Its owner lost the right to it. */
  hold: { from: waiting, to: held },
  release: { from: held, to: ["pending"] },
  /** A worker took it. */
  lease: { from: waiting, to: sending },
  /** The worker that had it is gone; another one takes it. */
  expire: { from: sending, to: sending },
  /** An attempt ended it. */
  record: { from: sending, to: ["succeeded", "failed", "canceled"] },
  /** An attempt failed and another one is planned. */
  retry: { from: sending, to: ["retrying"] },
  /** By hand, whatever has become of it. */
  resend: { from: DELIVERY_STATUSES.filter((status) => status !== "sending"), to: ["pending"] },
  /** By hand, or with its subscription. What is being sent ends normally. */
  cancel: { from: [...waiting, ...held], to: ["canceled"] },
} as const satisfies Record<string, Transition>;

export const isWaiting = within("waiting");
export const isRetrying = within("retrying");
export const isSending = within("sending");
export const isOpen = within("open");
export const isHeld = within("held");
export const isUndelivered = within("undelivered");

export function isDelivered(status: DeliveryStatus): boolean {
  return status === "succeeded";
}

export function isCanceled(status: DeliveryStatus): boolean {
  return status === "canceled";
}

/** No attempt is left. */
export const FAILED: DeliveryStatus = "failed";

/** A person asked for the attempt. */
export function isManual(trigger: AttemptTrigger): boolean {
  return MANUAL_TRIGGERS.some((manual) => manual === trigger);
}

function within(state: DeliveryState): (status: DeliveryStatus) => boolean {
  const statuses: readonly DeliveryStatus[] = DELIVERY_STATES[state];
  return (status) => statuses.includes(status);
}
