"use client";

import { Field } from "@/components/ui/field";
import { NativeSelect } from "@/components/ui/native-select";
import { TICKET_SORTS } from "@/features/tickets/sorts";
import { TICKET_SORT_LABELS } from "./ticket-sort";
import type { TicketSearchState } from "./use-ticket-search";

/** Cards have no headings to sort by. */
export function TicketSortSelect({ list: { sort, choice } }: { list: TicketSearchState }) {
  return (
    <Field label="Order" isOptional>
      <NativeSelect value={sort} onChange={(event) => choice("sort").onChange([event.target.value])}>
        {TICKET_SORTS.map((one) => (
          <option key={one} value={one}>
            {TICKET_SORT_LABELS[one]}
          </option>
        ))}
      </NativeSelect>
    </Field>
  );
}
