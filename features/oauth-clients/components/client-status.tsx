import { CircleCheck, CircleOff, RefreshCw } from "lucide-react";
import { StatusPill } from "@/components/status-pill";
import type { OAuthClient } from "@/features/oauth-clients/schema";

type Facts = Pick<OAuthClient, "isActive" | "previousSecretExpiresAt">;

export function ClientStatusPill({ client: { isActive, previousSecretExpiresAt } }: { client: Facts }) {
  if (!isActive) return <StatusPill tone="neutral" icon={<CircleOff />} label="Disabled" />;
  if (previousSecretExpiresAt) return <StatusPill tone="info" icon={<RefreshCw />} label="Overlap" />;
  return <StatusPill tone="success" icon={<CircleCheck />} label="Active" />;
}
