import { CircleCheck, CircleOff, Clock } from "lucide-react";
import { StatusPill } from "@/components/status-pill";
import type { OAuthSession } from "@/features/oauth-sessions/schema";

/** Who or what ended it. */
const END_LABELS: Record<NonNullable<OAuthSession["endReason"]>, string> = {
  admin: "Revoked",
  customer: "Customer disconnected",
  client: "App disconnected",
  reuse: "Used token sent again",
  account: "Account changed",
};

type Facts = Pick<OAuthSession, "status" | "endReason">;

export function SessionStatusPill({ session: { status, endReason } }: { session: Facts }) {
  if (status === "active") return <StatusPill tone="success" icon={<CircleCheck />} label="Active" />;
  if (status === "expired") return <StatusPill tone="neutral" icon={<Clock />} label="Expired" />;
  const tone = endReason === "reuse" ? "danger" : "neutral";
  return <StatusPill tone={tone} icon={<CircleOff />} label={END_LABELS[endReason ?? "admin"]} />;
}
