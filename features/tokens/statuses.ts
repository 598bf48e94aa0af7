/** How long before its end a token is said to be expiring. */
export const EXPIRING_DAYS = 14;

/** After so long without a call a token may be forgotten. */
export const UNUSED_DAYS = 30;

/** A new token gets so long for its first call. */
export const NEVER_USED_DAYS = 7;

export const TOKEN_STATUSES = ["active", "expiring", "overlap", "expired", "revoked"] as const;

export const USAGE_DAYS_DEFAULT = 30;
