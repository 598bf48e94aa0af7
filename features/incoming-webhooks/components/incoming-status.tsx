import { CircleCheck, CirclePause } from "lucide-react";
import { StatusPill } from "@/components/status-pill";
import type { IncomingWebhook } from "@/features/incoming-webhooks/schema";

export function IncomingStatusPill({ webhook: { status } }: { webhook: Pick<IncomingWebhook, "status"> }) {
  return status === "active" ? (
    <StatusPill tone="success" icon={<CircleCheck />} label="Active" />
  ) : (
    <StatusPill tone="neutral" icon={<CirclePause />} label="Paused" />
  );
}
