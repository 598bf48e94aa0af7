"use client";

import type { Facet } from "@/components/facet-types";
import { FilterBar } from "@/components/filter-bar";
import { FilterChips } from "@/components/filter-chips";
import { FilterSelect } from "@/components/filter-select";
import { RangePicker } from "@/components/range-picker";
import { NativeSelect } from "@/components/ui/native-select";
import { TICKET_PRIORITIES, TICKET_SOURCES, TICKET_STATUSES } from "@/db/enums";
import { useTicketOptions } from "@/features/tickets/hooks";
import { TICKET_SORTS } from "@/features/tickets/schema";
import { TICKET_PRIORITY, TICKET_SOURCE, TICKET_STATUS } from "@/features/tickets/ticket-status";
import { MoreTicketFilters } from "./more-ticket-filters";
import { TicketCustomerFilter, useFilteredCustomer } from "./ticket-customer-filter";
import { TICKET_SORT_LABELS } from "./ticket-sort";
import type { TicketSearchState } from "./use-ticket-search";

export function TicketFilterBar({ list }: { list: TicketSearchState }) {
  return (
    <div className="flex flex-col gap-2">
      <FilterBar
        search={{
          label: "Search tickets by subject, customer or number",
          placeholder: "Subject, customer or #number",
          ...list.text("q"),
        }}
        facets={facetsOf(list)}
        onClearAll={list.onClearAll}
      >
        <TicketCustomerFilter list={list} />
        {(list.tab === "open" || list.tab === "all") && <AssigneeSelect list={list} />}
        <MoreTicketFilters list={list} />
        <SortSelect list={list} />
        <RangePicker
          value={list.filters.range}
          onClear={() => list.setRange(null)}
          onChange={list.setRange}
        />
      </FilterBar>
      <TextChips list={list} />
    </div>
  );
}

function facetsOf({ facet }: TicketSearchState): Facet[] {
  return [
    {
      id: "status",
      label: "Status",
      options: TICKET_STATUSES.map((value) => ({ value, label: TICKET_STATUS[value].label })),
      ...facet("status"),
    },
    {
      id: "priority",
      label: "Priority",
      options: TICKET_PRIORITIES.map((value) => ({ value, label: TICKET_PRIORITY[value].label })),
      ...facet("priority"),
    },
    {
      id: "source",
      label: "Source",
      options: TICKET_SOURCES.map((value) => ({ value, label: TICKET_SOURCE[value] })),
      ...facet("source"),
    },
  ];
}

function AssigneeSelect({ list }: { list: TicketSearchState }) {
  const { users } = useTicketOptions();
  return (
    <FilterSelect
      label="Assignee"
      any="Any assignee"
      className="w-40"
      options={[
        { value: "me", label: "Me" },
        { value: "none", label: "Nobody" },
        ...users.map(({ id, name }) => ({ value: String(id), label: name })),
      ]}
      {...list.select("assignee")}
    />
  );
}

/** Cards have no headings to sort by. */
function SortSelect({ list: { sort, select } }: { list: TicketSearchState }) {
  return (
    <NativeSelect
      aria-label="Sort"
      className="md:hidden"
      value={sort}
      onChange={(event) => select("sort").onChange(event.target.value)}
    >
      {TICKET_SORTS.map((one) => (
        <option key={one} value={one}>
          {TICKET_SORT_LABELS[one]}
        </option>
      ))}
    </NativeSelect>
  );
}

/** Filters that are words rather than choices. */
function TextChips({ list }: { list: TicketSearchState }) {
  const { search, setFilters } = list;
  const { teams } = useTicketOptions();
  const customer = useFilteredCustomer(list);
  const team = teams.find(({ id }) => id === search.team);
  const chips = [
    { field: "customer", label: "Customer", text: customer },
    { field: "team", label: "Team", text: search.team === null ? null : (team?.name ?? String(search.team)) },
    { field: "tag", label: "Tag", text: search.tag },
    { field: "diagnostics", label: "Diagnostics", text: search.diagnostics },
  ];
  return <FilterChips chips={chips} onRemove={(field) => setFilters({ [field]: null })} />;
}
