"use client";

import { useQuery } from "@tanstack/react-query";
import { Link2, Link2Off } from "lucide-react";
import { CopyButton } from "@/components/copy-button";
import { auditChainQuery } from "@/features/audit-log/hooks";
import { useMe } from "@/features/auth/hooks";
import { formatCount } from "@/lib/format-number";

/** How far the chain reaches. That it holds takes `npm run audit:verify`, which the head is copied for. */
export function ChainStatus() {
  const { data: chain } = useQuery(auditChainQuery());
  const organizationId = useMe()?.organization.id;
  if (!chain) return <p className="h-6" />;
  const [position, entries] = [chain.position, chain.entries].map(formatCount);
  if (chain.position < chain.entries) {
    return (
      <p className="flex min-h-6 items-center gap-1.5 text-sm font-medium text-danger">
        <Link2Off aria-hidden className="size-4 shrink-0" />
        Only {position} of {entries} entries are linked. Run npm run audit:verify on the server.
      </p>
    );
  }
  return (
    <p className="flex min-h-6 flex-wrap items-center gap-x-1.5 text-sm text-muted-foreground">
      <Link2 aria-hidden className="size-4 shrink-0" />
      <span>
        Linked: entry {position} of {entries}
      </span>
      {chain.hash && (
        <span className="inline-flex items-center">
          · head&nbsp;<code className="font-mono text-xs">{chain.hash.slice(0, 12)}…</code>
          <CopyButton value={`${organizationId}:${chain.position}:${chain.hash}`} noun="Head of the chain" />
        </span>
      )}
    </p>
  );
}
