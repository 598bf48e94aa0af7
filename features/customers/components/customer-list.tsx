"use client";

import { useQuery } from "@tanstack/react-query";
import { Contact } from "lucide-react";
import { useQueryStates } from "nuqs";
import { DataTable } from "@/components/data-table";
import type { Column } from "@/components/data-table-types";
import { EmptyState } from "@/components/empty-state";
import { FilterBar } from "@/components/filter-bar";
import { Time } from "@/components/time";
import { NativeSelect } from "@/components/ui/native-select";
import { useKeysetPaging } from "@/components/use-keyset-paging";
import { CustomerName } from "@/features/customers/customer-name";
import { customersQuery } from "@/features/customers/hooks";
import { customerHref } from "@/features/customers/links";
import type { CustomerSummary } from "@/features/customers/schema";
import { customerSearchParams, toListQuery } from "@/features/customers/search-params";
import { boundedCount } from "@/lib/bounded-count";
import { CreateCustomerLink } from "./create-customer-link";

const COLUMNS: Column<CustomerSummary>[] = [
  { id: "name", header: "Name", cell: (customer) => <CustomerName customer={customer} /> },
  {
    id: "email",
    header: "Email or external id",
    className: "wrap-anywhere",
    cell: ({ email, externalIds }) => email ?? externalIds[0] ?? <Nothing />,
  },
  { id: "company", header: "Company", priority: 3, cell: ({ company }) => company ?? <Nothing /> },
  {
    id: "tickets",
    header: "Tickets open / all",
    className: "tabular-nums md:whitespace-nowrap",
    cell: ({ openTickets, totalTickets }) => `${openTickets} / ${boundedCount(totalTickets)}`,
  },
  {
    id: "lastSeen",
    header: "Last seen",
    cell: ({ lastSeenAt }) => (lastSeenAt ? <Time value={lastSeenAt} /> : <Nothing />),
  },
  {
    id: "created",
    header: "Created",
    priority: 2,
    align: "end",
    cell: ({ createdAt }) => <Time value={createdAt} />,
  },
];

export function CustomerList() {
  const [search, setSearch] = useQueryStates(customerSearchParams);
  const paging = useKeysetPaging(search.cursor, (cursor, options) => void setSearch({ cursor }, options));
  const { data, error, isFetching, refetch } = useQuery(customersQuery(toListQuery(search)));
  const isFiltered = search.q !== null || search.open !== null;
  const clear = () => void setSearch({ q: null, open: null, cursor: null }, { history: "push" });
  return (
    <>
      <FilterBar
        search={{
          label: "Search customers",
          placeholder: "Name, email or external id",
          value: search.q ?? "",
          onChange: (q) => void setSearch({ q: q === "" ? null : q, cursor: null }, { history: "replace" }),
        }}
        onClearAll={isFiltered ? clear : undefined}
      >
        <NativeSelect
          aria-label="Open tickets"
          value={search.open ?? ""}
          onChange={(event) =>
            void setSearch(
              { open: customerSearchParams.open.parse(event.target.value), cursor: null },
              { history: "push" },
            )
          }
        >
          <option value="">With or without open tickets</option>
          <option value="true">With open tickets</option>
          <option value="false">Without open tickets</option>
        </NativeSelect>
      </FilterBar>
      <DataTable
        caption="Customers, newest first"
        noun="customers"
        columns={COLUMNS}
        rows={data?.data}
        rowId={(customer) => customer.id}
        rowHref={(customer) => customerHref(customer.id)}
        isFetching={isFetching}
        error={error}
        // A cursor that the list did not give out would fail again.
        onRetry={() => (search.cursor ? paging.showNewest() : void refetch())}
        paging={paging.pagingOf(data?.nextCursor)}
        isFiltered={isFiltered}
        onClearFilters={clear}
        skeletonRows={10}
        empty={
          <EmptyState
            icon={<Contact />}
            title="No customers yet"
            description="Customers are created from webhook payloads, chats and tickets, or added here."
            actions={<CreateCustomerLink />}
          />
        }
      />
    </>
  );
}

function Nothing() {
  return <span className="text-muted-foreground">–</span>;
}
