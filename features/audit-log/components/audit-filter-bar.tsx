"use client";

import { ShieldX } from "lucide-react";
import { FilterBar } from "@/components/filter-bar";
import { RangePicker } from "@/components/range-picker";
import { Button } from "@/components/ui/button";
import { NativeSelect } from "@/components/ui/native-select";
import { AUDIT_ACTORS } from "@/db/enums";
import { auditSearchParams } from "@/features/audit-log/search-params";
import { AuditChips } from "./audit-chips";
import { ExportMenu } from "./export-menu";
import type { useAuditSearch } from "./use-audit-search";

const ACTOR_OPTIONS = {
  user: "People",
  token: "Tokens",
  customer: "Customers",
  system: "Replify itself",
} as const;

const ACTION_OPTIONS = {
  "token.*": "Tokens",
  "oauth_client.*": "OAuth apps",
  "oauth_session.*": "OAuth sessions",
  "incoming_webhook.*": "Incoming webhooks",
  "event_type.*": "Event types",
  "subscription.*": "Event subscriptions",
  "delivery.*": "Deliveries",
  "session.*": "Sign-ins",
  "user.*": "Users",
  "invitation.*": "Invitations",
  "team.*": "Teams",
  "ticket.*": "Tickets",
  "chat.*": "Chats",
  "customer.*": "Customers",
  "organization.*": "Workspace",
  "call.*": "Refused calls",
  "audit_log.*": "Audit log",
} as const;

interface AuditFilterBarProps {
  log: ReturnType<typeof useAuditSearch>;
  /** What a chip says instead of an id. */
  nameOf(filter: "actor" | "target", value: string): string | undefined;
}

export function AuditFilterBar({ log, nameOf }: AuditFilterBarProps) {
  const { search, view, setFilters } = log;
  const isOnlyFailures = search.outcome === "failure";
  return (
    <div className="flex flex-col gap-2">
      <FilterBar
        search={{
          label: "Search by name of target or actor",
          placeholder: "Name of target or actor",
          value: search.q ?? "",
          onChange: (q) => setFilters({ q: q === "" ? null : q }, "replace"),
        }}
        onClearAll={log.isFiltered ? log.clear : undefined}
      >
        <NativeSelect
          aria-label="Actor"
          value={view.actorType ?? ""}
          onChange={(event) => setFilters({ actor: auditSearchParams.actor.parse(event.target.value) })}
        >
          <option value="">Any actor</option>
          {AUDIT_ACTORS.map((type) => (
            <option key={type} value={type}>
              {ACTOR_OPTIONS[type]}
            </option>
          ))}
        </NativeSelect>
        <NativeSelect
          aria-label="Action"
          value={search.action?.endsWith(".*") ? search.action : ""}
          onChange={(event) => setFilters({ action: auditSearchParams.action.parse(event.target.value) })}
        >
          <option value="">Any action</option>
          {Object.entries(ACTION_OPTIONS).map(([action, label]) => (
            <option key={action} value={action}>
              {label}
            </option>
          ))}
        </NativeSelect>
        <Button
          aria-pressed={isOnlyFailures}
          className="aria-pressed:bg-selected aria-pressed:text-link"
          onClick={() => setFilters({ outcome: isOnlyFailures ? null : "failure" })}
        >
          <ShieldX aria-hidden />
          Only failures
        </Button>
        <RangePicker
          value={view.range}
          onChange={(range) =>
            setFilters(
              "preset" in range
                ? { range: range.preset, from: null, to: null }
                : { range: null, from: range.from, to: range.to },
            )
          }
          onClear={() => setFilters({ range: null, from: null, to: null })}
        />
        <ExportMenu view={view} />
      </FilterBar>
      <AuditChips log={log} nameOf={nameOf} />
    </div>
  );
}
