"use client";

import { TriangleAlert } from "lucide-react";
import { FilterBar } from "@/components/filter-bar";
import type { RangeValue } from "@/components/range";
import { RangePicker } from "@/components/range-picker";
import { Button } from "@/components/ui/button";
import type { ListSearchState } from "@/components/use-list-search";
import { REFUSAL_REASONS, REQUEST_RESULTS } from "@/db/enums";
import type { requestSearchParams } from "@/features/incoming-requests/search-params";
import { boundedCount } from "@/lib/bounded-count";
import { REASON_LABELS, REQUEST_RESULT } from "./request-result";

interface RequestFilterBarProps {
  list: ListSearchState<typeof requestSearchParams>;
  range: RangeValue | null;
  /** How many requests need attention, counted up to 1,000. */
  attentionCount: number;
}

export function RequestFilterBar({ list, range, attentionCount }: RequestFilterBarProps) {
  const isAttention = list.search.attention ?? false;
  return (
    <FilterBar
      search={{
        label: "Search by request id, idempotency key or IP",
        placeholder: "Request id, key or IP, whole",
        ...list.text("q"),
      }}
      facets={[
        { id: "result", label: "Result", options: RESULT_OPTIONS, ...list.facet("result") },
        { id: "reason", label: "Reason", options: REASON_OPTIONS, ...list.facet("reason") },
      ]}
      onClearAll={list.onClearAll}
    >
      <Button
        aria-pressed={isAttention}
        className="aria-pressed:bg-selected aria-pressed:font-semibold"
        onClick={() => list.setFilters({ attention: isAttention ? null : true })}
      >
        <TriangleAlert aria-hidden />
        Needs attention
        <span className="tabular-nums">{boundedCount(attentionCount)}</span>
      </Button>
      <RangePicker value={range} onClear={() => list.setRange(null)} onChange={list.setRange} />
    </FilterBar>
  );
}

const RESULT_OPTIONS = REQUEST_RESULTS.map((value) => ({ value, label: REQUEST_RESULT[value].label }));
const REASON_OPTIONS = REFUSAL_REASONS.map((value) => ({ value, label: REASON_LABELS[value] }));
