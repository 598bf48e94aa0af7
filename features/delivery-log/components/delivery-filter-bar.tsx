"use client";

import { FilterBar } from "@/components/filter-bar";
import { RangePicker } from "@/components/range-picker";
import { NativeSelect } from "@/components/ui/native-select";
import { DELIVERY_STATUSES } from "@/db/enums";
import { DELIVERY_STATUS } from "@/features/deliveries/delivery-status";
import { CODE_CLASSES } from "@/features/deliveries/schema";
import { deliverySearchParams } from "@/features/delivery-log/search-params";
import { useTypeGroups } from "@/features/event-types/hooks";
import { typesOf } from "@/features/event-types/type-groups";
import { statusText } from "./status-text";
import type { useDeliverySearch } from "./use-delivery-search";

const CODE_LABELS = {
  "2xx": "2xx success",
  "3xx": "3xx redirect",
  "4xx": "4xx refused",
  "5xx": "5xx server error",
  none: "No answer",
} as const;

export function DeliveryFilterBar({ log }: { log: ReturnType<typeof useDeliverySearch> }) {
  const { search, filters, setFilters } = log;
  return (
    <FilterBar
      search={{
        label: "Search by delivery or event id",
        placeholder: "Delivery or event id",
        value: search.q ?? "",
        onChange: (q) => setFilters({ q: q === "" ? null : q }, "replace"),
      }}
      onClearAll={log.isFiltered ? log.clear : undefined}
    >
      <NativeSelect
        aria-label="Status"
        value={search.status ?? ""}
        onChange={(event) => setFilters({ status: deliverySearchParams.status.parse(event.target.value) })}
      >
        <option value="">Any status</option>
        {DELIVERY_STATUSES.map((status) => (
          <option key={status} value={status}>
            {DELIVERY_STATUS[status].label}
          </option>
        ))}
      </NativeSelect>
      <EventSelect
        value={search.event}
        onChange={(event) => setFilters({ event: deliverySearchParams.event.parse(event) })}
      />
      <CodeSelect
        value={search.code}
        onChange={(code) => setFilters({ code: deliverySearchParams.code.parse(code) })}
      />
      <RangePicker
        value={filters.range}
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

interface SelectProps<Value> {
  value: Value | null;
  onChange(value: string): void;
}

function EventSelect({ value, onChange }: SelectProps<string>) {
  const groups = useTypeGroups();
  return (
    <NativeSelect
      aria-label="Event type"
      className="w-44"
      value={value ?? ""}
      onChange={(event) => onChange(event.target.value)}
    >
      <option value="">Any event</option>
      {groups.map((group) => (
        <optgroup key={group.id} label={group.label}>
          {group.types.map(({ type }) => (
            <option key={type}>{type}</option>
          ))}
        </optgroup>
      ))}
      {value !== null && !typesOf(groups).includes(value) && <option>{value}</option>}
    </NativeSelect>
  );
}

function CodeSelect({ value, onChange }: SelectProps<string | number>) {
  return (
    <NativeSelect
      aria-label="HTTP code"
      value={String(value ?? "")}
      onChange={(event) => onChange(event.target.value)}
    >
      <option value="">Any HTTP code</option>
      {CODE_CLASSES.map((code) => (
        <option key={code} value={code}>
          {CODE_LABELS[code]}
        </option>
      ))}
      {typeof value === "number" && (
        <option value={value}>
          {value} {statusText(value)}
        </option>
      )}
    </NativeSelect>
  );
}
