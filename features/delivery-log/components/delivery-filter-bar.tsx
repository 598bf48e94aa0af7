"use client";

import { FilterBar } from "@/components/filter-bar";
import { FilterSelect } from "@/components/filter-select";
import type { RangeValue } from "@/components/range";
import { RangePicker } from "@/components/range-picker";
import { NativeSelect } from "@/components/ui/native-select";
import type { ListSearchState } from "@/components/use-list-search";
import { DELIVERY_STATUSES } from "@/db/enums";
import { DELIVERY_STATUS } from "@/features/deliveries/delivery-status";
import { CODE_CLASSES } from "@/features/deliveries/schema";
import type { deliverySearchParams } from "@/features/delivery-log/search-params";
import { useTypeGroups } from "@/features/event-types/hooks";
import { typesOf } from "@/features/event-types/type-groups";
import { statusText } from "./status-text";

const CODE_LABELS = {
  "2xx": "2xx success",
  "3xx": "3xx redirect",
  "4xx": "4xx refused",
  "5xx": "5xx server error",
  none: "No answer",
} as const;

interface DeliveryFilterBarProps {
  list: ListSearchState<typeof deliverySearchParams>;
  range: RangeValue;
}

export function DeliveryFilterBar({ list, range }: DeliveryFilterBarProps) {
  return (
    <FilterBar
      search={{
        label: "Search by delivery or event id",
        placeholder: "Delivery or event id",
        ...list.text("q"),
      }}
      onClearAll={list.onClearAll}
    >
      <FilterSelect
        label="Status"
        any="Any status"
        options={DELIVERY_STATUSES.map((value) => ({ value, label: DELIVERY_STATUS[value].label }))}
        {...list.select("status")}
      />
      <EventSelect {...list.select("event")} />
      <CodeSelect {...list.select("code")} />
      <RangePicker value={range} onChange={list.setRange} />
    </FilterBar>
  );
}

interface SelectProps {
  value: string;
  onChange(value: string): void;
}

function EventSelect({ value, onChange }: SelectProps) {
  const groups = useTypeGroups();
  return (
    <NativeSelect
      aria-label="Event type"
      className="w-44"
      value={value}
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
      {value !== "" && !typesOf(groups).includes(value) && <option>{value}</option>}
    </NativeSelect>
  );
}

function CodeSelect({ value, onChange }: SelectProps) {
  const classes = CODE_CLASSES.map((code) => ({ value: code, label: CODE_LABELS[code] }));
  const exact = /^\d+$/.test(value) ? [{ value, label: `${value} ${statusText(Number(value))}` }] : [];
  return (
    <FilterSelect
      label="HTTP code"
      any="Any HTTP code"
      options={[...classes, ...exact]}
      value={value}
      onChange={onChange}
    />
  );
}
