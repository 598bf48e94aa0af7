import {
  Archive,
  ChevronsUp,
  ChevronUp,
  CircleCheck,
  CircleDot,
  Clock,
  Equal,
  type LucideIcon,
  Minus,
} from "lucide-react";
import { StatusPill, type Tone } from "@/components/status-pill";
import type { TicketPriority, TicketSource, TicketStatus } from "@/db/enums";
import type { TicketSummary } from "@/features/tickets/schema";

interface Look {
  label: string;
  tone: Tone;
  Icon: LucideIcon;
}

export const TICKET_STATUS: Record<TicketStatus, Look> = {
  open: { label: "Open", tone: "info", Icon: CircleDot },
  pending: { label: "Pending", tone: "warning", Icon: Clock },
  resolved: { label: "Resolved", tone: "success", Icon: CircleCheck },
  closed: { label: "Closed", tone: "neutral", Icon: Archive },
};

export const TICKET_PRIORITY: Record<TicketPriority, Look> = {
  low: { label: "Low", tone: "neutral", Icon: Minus },
  normal: { label: "Normal", tone: "neutral", Icon: Equal },
  high: { label: "High", tone: "warning", Icon: ChevronUp },
  urgent: { label: "Urgent", tone: "danger", Icon: ChevronsUp },
};

export const TICKET_SOURCE: Record<TicketSource, string> = {
  manual: "By hand",
  api: "API",
  incoming_webhook: "Incoming webhook",
  chat: "Chat",
  troubleshooter: "Troubleshooter",
  account: "Customer's account",
};

/** “Shop helper on shop.example” for what came through an app. */
export function ticketSource({
  source,
  sourceName,
  sourceHost,
}: Pick<TicketSummary, "source" | "sourceName" | "sourceHost">): string {
  const name = sourceName ?? TICKET_SOURCE[source];
  return sourceHost === null ? name : `${name} on ${sourceHost}`;
}

export function TicketStatusPill({ status }: { status: TicketStatus }) {
  return <LookPill {...TICKET_STATUS[status]} />;
}

export function TicketPriorityPill({ priority }: { priority: TicketPriority }) {
  return <LookPill {...TICKET_PRIORITY[priority]} />;
}

function LookPill({ label, tone, Icon }: Look) {
  return <StatusPill tone={tone} icon={<Icon />} label={label} />;
}
