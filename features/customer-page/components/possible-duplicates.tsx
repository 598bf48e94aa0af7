"use client";

import { GitMerge } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { toast } from "@/components/toast";
import { Button } from "@/components/ui/button";
import { useCan } from "@/features/auth/hooks";
import { customerLabel } from "@/features/customers/customer-name";
import { useDismissDuplicate } from "@/features/customers/hooks";
import { customerHref } from "@/features/customers/links";
import type { Customer, CustomerRef } from "@/features/customers/schema";
import { MergeCustomerDialog } from "./merge-customer-dialog";

/** Hints that somebody else may be the same person, each to be acted on or dismissed. */
export function PossibleDuplicates({ customer }: { customer: Customer }) {
  const [chosenId, setChosenId] = useState<string>();
  const mayChange = useCan("customers:write");
  if (customer.possibleDuplicates.length === 0) return null;
  return (
    <section aria-label="Possible duplicates" className="flex flex-col gap-2">
      {customer.possibleDuplicates.map((other) => (
        <div
          key={other.id}
          className="flex flex-wrap items-center gap-x-4 gap-y-2 rounded-lg bg-info-soft px-4 py-3 text-sm"
        >
          <p className="min-w-0 flex-1 basis-72 text-pretty wrap-anywhere">
            Possible duplicate:{" "}
            <Link href={customerHref(other.id)} className="font-medium text-link underline">
              {customerLabel(other)}
            </Link>
            . The id of one came with the address of the other.
          </p>
          {mayChange && <Choices customer={customer} other={other} onMerge={() => setChosenId(other.id)} />}
        </div>
      ))}
      <MergeCustomerDialog
        key={chosenId}
        customer={customer}
        suggestedId={chosenId}
        isOpen={chosenId !== undefined}
        onOpenChange={() => setChosenId(undefined)}
      />
    </section>
  );
}

interface ChoicesProps {
  customer: Customer;
  other: CustomerRef;
  onMerge(): void;
}

function Choices({ customer, other, onMerge }: ChoicesProps) {
  const dismiss = useDismissDuplicate(customer.id);
  return (
    <div className="flex flex-wrap gap-2">
      <Button size="sm" onClick={onMerge} aria-label={`Merge with ${customerLabel(other)}…`}>
        <GitMerge aria-hidden />
        Merge…
      </Button>
      <Button
        size="sm"
        isPending={dismiss.isPending}
        aria-label={`Not the same as ${customerLabel(other)}`}
        onClick={() =>
          dismiss.mutate(other.id, {
            onSuccess: () => toast.success(`“${customerLabel(other)}” is somebody else`),
            onError: (error) => toast.error(error.message),
          })
        }
      >
        Not the same
      </Button>
    </div>
  );
}
