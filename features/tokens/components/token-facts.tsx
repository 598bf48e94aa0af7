import { KeyValues } from "@/components/key-values";
import { Time } from "@/components/time";
import { describeScopes } from "@/features/tokens/access";
import type { Token } from "@/features/tokens/schema";
import { TokenExpiry, TokenHint, TokenLastUse } from "./token-status";

export function TokenFacts({ token }: { token: Token }) {
  return (
    <KeyValues
      items={[
        { label: "Token", value: <TokenHint token={token} /> },
        { label: "Can", value: describeScopes(token.scopes) ?? "do nothing" },
        { label: "Scopes", value: token.scopes.join(", "), isMono: true, copy: token.scopes.join(" ") },
        {
          label: "Allowed from",
          value: token.allowedCidrs.length > 0 ? token.allowedCidrs.join(", ") : "Any address",
          isMono: token.allowedCidrs.length > 0,
        },
        { label: "Last used", value: <TokenLastUse token={token} /> },
        ...(token.lastUsedRoute ? [{ label: "Last call", value: token.lastUsedRoute, isMono: true }] : []),
        ...(token.lastUsedIp ? [{ label: "From", value: token.lastUsedIp, isMono: true }] : []),
        { label: "Expires", value: <TokenExpiry token={token} /> },
        { label: "Owner", value: token.createdBy.name },
        { label: "Created", value: <Time value={token.createdAt} display="full" /> },
        ...(token.revokedAt
          ? [{ label: "Revoked", value: <Time value={token.revokedAt} display="full" /> }]
          : []),
        { label: "Token id", value: token.id, isMono: true, copy: token.id },
      ]}
    />
  );
}
