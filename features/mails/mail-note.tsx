"use client";

import { CircleAlert, Clock, type LucideIcon, MailCheck, MailX } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { Time } from "@/components/time";
import { useCan } from "@/features/auth/hooks";
import { mailHref } from "@/features/mails/links";
import { OBSTACLE_LABELS } from "@/features/mails/obstacles";
import type { CommentMail } from "@/features/mails/schema";
import { cn } from "@/lib/cn";

/** Beside an answer: what became of the mail that it is in. */
export function MailNote({ mail }: { mail: CommentMail }) {
  const isAllowed = useCan("mails:read");
  const { Icon, text, isProblem } = noteOf(mail);
  const note = (
    <>
      <Icon aria-hidden className="size-3.5 shrink-0" />
      <span className="min-w-0 wrap-anywhere">{text}</span>
    </>
  );
  const className = cn(
    "inline-flex items-center gap-1 text-xs",
    isProblem ? "font-medium text-danger" : "text-muted-foreground",
  );
  if (!isAllowed) return <span className={className}>{note}</span>;
  return (
    <Link href={mailHref(mail.id)} prefetch={false} className={cn(className, "hover:underline")}>
      {note}
    </Link>
  );
}

interface Note {
  Icon: LucideIcon;
  text: ReactNode;
  isProblem: boolean;
}

function noteOf({ status, obstacle, error, sentAt }: CommentMail): Note {
  switch (status) {
    case "waiting":
      return {
        Icon: Clock,
        text: error ? `Mail waits, to be tried again: ${error}` : "Mail waits",
        isProblem: false,
      };
    case "sending":
      return { Icon: Clock, text: "Mail is being sent", isProblem: false };
    case "sent":
      return {
        Icon: MailCheck,
        text: <>Mailed {sentAt && <Time value={sentAt} display="short" />}</>,
        isProblem: false,
      };
    case "bounced":
    case "failed":
      return {
        Icon: CircleAlert,
        text: `Not delivered: ${error ?? "the reason was erased"}`,
        isProblem: true,
      };
    case "skipped":
      return {
        Icon: MailX,
        text: `Not mailed: ${obstacle ? OBSTACLE_LABELS[obstacle] : "unknown"}`,
        isProblem: obstacle === "address_bounced" || obstacle === "too_many",
      };
  }
}
