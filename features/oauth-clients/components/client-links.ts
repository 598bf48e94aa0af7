export const CLIENTS_HREF = "/settings/api/oauth";

export const NO_WRITE_REASON = "Your role can read apps only. An admin can grant oauth_clients:write.";

export const CLIENT_TABS = ["sessions", "settings"] as const;
export type ClientTab = (typeof CLIENT_TABS)[number];

export function clientHref(id: string, tab: ClientTab = "sessions"): string {
  return `${CLIENTS_HREF}/${id}${tab === "sessions" ? "" : `?tab=${tab}`}`;
}
