import { useMe } from "@/features/auth/hooks";
import type { Token } from "@/features/tokens/schema";
import { expandScopes } from "@/lib/scopes";

/** Why the viewer may neither change nor rotate the token; null if they may. The server decides again. */
export function useChangeRefusal(token: Token): string | null {
  const me = useMe();
  if (!me?.permissions.includes("tokens:write")) return "Your role can't change tokens. An admin can.";
  if (me.user.id === token.createdBy.id) return null;
  const beyond = [...expandScopes(token.scopes)].filter((scope) => !me.permissions.includes(scope));
  if (beyond.length === 0) return null;
  return `It can do more than you: only ${token.createdBy.name} or an admin can change or rotate it.`;
}
