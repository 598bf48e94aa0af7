"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Time } from "@/components/time";
import { FIRST_LIMIT, FULL_LIMIT } from "@/features/customer-page/row-limits";
import { customerEventsQuery } from "@/features/customers/hooks";
import { CustomerRows } from "./customer-rows";

export function CustomerEvents({ id }: { id: string }) {
  const [limit, setLimit] = useState(FIRST_LIMIT);
  const query = useQuery(customerEventsQuery(id, limit));
  return (
    <CustomerRows
      title="Events about them"
      noun="events"
      query={query}
      isFull={limit === FULL_LIMIT}
      onShowMore={() => setLimit(FULL_LIMIT)}
    >
      {({ type, data, createdAt }) => (
        <>
          <span className="font-mono text-xs">{type}</span>
          <span className="min-w-0 text-muted-foreground wrap-anywhere">{changedFields(data)}</span>
          <Time value={createdAt} className="ml-auto text-muted-foreground" />
        </>
      )}
    </CustomerRows>
  );
}

/** "name, phone changed"; nothing for an event that has no changes. */
function changedFields(data: Record<string, unknown> | null): string | null {
  const changed = data?.changed;
  if (typeof changed !== "object" || changed === null) return null;
  const fields = Object.keys(changed);
  return fields.length > 0 ? `${fields.join(", ")} changed` : null;
}
