import { CircleAlert, CircleCheck, CircleSlash, CircleX, Clock, type LucideIcon, Send } from "lucide-react";
import { StatusPill, type Tone } from "@/components/status-pill";
import type { Mail } from "@/features/mails/schema";

interface Look {
  label: string;
  tone: Tone;
  Icon: LucideIcon;
}

export const MAIL_STATUS: Record<Mail["status"], Look> = {
  waiting: { label: "Waiting", tone: "neutral", Icon: Clock },
  sending: { label: "Sending", tone: "info", Icon: Send },
  sent: { label: "Sent", tone: "success", Icon: CircleCheck },
  bounced: { label: "Bounced", tone: "danger", Icon: CircleAlert },
  failed: { label: "Failed", tone: "danger", Icon: CircleX },
  skipped: { label: "Not mailed", tone: "neutral", Icon: CircleSlash },
};

export function MailStatusPill({ status }: Pick<Mail, "status">) {
  const { label, tone, Icon } = MAIL_STATUS[status];
  return <StatusPill tone={tone} icon={<Icon />} label={label} />;
}
