import { OAuthError } from "@/features/oauth-clients/oauth-error";

const HOST_MAX = 253;

/** The host of the site that a device says it is, given by its name or an address on it. Throws OAuthError for what is neither. */
export function readSite(text: string | undefined): string | null {
  if (text === undefined) return null;
  const url = text.includes("://") ? text : `https://${text}`;
  const host = /^https?:\/\//i.test(url) && URL.canParse(url) ? new URL(url).host : "";
  if (host === "" || host.length > HOST_MAX)
    throw new OAuthError("invalid_request", "site is the host of a site, as in shop.example.com");
  return host;
}
