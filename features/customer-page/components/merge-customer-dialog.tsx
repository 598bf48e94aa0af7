"use client";

import { useQuery } from "@tanstack/react-query";
import { ArrowLeftRight } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { toast } from "@/components/toast";
import { Button } from "@/components/ui/button";
import { Field, FieldSet } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Radio } from "@/components/ui/radio-group";
import { useConfirmation } from "@/features/auth/confirmation-hooks";
import { mergeCustomerEndpoint } from "@/features/customers/contract";
import { customerLabel } from "@/features/customers/customer-name";
import { customerQuery, customersQuery, useMergeCustomer } from "@/features/customers/hooks";
import { mergedCustomerHref } from "@/features/customers/links";
import type { Customer, CustomerSummary } from "@/features/customers/schema";

const CANDIDATES = 6;

interface MergeCustomerDialogProps {
  customer: Customer;
  /** Whom it is likely about; somebody else can be chosen. */
  suggestedId?: string | undefined;
  isOpen: boolean;
  onOpenChange(isOpen: boolean): void;
}

/** Finds the other customer, shows both sides, and says which of them stays. */
export function MergeCustomerDialog({ customer, suggestedId, ...dialog }: MergeCustomerDialogProps) {
  const router = useRouter();
  const merge = useMergeCustomer();
  useConfirmation(mergeCustomerEndpoint, dialog.isOpen);
  const [chosen, setChosen] = useState<CustomerSummary>();
  const { data: suggested } = useQuery({
    ...customerQuery(suggestedId ?? ""),
    enabled: Boolean(suggestedId),
  });
  const other = chosen ?? suggested ?? null;
  const [staysThis, setStaysThis] = useState(true);
  const [winner, loser] = staysThis ? [customer, other] : [other, customer];

  return (
    <ConfirmDialog
      {...dialog}
      title={`Merge “${customerLabel(customer)}” with another customer`}
      description="One of the two stays, and gets the other's addresses, external ids, tickets and chats. Where both have a value, the one that stays keeps its own. Only a split, by hand, takes them apart again."
      confirmLabel="Merge customers"
      onConfirm={async () => {
        if (!winner || !loser) throw new Error("Choose the customer to merge with first.");
        await merge.mutateAsync({ id: loser.id, intoId: winner.id });
        toast.success(`Merged into “${customerLabel(winner)}”`);
        router.push(mergedCustomerHref(winner.id, loser.id));
      }}
    >
      <CandidateSearch ownId={customer.id} chosen={other} onChoose={setChosen} />
      {winner && loser && (
        <div className="flex flex-col gap-2">
          <div className="grid gap-2 md:grid-cols-2">
            <Side title="Stays" customer={winner} />
            <Side title="Becomes part of it" customer={loser} />
          </div>
          <Button size="sm" className="self-start" onClick={() => setStaysThis(!staysThis)}>
            <ArrowLeftRight aria-hidden />
            Keep the other one
          </Button>
        </div>
      )}
    </ConfirmDialog>
  );
}

interface CandidateSearchProps {
  ownId: string;
  chosen: CustomerSummary | null;
  onChoose(customer: CustomerSummary): void;
}

function CandidateSearch({ ownId, chosen, onChoose }: CandidateSearchProps) {
  const [q, setQ] = useState("");
  const text = q.trim();
  const { data, error } = useQuery({
    ...customersQuery({ limit: CANDIDATES + 1, q: text }),
    enabled: text.length > 1,
  });
  const found = text.length > 1 ? (data?.data.filter(({ id }) => id !== ownId) ?? []) : [];
  const shown = found.length === 0 && chosen ? [chosen] : found.slice(0, CANDIDATES);
  return (
    <>
      <Field label="Find the other customer" hint="Name, email or external id.">
        <Input
          type="search"
          value={q}
          maxLength={120}
          autoComplete="off"
          onChange={(event) => setQ(event.target.value)}
        />
      </Field>
      {error && <p className="text-sm text-danger">{error.message}</p>}
      {shown.length > 0 && (
        <FieldSet legend="Found customers" isLegendHidden>
          {shown.map((one) => (
            <Radio
              key={one.id}
              name="merge-candidate"
              value={one.id}
              checked={chosen?.id === one.id}
              onChange={() => onChoose(one)}
              label={customerLabel(one)}
              hint={`${(one.name && one.email) ?? one.externalIds[0] ?? "No address"} · ${one.totalTickets} tickets`}
            />
          ))}
        </FieldSet>
      )}
      {text.length > 1 && data && found.length === 0 && (
        <p role="status" className="text-sm text-muted-foreground">
          No other customer matches.
        </p>
      )}
    </>
  );
}

function Side({ title, customer }: { title: string; customer: CustomerSummary }) {
  return (
    <div className="min-w-0 rounded-md border border-border p-3 text-sm">
      <p className="text-xs font-medium text-muted-foreground">{title}</p>
      <p className="font-medium wrap-anywhere">{customerLabel(customer)}</p>
      {customer.name && customer.email && <p className="wrap-anywhere">{customer.email}</p>}
      <p className="text-muted-foreground">
        {customer.openTickets} open of {customer.totalTickets} tickets
      </p>
    </div>
  );
}
