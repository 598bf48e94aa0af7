"use client";

import { Field } from "@/components/ui/field";
import { NativeSelect } from "@/components/ui/native-select";
import { useHydrated } from "@/components/use-hydrated";
import { TICKET_PRIORITIES, TICKET_STATUSES } from "@/db/enums";
import { CustomerPicker } from "@/features/customers/customer-picker";
import { useTicketOptions } from "@/features/tickets/hooks";
import type { Ticket, UpdateTicket } from "@/features/tickets/schema";
import { TICKET_PRIORITY, TICKET_STATUS } from "@/features/tickets/ticket-status";
import type { TicketEdit } from "./use-ticket-edit";

interface TicketPropertiesProps {
  ticket: Ticket;
  edit: TicketEdit;
  isAllowed: boolean;
}

/** Status, priority, assignee, team and customer; each is saved as soon as it is chosen. */
export function TicketProperties({ ticket, edit, isAllowed }: TicketPropertiesProps) {
  const { users, teams } = useTicketOptions();
  const isHydrated = useHydrated();

  /** A select gives text; the schema makes it the field's value. */
  function save(field: "status" | "priority" | "assigneeId" | "teamId", text: string) {
    const isId = field === "assigneeId" || field === "teamId";
    const value = isId && text !== "" ? Number(text) : text || null;
    // The options are of what the field takes.
    void edit.save({ [field]: value } as UpdateTicket);
  }

  return (
    <fieldset disabled={!isHydrated || !isAllowed} className="flex flex-col gap-3">
      <legend className="sr-only">Properties</legend>
      <Field label="Status">
        <NativeSelect value={ticket.status} onChange={(event) => save("status", event.target.value)}>
          {TICKET_STATUSES.map((status) => (
            <option key={status} value={status}>
              {TICKET_STATUS[status].label}
            </option>
          ))}
        </NativeSelect>
      </Field>
      <Field label="Priority">
        <NativeSelect value={ticket.priority} onChange={(event) => save("priority", event.target.value)}>
          {TICKET_PRIORITIES.map((priority) => (
            <option key={priority} value={priority}>
              {TICKET_PRIORITY[priority].label}
            </option>
          ))}
        </NativeSelect>
      </Field>
      <Field label="Assignee">
        <NativeSelect
          value={ticket.assignee?.id ?? ""}
          onChange={(event) => save("assigneeId", event.target.value)}
        >
          <Options none="Nobody" current={ticket.assignee} all={users} />
        </NativeSelect>
      </Field>
      <Field label="Team">
        <NativeSelect value={ticket.team?.id ?? ""} onChange={(event) => save("teamId", event.target.value)}>
          <Options none="No team" current={ticket.team} all={teams} />
        </NativeSelect>
      </Field>
      <CustomerPicker
        label="Customer"
        value={ticket.customer}
        onChange={(customer) => void edit.save({ customerId: customer?.id ?? null })}
      />
      {!isAllowed && (
        <p className="text-sm text-muted-foreground">
          {ticket.mergedIntoId === null
            ? "Your role can't change tickets. An admin can change it."
            : "A merged ticket can't be changed."}
        </p>
      )}
    </fieldset>
  );
}

interface Named {
  id: number;
  name: string;
}

/** The present one is among them even when it is not among the first hundred, or may not be chosen any more. */
function Options({ none, current, all }: { none: string; current: Named | null; all: Named[] }) {
  const isMissing = current && !all.some(({ id }) => id === current.id);
  return (
    <>
      <option value="">{none}</option>
      {isMissing && <option value={current.id}>{current.name}</option>}
      {all.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </>
  );
}
