"use client";

import { Contact } from "lucide-react";
import { DataTable } from "@/components/data-table";
import type { Column } from "@/components/data-table-types";
import { EmptyState } from "@/components/empty-state";
import { Time } from "@/components/time";
import { useListQuery } from "@/components/use-list-query";
import { useListSearch } from "@/components/use-list-search";
import { CustomerName } from "@/features/customers/customer-name";
import { customersQuery } from "@/features/customers/hooks";
import { customerHref } from "@/features/customers/links";
import type { CustomerSummary } from "@/features/customers/schema";
import { customerSearchParams, toListQuery } from "@/features/customers/search-params";
import { boundedCount } from "@/lib/bounded-count";
import { CreateCustomerLink } from "./create-customer-link";

const COLUMNS: Column<CustomerSummary>[] = [
  {
    id: "name",
    header: "Name",
    cell: (customer) => <CustomerName customer={customer} className="max-md:line-clamp-2" />,
  },
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

const OPEN_OPTIONS = [
  { value: "true", label: "With" },
  { value: "false", label: "Without" },
];

export function CustomerList() {
  const list = useListSearch(customerSearchParams);
  const customers = useListQuery(customersQuery(toListQuery(list.search)), {
    idOf: (customer) => customer.id,
  });
  return (
    <DataTable
      {...list.table(customers)}
      toolbar={{
        search: {
          label: "Search customers",
          placeholder: "Name, email or external id",
          ...list.text("q"),
        },
        facets: [
          {
            id: "open",
            label: "Open tickets",
            any: "With or without",
            options: OPEN_OPTIONS,
            ...list.choice("open"),
          },
        ],
        onClearAll: list.onClearAll,
      }}
      caption="Customers, newest first"
      listId="customers"
      noun="customers"
      columns={COLUMNS}
      rowId={(customer) => customer.id}
      rowHref={(customer) => customerHref(customer.id)}
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
  );
}

function Nothing() {
  return <span className="text-muted-foreground">–</span>;
}
