export const ECHO_STATUSES = [200, 400, 410, 429, 500] as const;
