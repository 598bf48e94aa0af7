import type { Column } from "@/components/data-table-types";
import { Time } from "@/components/time";
import { OBSTACLE_LABELS } from "@/features/mails/obstacles";
import type { Mail } from "@/features/mails/schema";
import { MailStatusPill } from "./mail-status";

export const MAIL_COLUMNS: Column<Mail>[] = [
  {
    id: "ticket",
    header: "Ticket",
    className: "wrap-anywhere md:min-w-48",
    cell: ({ ticket }) => (
      <span className="font-medium max-md:line-clamp-1">
        #{ticket.number} {ticket.subject}
      </span>
    ),
    detail: ({ email }) => (
      <span className="block text-muted-foreground max-md:truncate">{email ?? "No address yet"}</span>
    ),
  },
  { id: "status", header: "Status", cell: (mail) => <MailStatusPill status={mail.status} /> },
  {
    id: "reason",
    header: "Reason",
    isWide: true,
    className: "wrap-anywhere md:min-w-40",
    cell: ({ obstacle, error }) =>
      (obstacle ? OBSTACLE_LABELS[obstacle] : error) ?? <span className="text-muted-foreground">–</span>,
  },
  { id: "attempts", header: "Attempts", priority: 3, cell: ({ attemptCount }) => attemptCount },
  {
    id: "created",
    header: "Created",
    className: "md:whitespace-nowrap",
    cell: ({ createdAt }) => <Time value={createdAt} />,
  },
];
