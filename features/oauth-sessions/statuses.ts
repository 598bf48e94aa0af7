export const SESSION_STATUSES = ["active", "ended", "expired"] as const;
