import { Ban, CircleCheck, Clock, TimerOff } from "lucide-react";
import { StatusPill } from "@/components/status-pill";
import { Time } from "@/components/time";
import type { Token } from "@/features/tokens/schema";
import { DAY_MS } from "@/lib/time";

const EXPIRING_DAYS = 14;
const UNUSED_DAYS = 30;

export function TokenStatusPill({ token }: { token: Token }) {
  if (token.status === "revoked") return <StatusPill tone="neutral" icon={<Ban />} label="Revoked" />;
  if (token.status === "expired") return <StatusPill tone="danger" icon={<TimerOff />} label="Expired" />;
  if (isExpiring(token)) return <StatusPill tone="warning" icon={<Clock />} label="Expiring" />;
  return <StatusPill tone="success" icon={<CircleCheck />} label="Active" />;
}

export function TokenExpiry({ token }: { token: Token }) {
  if (token.expiresAt === null) return <span className="text-muted-foreground">Never</span>;
  return (
    <Time value={token.expiresAt} className={isExpiring(token) ? "font-medium text-warning" : undefined} />
  );
}

/** When it was last used, and the advice that follows from that. */
export function TokenLastUse({ token }: { token: Token }) {
  const isActive = token.status === "active";
  if (token.lastUsedAt === null) {
    return <span className={isActive ? "text-warning" : "text-muted-foreground"}>Never</span>;
  }
  const isForgotten = isActive && Date.now() - Date.parse(token.lastUsedAt) > UNUSED_DAYS * DAY_MS;
  return (
    <>
      <Time value={token.lastUsedAt} className={isForgotten ? "text-warning" : undefined} />
      {isForgotten && <span className="block text-xs text-warning">Consider revoking it</span>}
    </>
  );
}

/** Only the ends are kept of a token. */
export function TokenHint({ token }: { token: Pick<Token, "prefix" | "lastFour"> }) {
  return (
    <span className="font-mono text-xs whitespace-nowrap">
      {token.prefix}…{token.lastFour}
    </span>
  );
}

function isExpiring({ status, expiresAt }: Token): boolean {
  return (
    status === "active" && expiresAt !== null && Date.parse(expiresAt) - Date.now() < EXPIRING_DAYS * DAY_MS
  );
}
