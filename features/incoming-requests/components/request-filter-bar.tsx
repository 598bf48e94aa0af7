"use client";

import { TriangleAlert } from "lucide-react";
import type { Facet } from "@/components/facet-types";
import { FilterBar } from "@/components/filter-bar";
import { RangePicker } from "@/components/range-picker";
import { Button } from "@/components/ui/button";
import { REFUSAL_REASONS, REQUEST_RESULTS } from "@/db/enums";
import { boundedCount } from "@/lib/bounded-count";
import { REASON_LABELS, REQUEST_RESULT } from "./request-result";
import type { useRequestSearch } from "./request-search";

interface RequestFilterBarProps {
  log: ReturnType<typeof useRequestSearch>;
  /** How many requests need attention, counted up to 1,000. */
  attentionCount: number;
}

export function RequestFilterBar({ log, attentionCount }: RequestFilterBarProps) {
  const { search, filters, setFilters } = log;
  return (
    <FilterBar
      search={{
        label: "Search by request id, idempotency key or IP",
        placeholder: "Request id, key or IP, whole",
        value: search.q,
        onChange: (q) => setFilters({ q: q === "" ? null : q }, "replace"),
      }}
      facets={facetsOf(log)}
      onClearAll={log.isFiltered ? log.clear : undefined}
    >
      <Button
        aria-pressed={search.attention}
        className="aria-pressed:bg-selected aria-pressed:font-semibold"
        onClick={() => setFilters({ attention: search.attention ? null : true })}
      >
        <TriangleAlert aria-hidden />
        Needs attention
        <span className="tabular-nums">{boundedCount(attentionCount)}</span>
      </Button>
      <RangePicker
        value={filters.range}
        onClear={() => setFilters({ range: null, from: null, to: null })}
        onChange={(range) =>
          setFilters(
            "preset" in range
              ? { range: range.preset, from: null, to: null }
              : { range: null, from: range.from, to: range.to },
          )
        }
      />
    </FilterBar>
  );
}

function facetsOf({ search, setFilters }: RequestFilterBarProps["log"]): Facet[] {
  return [
    {
      id: "result",
      label: "Result",
      options: REQUEST_RESULTS.map((value) => ({ value, label: REQUEST_RESULT[value].label })),
      value: search.result,
      onChange: (values) => setFilters({ result: REQUEST_RESULTS.filter((one) => values.includes(one)) }),
    },
    {
      id: "reason",
      label: "Reason",
      options: REFUSAL_REASONS.map((value) => ({ value, label: REASON_LABELS[value] })),
      value: search.reason,
      onChange: (values) => setFilters({ reason: REFUSAL_REASONS.filter((one) => values.includes(one)) }),
    },
  ];
}
