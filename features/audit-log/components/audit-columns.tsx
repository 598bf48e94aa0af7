import Link from "next/link";
import type { Column } from "@/components/data-table-types";
import { Time } from "@/components/time";
import type { AuditEntry } from "@/features/audit-log/schema";
import { ActorLabel, FailurePill } from "./audit-labels";

export const AUDIT_COLUMNS: Column<AuditEntry>[] = [
  {
    id: "time",
    header: "Time",
    className: "md:whitespace-nowrap",
    cell: ({ createdAt, summary }) => (
      <>
        <Time value={createdAt} />
        {/* The link needs a name of its own among rows of the same minute. */}
        <span className="sr-only">, {summary}</span>
      </>
    ),
  },
  { id: "actor", header: "Actor", cell: ({ actor }) => <ActorLabel actor={actor} /> },
  {
    id: "action",
    header: "Action",
    isWide: true,
    cell: ({ summary, action, outcome }) => (
      <span className="flex min-w-0 flex-col gap-0.5">
        <span className="wrap-anywhere max-md:truncate">{summary}</span>
        <span className="flex flex-wrap items-center gap-1.5 max-md:hidden">
          <code className="font-mono text-xs text-muted-foreground">{action}</code>
          {outcome === "failure" && <FailurePill />}
        </span>
      </span>
    ),
  },
  {
    id: "target",
    header: "Target",
    cell: ({ target }) => <TargetLink target={target} className="max-w-48" />,
  },
  {
    id: "ip",
    header: "IP",
    priority: 2,
    align: "end",
    className: "font-mono text-xs",
    cell: ({ ip }) => ip ?? <span className="text-muted-foreground">–</span>,
  },
];

/** A link while the target exists, and its name afterwards. */
export function TargetLink({ target, className }: { target: AuditEntry["target"]; className?: string }) {
  const name = target.name || target.id;
  const classes = `inline-block truncate align-bottom ${className ?? "max-w-full"}`;
  if (target.href === null) {
    return (
      <span className={classes} title={name}>
        {name}
      </span>
    );
  }
  return (
    <Link
      href={target.href}
      prefetch={false}
      title={name}
      className={`${classes} rounded-sm text-link hover:underline`}
    >
      {name}
    </Link>
  );
}
