import { Ban, CircleCheck, Clock, TimerOff } from "lucide-react";
import { StatusPill } from "@/components/status-pill";
import type { Invitation } from "@/features/team/schema";

export const INVITATION_STATUS_LABELS = {
  pending: "Pending",
  expired: "Expired",
  accepted: "Accepted",
  revoked: "Revoked",
} as const satisfies Record<Invitation["status"], string>;

const LOOKS = {
  pending: { tone: "info", icon: <Clock /> },
  expired: { tone: "warning", icon: <TimerOff /> },
  accepted: { tone: "success", icon: <CircleCheck /> },
  revoked: { tone: "neutral", icon: <Ban /> },
} as const;

export function InvitationStatusPill({ status }: { status: Invitation["status"] }) {
  return <StatusPill {...LOOKS[status]} label={INVITATION_STATUS_LABELS[status]} />;
}
