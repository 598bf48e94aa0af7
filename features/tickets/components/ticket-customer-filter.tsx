"use client";

import { useQuery } from "@tanstack/react-query";
import { useCan } from "@/features/auth/hooks";
import { customerLabel } from "@/features/customers/customer-name";
import { CustomerPicker } from "@/features/customers/customer-picker";
import { customerQuery } from "@/features/customers/hooks";
import { ticketsQuery } from "@/features/tickets/hooks";
import type { TicketSearchState } from "./use-ticket-search";

/** Whom it found is a chip, so the field is there for the next search. */
export function TicketCustomerFilter({ list: { setFilters } }: { list: TicketSearchState }) {
  if (!useCan("customers:read")) return null;
  return (
    <CustomerPicker
      label="Customer"
      isOptional
      placeholder="Any customer"
      value={null}
      onChange={(customer) => setFilters({ customer: customer?.id ?? null })}
    />
  );
}

/** What the customer that is filtered by is called: known from any of their tickets, otherwise asked for. */
export function useFilteredCustomer({ search, filters }: TicketSearchState): string | null {
  const { data: page } = useQuery(ticketsQuery(filters));
  const isAllowed = useCan("customers:read");
  const shown = page?.data.find(({ customer }) => customer?.id === search.customer)?.customer;
  const { data: found, isFetching } = useQuery({
    ...customerQuery(search.customer ?? ""),
    enabled: isAllowed && search.customer !== null && page !== undefined && !shown,
    retry: false,
  });
  const customer = shown ?? found;
  if (search.customer === null) return null;
  if (customer) return customerLabel(customer);
  return isFetching ? "…" : "unknown";
}
