export const THEMES = ["system", "light", "dark"] as const;

export type Theme = (typeof THEMES)[number];

export const THEME_COOKIE = "replify-theme";

/** Of the rows of all tables. */
export type RowHeight = "normal" | "compact";

export const ROW_HEIGHT_COOKIE = "replify-row-height";

/** Which columns are taken out of which lists. */
export const HIDDEN_COLUMNS_COOKIE = "replify-hidden-columns";

/** The browser's IANA time zone, told to the server so that the first paint shows local times. */
export const TIME_ZONE_COOKIE = "replify-time-zone";

const ONE_YEAR_SECONDS = 365 * 24 * 60 * 60;

export function parseTheme(value: string | undefined): Theme {
  return THEMES.find((theme) => theme === value) ?? "system";
}

export function parseRowHeight(value: string | undefined): RowHeight {
  return value === "compact" ? "compact" : "normal";
}

/** From what `document.cookie` says; undefined when it isn't there or can't be read. */
export function readCookie(cookies: string, name: string): string | undefined {
  const line = cookies.split("; ").find((one) => one.startsWith(`${name}=`));
  try {
    return line && decodeURIComponent(line.slice(name.length + 1));
  } catch {
    return undefined;
  }
}

/** A `document.cookie` line for a display preference; never use it for anything secret. */
export function preferenceCookie(name: string, value: string): string {
  return `${name}=${encodeURIComponent(value)}; path=/; max-age=${ONE_YEAR_SECONDS}; samesite=lax`;
}
