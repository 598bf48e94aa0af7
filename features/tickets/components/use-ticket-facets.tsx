import type { Facet } from "@/components/facet-types";
import { TICKET_PRIORITIES, TICKET_SOURCES, TICKET_STATUSES } from "@/db/enums";
import { useCan } from "@/features/auth/hooks";
import { useTicketOptions } from "@/features/tickets/hooks";
import { TICKET_PRIORITY, TICKET_SOURCE, TICKET_STATUS } from "@/features/tickets/ticket-status";
import { TicketCustomerFilter, useFilteredCustomer } from "./ticket-customer-filter";
import type { TicketSearchState } from "./use-ticket-search";

const STATUS_OPTIONS = TICKET_STATUSES.map((value) => ({ value, label: TICKET_STATUS[value].label }));
const PRIORITY_OPTIONS = TICKET_PRIORITIES.map((value) => ({ value, label: TICKET_PRIORITY[value].label }));
const SOURCE_OPTIONS = TICKET_SOURCES.map((value) => ({ value, label: TICKET_SOURCE[value] }));

/** What tickets can be filtered by. */
export function useTicketFacets(list: TicketSearchState): Facet[] {
  const { choice, choices, words, tab } = list;
  const { users, teams } = useTicketOptions();
  const customer = useCustomerFacet(list);
  const assigneeOptions = [
    { value: "me", label: "Me" },
    { value: "none", label: "Nobody" },
    ...users.map(({ id, name }) => ({ value: String(id), label: name })),
  ];
  const teamOptions = teams.map(({ id, name }) => ({ value: String(id), label: name }));
  return [
    { id: "status", label: "Status", options: STATUS_OPTIONS, ...choices("status") },
    { id: "priority", label: "Priority", options: PRIORITY_OPTIONS, ...choices("priority") },
    // The other tabs say whose tickets they are.
    ...(tab === "open" || tab === "all"
      ? [
          {
            id: "assignee",
            label: "Assignee",
            any: "Anybody or nobody",
            options: assigneeOptions,
            ...choice("assignee"),
          },
        ]
      : []),
    { id: "team", label: "Team", any: "Any team", options: teamOptions, ...choice("team") },
    ...customer,
    { id: "source", label: "Source", options: SOURCE_OPTIONS, ...choices("source") },
    { id: "tag", label: "Tag", maxLength: 60, ...words("tag") },
    {
      id: "diagnostics",
      label: "Diagnostics",
      hint: "plugin:woocommerce@9.9, php:8.1, wordpress:6.8, or a key and its exact value, e.g. app.version:4.2.",
      maxLength: 200,
      problemOf: (pair) => (/^[^:]+:.+$/.test(pair) ? null : "Give key:value, e.g. plugin:woocommerce."),
      ...words("diagnostics"),
    },
  ];
}

function useCustomerFacet(list: TicketSearchState): Facet[] {
  const chip = useFilteredCustomer(list);
  if (!useCan("customers:read") && chip === null) return [];
  return [
    {
      id: "customer",
      label: "Customer",
      control: <TicketCustomerFilter list={list} />,
      chip,
      onClear: () => list.setFilters({ customer: null }),
    },
  ];
}
