"use client";

import { useQuery } from "@tanstack/react-query";
import { CheckboxField } from "@/components/ui/checkbox";
import { FieldSet } from "@/components/ui/field";
import { Spinner } from "@/components/ui/spinner";
import { useCan } from "@/features/auth/hooks";
import { customerChatsQuery, customerTicketsQuery } from "@/features/customer-page/hooks";
import { FULL_LIMIT } from "@/features/customer-page/row-limits";
import type { Customer, SplitCustomer } from "@/features/customers/schema";

export type Chosen = Pick<SplitCustomer, "emails" | "externalIds" | "phones" | "ticketIds" | "chatIds">;

export const NOTHING_CHOSEN: Chosen = { emails: [], externalIds: [], phones: [], ticketIds: [], chatIds: [] };

export function countOf(chosen: Chosen): number {
  return Object.values(chosen).flat().length;
}

interface SplitChoicesProps {
  customer: Customer;
  chosen: Chosen;
  onChange(chosen: Chosen): void;
}

export function SplitChoices({ customer, chosen, onChange }: SplitChoicesProps) {
  const maySeeTickets = useCan("tickets:read");
  const maySeeChats = useCan("chats:read");
  const of = (field: keyof Chosen) => ({
    chosen: chosen[field],
    onChange: (values: string[]) => onChange({ ...chosen, [field]: values }),
  });
  return (
    <>
      <Group legend="Email addresses" options={customer.emails.map(toOption)} {...of("emails")} />
      <Group legend="External ids" options={customer.externalIds.map(toOption)} {...of("externalIds")} />
      <Group legend="Phone numbers" options={customer.phones.map(toOption)} {...of("phones")} />
      {maySeeTickets && <Tickets id={customer.id} {...of("ticketIds")} />}
      {maySeeChats && <Chats id={customer.id} {...of("chatIds")} />}
    </>
  );
}

interface Choice {
  chosen: string[];
  onChange(chosen: string[]): void;
}

function Tickets({ id, ...choice }: Choice & { id: string }) {
  const { data, error } = useQuery(customerTicketsQuery(id, FULL_LIMIT));
  const options = data?.data.map((one) => ({ value: one.id, label: `#${one.number} ${one.subject}` }));
  return (
    <Group legend="Tickets" options={options} error={error} isCut={Boolean(data?.nextCursor)} {...choice} />
  );
}

function Chats({ id, ...choice }: Choice & { id: string }) {
  const { data, error } = useQuery(customerChatsQuery(id, FULL_LIMIT));
  const options = data?.data.map((one) => ({
    value: one.id,
    label: one.subject ?? one.lastMessage?.snippet ?? "Chat without messages",
  }));
  return (
    <Group legend="Chats" options={options} error={error} isCut={Boolean(data?.nextCursor)} {...choice} />
  );
}

interface GroupProps extends Choice {
  legend: string;
  /** Undefined while they load. */
  options: { value: string; label: string }[] | undefined;
  error?: Error | null;
  /** There are more than are shown. */
  isCut?: boolean;
}

/** Nothing at all where there is nothing to choose. */
function Group({ legend, options, error, isCut = false, chosen, onChange }: GroupProps) {
  if (error) {
    return (
      <p role="alert" className="text-sm text-danger">
        {legend}: {error.message}
      </p>
    );
  }
  if (!options) return <Spinner label={`Loading ${legend.toLowerCase()}`} />;
  if (options.length === 0) return null;
  return (
    <FieldSet legend={legend} className="gap-0.5">
      {options.map(({ value, label }) => (
        <CheckboxField
          key={value}
          label={<span className="wrap-anywhere">{label}</span>}
          checked={chosen.includes(value)}
          onChange={(event) =>
            onChange(event.target.checked ? [...chosen, value] : chosen.filter((one) => one !== value))
          }
        />
      ))}
      {isCut && (
        <p className="text-sm text-muted-foreground">
          The latest {FULL_LIMIT} are shown. For older ones, change the customer at the ticket.
        </p>
      )}
    </FieldSet>
  );
}

function toOption(value: string) {
  return { value, label: value };
}
