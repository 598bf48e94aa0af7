import { Filter } from "lucide-react";
import Link from "next/link";
import { KeyValues } from "@/components/key-values";
import { Time } from "@/components/time";
import { Button } from "@/components/ui/button";
import type { AuditEntry } from "@/features/audit-log/schema";
import { auditHref } from "@/features/audit-log/search-params";
import { TargetLink } from "./audit-columns";
import { ActorLabel } from "./audit-labels";
import { ChangeTable } from "./change-table";

export function EntryDetail({ entry }: { entry: AuditEntry }) {
  const { actor, action, target } = entry;
  return (
    <div className="flex flex-col gap-5">
      <section aria-label="Changes" className="flex flex-col gap-2">
        <h3 className="text-sm font-semibold">Changes</h3>
        <ChangeTable changes={entry.changes} />
      </section>
      <KeyValues
        items={[
          { label: "Time", value: <Time value={entry.createdAt} display="full" /> },
          {
            label: "Actor",
            value: (
              <WithFilter label="Only this actor" href={auditHref({ actor: `${actor.type}:${actor.id}` })}>
                <ActorLabel actor={actor} />
              </WithFilter>
            ),
          },
          {
            label: "Action",
            value: (
              <WithFilter label="Only this action" href={auditHref({ action })}>
                <code className="font-mono text-xs">{action}</code>
              </WithFilter>
            ),
          },
          {
            label: "Target",
            value: (
              <WithFilter
                label="Only this target"
                href={auditHref({ target: `${target.type}:${target.id}` })}
              >
                <TargetLink target={target} />
              </WithFilter>
            ),
          },
          { label: "Outcome", value: entry.outcome === "failure" ? "Failed" : "Succeeded" },
          { label: "IP address", value: entry.ip ?? "none", isMono: entry.ip !== null },
          { label: "User agent", value: entry.userAgent ?? "none" },
          { label: "Request id", value: entry.requestId, isMono: true, copy: entry.requestId },
          { label: "Target id", value: target.id, isMono: true, copy: target.id },
          { label: "Entry id", value: entry.id, isMono: true, copy: entry.id },
        ]}
      />
    </div>
  );
}

interface WithFilterProps {
  label: string;
  href: string;
  children: React.ReactNode;
}

function WithFilter({ label, href, children }: WithFilterProps) {
  return (
    <span className="flex flex-wrap items-center gap-x-2">
      {children}
      <Button asChild variant="link" size="inline" className="text-xs">
        <Link href={href} prefetch={false}>
          <Filter aria-hidden className="size-3" />
          {label}
        </Link>
      </Button>
    </span>
  );
}
