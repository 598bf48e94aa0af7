"use client";

import { ShieldX } from "lucide-react";
import { FilterBar } from "@/components/filter-bar";
import { FilterSelect } from "@/components/filter-select";
import { RangePicker } from "@/components/range-picker";
import { Button } from "@/components/ui/button";
import type { ListSearchState } from "@/components/use-list-search";
import { AUDIT_ACTORS } from "@/db/enums";
import type { AuditLogView } from "@/features/audit-log/hooks";
import type { auditSearchParams } from "@/features/audit-log/search-params";
import { AuditChips } from "./audit-chips";
import { ExportMenu } from "./export-menu";

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
  "mail.*": "Sent mails",
  "organization.*": "Workspace",
  "call.*": "Refused calls",
  "audit_log.*": "Audit log",
} as const;

interface AuditFilterBarProps {
  list: ListSearchState<typeof auditSearchParams>;
  view: AuditLogView;
  /** What a chip says instead of an id. */
  nameOf(filter: "actor" | "target", value: string): string | undefined;
}

export function AuditFilterBar({ list, view, nameOf }: AuditFilterBarProps) {
  const { search, setFilters } = list;
  const isOnlyFailures = search.outcome === "failure";
  return (
    <div className="flex flex-col gap-2">
      <FilterBar
        search={{
          label: "Search by name of target or actor",
          placeholder: "Name of target or actor",
          ...list.text("q"),
        }}
        onClearAll={list.onClearAll}
      >
        <FilterSelect
          label="Actor"
          any="Any actor"
          options={AUDIT_ACTORS.map((value) => ({ value, label: ACTOR_OPTIONS[value] }))}
          {...list.select("actor")}
          value={view.actorType ?? ""}
        />
        <FilterSelect
          label="Action"
          any="Any action"
          options={Object.entries(ACTION_OPTIONS).map(([value, label]) => ({ value, label }))}
          {...list.select("action")}
          value={search.action?.endsWith(".*") ? search.action : ""}
        />
        <Button
          aria-pressed={isOnlyFailures}
          className="aria-pressed:bg-selected aria-pressed:text-link"
          onClick={() => setFilters({ outcome: isOnlyFailures ? null : "failure" })}
        >
          <ShieldX aria-hidden />
          Only failures
        </Button>
        <RangePicker value={view.range} onChange={list.setRange} onClear={() => list.setRange(null)} />
        <ExportMenu view={view} />
      </FilterBar>
      <AuditChips list={list} nameOf={nameOf} />
    </div>
  );
}
