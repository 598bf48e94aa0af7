/** Plain tuples behind the database enums and the Zod enums; safe to import in the browser. */
export const SUBSCRIPTION_STATUSES = ["active", "paused", "disabled"] as const;

export const SUBSCRIPTION_LEVELS = ["organization", "team", "account", "sequence"] as const;
export type SubscriptionLevel = (typeof SUBSCRIPTION_LEVELS)[number];

export const DELIVERY_STATUSES = [
  "pending",
  "sending",
  "retrying",
  "succeeded",
  "failed",
  "held",
  "canceled",
] as const;
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

export const ATTEMPT_TRIGGERS = ["first", "retry", "manual", "test"] as const;
export type AttemptTrigger = (typeof ATTEMPT_TRIGGERS)[number];

export const AUDIT_ACTORS = ["user", "token", "system"] as const;
export const AUDIT_OUTCOMES = ["success", "failure"] as const;
