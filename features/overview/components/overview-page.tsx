"use client";

import { useQuery } from "@tanstack/react-query";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import type { ReactNode } from "react";
import { ErrorState } from "@/components/error-state";
import { useHotkey } from "@/components/hotkeys";
import { PageHeader } from "@/components/page-header";
import { RANGE_PRESETS } from "@/components/range";
import { NativeSelect } from "@/components/ui/native-select";
import { Skeleton } from "@/components/ui/skeleton";
import { useCan } from "@/features/auth/hooks";
import { overviewQuery } from "@/features/overview/hooks";
import { OVERVIEW_RANGES, type OverviewRange } from "@/features/overview/ranges";
import { AttentionCard } from "./attention-card";
import { FirstSteps } from "./first-steps";
import { RecentFailures, RecentTickets } from "./recent-cards";
import { Tiles } from "./tiles";
import { Traffic } from "./traffic";

/** Is anything broken? What needs attention first, then the numbers. */
export function OverviewPage({ children }: { children?: ReactNode }) {
  const [range, setRange] = useQueryState("range", parseAsStringLiteral(OVERVIEW_RANGES).withDefault("24h"));
  const { data: overview, error, refetch } = useQuery(overviewQuery(range));
  const maySeeTickets = useCan("tickets:read");
  const maySeeDeliveries = useCan("deliveries:read");
  useHotkey("1", () => void setRange("24h"), { label: RANGE_PRESETS["24h"].label });
  useHotkey("2", () => void setRange("7d"), { label: RANGE_PRESETS["7d"].label });
  useHotkey("3", () => void setRange("30d"), { label: RANGE_PRESETS["30d"].label });
  return (
    <>
      <PageHeader
        title="Overview"
        actions={<RangeSelect range={range} onChange={(next) => void setRange(next)} />}
      />
      {children}
      {overview?.steps && <FirstSteps steps={overview.steps} />}
      <AttentionCard />
      {overview && (
        <>
          <Tiles overview={overview} />
          <Traffic overview={overview} />
        </>
      )}
      {!overview && error && (
        <ErrorState title="The numbers could not be loaded" error={error} onRetry={() => void refetch()} />
      )}
      {!overview && !error && <Skeleton className="h-72 w-full" />}
      <div className="grid gap-5 lg:grid-cols-2">
        {maySeeTickets && <RecentTickets />}
        {maySeeDeliveries && <RecentFailures />}
      </div>
    </>
  );
}

function RangeSelect({ range, onChange }: { range: OverviewRange; onChange(range: OverviewRange): void }) {
  return (
    <NativeSelect
      aria-label="Time"
      value={range}
      onChange={({ target }) => onChange(OVERVIEW_RANGES.find((one) => one === target.value) ?? "24h")}
    >
      {OVERVIEW_RANGES.map((one) => (
        <option key={one} value={one}>
          {RANGE_PRESETS[one].label}
        </option>
      ))}
    </NativeSelect>
  );
}
