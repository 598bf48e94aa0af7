import {
  CircleCheck,
  CircleDashed,
  CirclePause,
  CircleSlash,
  CircleX,
  type LucideIcon,
  RotateCw,
  Send,
} from "lucide-react";
import { StatusPill, type Tone } from "@/components/status-pill";
import type { DeliveryStatus } from "@/db/enums";

interface StatusWording {
  label: string;
  tone: Tone;
  Icon: LucideIcon;
  /** One sentence, for the tooltip. */
  meaning: string;
}

/** The word, colour and shape of each status, the same on every screen. */
export const DELIVERY_STATUS: Record<DeliveryStatus, StatusWording> = {
  pending: {
    label: "Pending",
    tone: "neutral",
    Icon: CircleDashed,
    meaning: "Waiting for its turn, usually a moment.",
  },
  sending: { label: "Sending", tone: "info", Icon: Send, meaning: "An attempt is under way." },
  retrying: {
    label: "Retrying",
    tone: "warning",
    Icon: RotateCw,
    meaning: "The last attempt failed; another one is planned.",
  },
  succeeded: {
    label: "Succeeded",
    tone: "success",
    Icon: CircleCheck,
    meaning: "The receiver answered with a 2xx status.",
  },
  failed: {
    label: "Failed",
    tone: "danger",
    Icon: CircleX,
    meaning: "No attempt is left. It can be sent again by hand.",
  },
  held: {
    label: "Held",
    tone: "neutral",
    Icon: CirclePause,
    meaning: "Kept until its subscription is active again.",
  },
  canceled: {
    label: "Canceled",
    tone: "neutral",
    Icon: CircleSlash,
    meaning: "Stopped; nothing more is sent.",
  },
};

export function DeliveryStatusPill({ status }: { status: DeliveryStatus }) {
  const { label, tone, Icon, meaning } = DELIVERY_STATUS[status];
  return (
    <span title={meaning} className="inline-flex">
      <StatusPill tone={tone} icon={<Icon />} label={label} />
    </span>
  );
}

export function TestTag() {
  return <StatusPill tone="info" icon={null} label="Test" />;
}
