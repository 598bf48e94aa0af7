const PATH = "/settings/api/oauth";

export const OAUTH_CLIENT_TABS = ["sessions", "settings"] as const;
export type OAuthClientTab = (typeof OAUTH_CLIENT_TABS)[number];

export function oauthClientsHref(): string {
  return PATH;
}

export function newOAuthClientHref(): string {
  return `${PATH}/new`;
}

export function oauthClientHref(id: string, tab: OAuthClientTab = "sessions"): string {
  return `${PATH}/${id}${tab === "sessions" ? "" : `?tab=${tab}`}`;
}
