"use client";

import type { Facet } from "@/components/facet-types";
import { FilterBar } from "@/components/filter-bar";
import { FilterChips } from "@/components/filter-chips";
import { RangePicker } from "@/components/range-picker";
import { NativeSelect } from "@/components/ui/native-select";
import { TICKET_PRIORITIES, TICKET_SOURCES, TICKET_STATUSES } from "@/db/enums";
import { useTicketOptions } from "@/features/tickets/hooks";
import { TICKET_SORTS } from "@/features/tickets/schema";
import { ticketSearchParams } from "@/features/tickets/search-params";
import { TICKET_PRIORITY, TICKET_SOURCE, TICKET_STATUS } from "@/features/tickets/ticket-status";
import { MoreTicketFilters } from "./more-ticket-filters";
import { TicketCustomerFilter, useFilteredCustomer } from "./ticket-customer-filter";
import { TICKET_SORT_LABELS } from "./ticket-sort";
import type { TicketSearchState } from "./use-ticket-search";

export function TicketFilterBar({ list }: { list: TicketSearchState }) {
  const { search, filters, setFilters } = list;
  return (
    <div className="flex flex-col gap-2">
      <FilterBar
        search={{
          label: "Search tickets by subject, customer or number",
          placeholder: "Subject, customer or #number",
          value: search.q ?? "",
          onChange: (q) => setFilters({ q: q === "" ? null : q }, "replace"),
        }}
        facets={facetsOf(list)}
        onClearAll={list.isFiltered ? list.clear : undefined}
      >
        <TicketCustomerFilter list={list} />
        {(list.tab === "open" || list.tab === "all") && <AssigneeSelect list={list} />}
        <MoreTicketFilters list={list} />
        <SortSelect list={list} />
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
      <TextChips list={list} />
    </div>
  );
}

function facetsOf({ search, setFilters }: TicketSearchState): Facet[] {
  const { status, priority, source } = ticketSearchParams;
  return [
    {
      id: "status",
      label: "Status",
      options: TICKET_STATUSES.map((value) => ({ value, label: TICKET_STATUS[value].label })),
      value: search.status ?? [],
      onChange: (values) => setFilters({ status: status.parse(values.join(",")) }),
    },
    {
      id: "priority",
      label: "Priority",
      options: TICKET_PRIORITIES.map((value) => ({ value, label: TICKET_PRIORITY[value].label })),
      value: search.priority ?? [],
      onChange: (values) => setFilters({ priority: priority.parse(values.join(",")) }),
    },
    {
      id: "source",
      label: "Source",
      options: TICKET_SOURCES.map((value) => ({ value, label: TICKET_SOURCE[value] })),
      value: search.source ?? [],
      onChange: (values) => setFilters({ source: source.parse(values.join(",")) }),
    },
  ];
}

function AssigneeSelect({ list: { search, setFilters } }: { list: TicketSearchState }) {
  const { users } = useTicketOptions();
  return (
    <NativeSelect
      aria-label="Assignee"
      className="w-40"
      value={search.assignee ?? ""}
      onChange={(event) => setFilters({ assignee: event.target.value || null })}
    >
      <option value="">Any assignee</option>
      <option value="me">Me</option>
      <option value="none">Nobody</option>
      {users.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </NativeSelect>
  );
}

/** Cards have no headings to sort by. */
function SortSelect({ list: { sort, setSort } }: { list: TicketSearchState }) {
  return (
    <NativeSelect
      aria-label="Sort"
      className="md:hidden"
      value={sort}
      onChange={(event) => setSort(TICKET_SORTS.find((one) => one === event.target.value) ?? sort)}
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
  const team = teams.find(({ id }) => String(id) === search.team);
  const chips = [
    { field: "customer", label: "Customer", text: customer },
    { field: "team", label: "Team", text: search.team && (team?.name ?? search.team) },
    { field: "tag", label: "Tag", text: search.tag },
    { field: "diagnostics", label: "Diagnostics", text: search.diagnostics },
  ];
  return <FilterChips chips={chips} onRemove={(field) => setFilters({ [field]: null })} />;
}
