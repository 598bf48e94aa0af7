import { useMe } from "@/features/auth/hooks";
import type { Token } from "@/features/tokens/schema";

/** What the viewer may do with a token, with the reason where they may not. The server decides again. */
export function useTokenRights(token: Token): { isOwner: boolean; changeRefusal: string | null } {
  const me = useMe();
  const mayWrite = me?.permissions.includes("tokens:write") ?? false;
  return {
    isOwner: me?.user.id === token.createdBy.id,
    changeRefusal: mayWrite ? null : "Your role can't change tokens. An admin can.",
  };
}
