import type { OAuthClient, UpdateOAuthClient } from "@/features/oauth-clients/schema";

const LISTS = ["redirectUris", "grants", "scopes"] as const;
const LIFETIMES = [
  "accessTokenSeconds",
  "refreshIdleSeconds",
  "refreshAbsoluteSeconds",
  "refreshGraceSeconds",
] as const;
const SWITCHES = ["firstParty", "isActive"] as const;

/** Whether a change lets the app do something that it can't do yet. */
export function isWider(before: OAuthClient, input: UpdateOAuthClient): boolean {
  const hasMore = LISTS.some((field) => {
    const had: readonly string[] = before[field];
    return input[field]?.some((one) => !had.includes(one));
  });
  return (
    hasMore ||
    LIFETIMES.some((field) => (input[field] ?? 0) > before[field]) ||
    SWITCHES.some((field) => input[field] === true && !before[field])
  );
}
