import { Ban, CircleCheck, Clock, Layers2, TimerOff } from "lucide-react";
import { StatusPill } from "@/components/status-pill";
import { Time } from "@/components/time";
import type { Token } from "@/features/tokens/schema";
import { EXPIRING_DAYS } from "@/features/tokens/statuses";
import { DAY_MS } from "@/lib/time";

export const STATUS_LABELS: Record<Token["status"], string> = {
  active: "Active",
  expiring: "Expiring",
  overlap: "Overlap",
  expired: "Expired",
  revoked: "Revoked",
};

const LOOKS = {
  active: { tone: "success", icon: <CircleCheck /> },
  expiring: { tone: "warning", icon: <Clock /> },
  overlap: { tone: "info", icon: <Layers2 /> },
  expired: { tone: "danger", icon: <TimerOff /> },
  revoked: { tone: "neutral", icon: <Ban /> },
} as const;

export function TokenStatusPill({ token: { status } }: { token: Token }) {
  return <StatusPill {...LOOKS[status]} label={STATUS_LABELS[status]} />;
}

export function TokenExpiry({ token }: { token: Token }) {
  if (token.expiresAt === null) return <span className="text-muted-foreground">Never</span>;
  return (
    <Time value={token.expiresAt} className={isExpiring(token) ? "font-medium text-warning" : undefined} />
  );
}

/** When it was last used, or the advice that follows from that. */
export function TokenLastUse({ token: { lastUsedAt, isUnused } }: { token: Token }) {
  if (lastUsedAt === null) {
    if (!isUnused) return <span className="text-muted-foreground">Never</span>;
    return <span className="text-warning">Never – consider revoking</span>;
  }
  if (!isUnused) return <Time value={lastUsedAt} />;
  return (
    <span className="text-warning" title={lastUsedAt} suppressHydrationWarning>
      Not used for {Math.floor((Date.now() - Date.parse(lastUsedAt)) / DAY_MS)} days – consider revoking
    </span>
  );
}

/** The same for a list, with from where and for what. */
export function TokenLastCall({ token }: { token: Token }) {
  const place = [token.lastUsedIp, token.lastUsedRoute].filter(Boolean).join(" · ");
  return (
    <span className="flex min-w-0 flex-col">
      <TokenLastUse token={token} />
      {place && !token.isUnused && (
        <span className="max-w-56 truncate text-xs text-muted-foreground max-md:hidden" title={place}>
          {place}
        </span>
      )}
    </span>
  );
}

/** Only the ends are kept of a token. */
export function TokenHint({ token }: { token: Pick<Token, "prefix" | "lastFour" | "awaitsReveal"> }) {
  if (token.awaitsReveal) return <span className="text-muted-foreground">Not shown yet</span>;
  return (
    <span className="font-mono text-xs whitespace-nowrap">
      {token.prefix}…{token.lastFour}
    </span>
  );
}

function isExpiring({ status, expiresAt }: Token): boolean {
  const works = status !== "expired" && status !== "revoked";
  return works && expiresAt !== null && Date.parse(expiresAt) - Date.now() < EXPIRING_DAYS * DAY_MS;
}
