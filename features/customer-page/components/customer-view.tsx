"use client";

import { useQuery } from "@tanstack/react-query";
import { useQueryState } from "nuqs";
import type { ReactNode } from "react";
import { ErrorState } from "@/components/error-state";
import { PageHeader } from "@/components/page-header";
import { parseAsUuid } from "@/components/search-params";
import { Time } from "@/components/time";
import { Badge } from "@/components/ui/badge";
import { customerLabel } from "@/features/customers/customer-name";
import { customerQuery } from "@/features/customers/hooks";
import { customersHref } from "@/features/customers/links";
import type { Customer } from "@/features/customers/schema";
import { CustomerActions } from "./customer-actions";
import { CustomerAttributes } from "./customer-attributes";
import { CustomerChats } from "./customer-chats";
import { CustomerEvents } from "./customer-events";
import { CustomerFacts } from "./customer-facts";
import { CustomerTickets } from "./customer-tickets";
import { PossibleDuplicates } from "./possible-duplicates";

interface CustomerViewProps {
  id: string;
  /** How they sign in. */
  account: ReactNode;
  /** What they connected. */
  connectedApps: ReactNode;
}

/** One customer: who they are, and what there is with and about them. */
export function CustomerView({ id, account, connectedApps }: CustomerViewProps) {
  const { data: customer, error, refetch } = useQuery(customerQuery(id));
  if (!customer) {
    return (
      <>
        <PageHeader title="Customer" breadcrumbs={[{ label: "Customers", href: customersHref() }]} />
        {error && <ErrorState title="The customer could not be loaded" error={error} onRetry={refetch} />}
      </>
    );
  }
  return (
    <>
      <PageHeader
        title={customer.erasedAt ? "Erased customer" : customerLabel(customer)}
        breadcrumbs={[{ label: "Customers", href: customersHref() }, { label: "Customer" }]}
        meta={customer.tags.map((tag) => <Badge key={tag}>{tag}</Badge>)}
        actions={!customer.erasedAt && <CustomerActions customer={customer} />}
      />
      <Note customer={customer} />
      <PossibleDuplicates customer={customer} />
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(17rem,22rem)_minmax(0,1fr)]">
        <div className="flex min-w-0 flex-col gap-4">
          <CustomerFacts customer={customer} />
          {!customer.erasedAt && account}
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          <CustomerTickets id={id} />
          <CustomerChats id={id} />
          {connectedApps}
          <CustomerEvents id={id} />
          <CustomerAttributes customer={customer} />
        </div>
      </div>
    </>
  );
}

/** What became of the customer, or who became part of them. */
function Note({ customer }: { customer: Customer }) {
  const [mergedId] = useQueryState("merged", parseAsUuid);
  if (customer.erasedAt) {
    return (
      <p className="rounded-lg bg-warning-soft px-4 py-3 text-sm text-pretty">
        This customer's personal data was erased <Time value={customer.erasedAt} />. Their tickets and chats
        stay. What was sent to others before is in the logs until their retention ends.
      </p>
    );
  }
  if (!mergedId || mergedId === customer.id) return null;
  return (
    <p role="status" className="rounded-lg bg-info-soft px-4 py-3 text-sm wrap-anywhere">
      The customer <span className="font-mono text-xs">{mergedId}</span> was merged into this one. Old links
      lead here.
    </p>
  );
}
