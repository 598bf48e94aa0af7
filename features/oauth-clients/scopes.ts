import { OAUTH_SCOPES, type OAuthScope } from "@/db/enums";
import { OAuthError } from "@/features/oauth-clients/oauth-error";

export type { OAuthScope };

/**
 * The scopes of a request, which may be any of those `offered`, and are all of them where it names none. Throws invalid_scope for any other.
 * In the order of our own list, each once.
 */
export function readScopes(text: string | undefined, offered: readonly OAuthScope[]): OAuthScope[] {
  const asked = text?.split(" ").filter((name) => name !== "") ?? [];
  const unknown = asked.find((name) => !offered.some((scope) => scope === name));
  if (unknown !== undefined || offered.length === 0)
    throw new OAuthError(
      "invalid_scope",
      `Ask for no more than these scopes: ${offered.join(" ") || "none"}.`,
    );
  return OAUTH_SCOPES.filter((scope) => (asked.length > 0 ? asked : offered).includes(scope));
}
