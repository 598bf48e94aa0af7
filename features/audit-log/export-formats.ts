export const EXPORT_FORMATS = ["csv", "json"] as const;

/** The newest ones; for more, export one span of time after the other. */
export const EXPORT_LIMIT = 100_000;
