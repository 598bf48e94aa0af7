import { Bot, Contact, KeyRound, ShieldX, User } from "lucide-react";
import { StatusPill } from "@/components/status-pill";
import type { AUDIT_ACTORS } from "@/db/enums";
import type { AuditEntry } from "@/features/audit-log/schema";

const ACTOR_LABELS: Record<(typeof AUDIT_ACTORS)[number], string> = {
  user: "Member",
  token: "Token",
  customer: "Customer",
  system: "Replify",
};

const ACTOR_ICONS = { user: <User />, token: <KeyRound />, customer: <Contact />, system: <Bot /> };

export function ActorLabel({ actor }: { actor: AuditEntry["actor"] }) {
  return (
    <span className="flex max-w-full items-center gap-1.5 [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-muted-foreground">
      <span aria-hidden className="contents">
        {ACTOR_ICONS[actor.type]}
      </span>
      <span className="min-w-0 wrap-anywhere">
        {actor.name}
        {actor.type !== "user" && (
          <span className="text-muted-foreground"> · {ACTOR_LABELS[actor.type]}</span>
        )}
      </span>
    </span>
  );
}

export function FailurePill() {
  return <StatusPill tone="danger" icon={<ShieldX />} label="Failed" />;
}
