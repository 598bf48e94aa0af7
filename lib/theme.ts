export const THEMES = ["system", "light", "dark"] as const;

export type Theme = (typeof THEMES)[number];

export const THEME_COOKIE = "replify-theme";

/** Of the rows of all tables. */
export type RowHeight = "normal" | "compact";

export const ROW_HEIGHT_COOKIE = "replify-row-height";

/** The browser's IANA time zone, told to the server so that the first paint shows local times. */
export const TIME_ZONE_COOKIE = "replify-time-zone";

const ONE_YEAR_SECONDS = 365 * 24 * 60 * 60;

export function parseTheme(value: string | undefined): Theme {
  return THEMES.find((theme) => theme === value) ?? "system";
}

export function parseRowHeight(value: string | undefined): RowHeight {
  return value === "compact" ? "compact" : "normal";
}

/** A `document.cookie` line for a display preference; never use it for anything secret. */
export function preferenceCookie(name: string, value: string): string {
  return `${name}=${encodeURIComponent(value)}; path=/; max-age=${ONE_YEAR_SECONDS}; samesite=lax`;
}
