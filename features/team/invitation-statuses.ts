export const INVITATION_STATUSES = ["pending", "expired", "accepted", "revoked"] as const;
