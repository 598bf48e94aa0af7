export const OAUTH_CLIENT_STATUSES = ["active", "disabled"] as const;
