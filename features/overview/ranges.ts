export const OVERVIEW_RANGES = ["24h", "7d", "30d"] as const;

export type OverviewRange = (typeof OVERVIEW_RANGES)[number];
