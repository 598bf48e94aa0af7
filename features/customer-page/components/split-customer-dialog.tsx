"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { ErrorSummary } from "@/components/error-summary";
import { toast } from "@/components/toast";
import { Button } from "@/components/ui/button";
import {
  Dialog,
  DialogBody,
  DialogContent,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { NativeSelect } from "@/components/ui/native-select";
import { customerLabel } from "@/features/customers/customer-name";
import { useSplitCustomer } from "@/features/customers/hooks";
import { customerHref } from "@/features/customers/links";
import type { Customer } from "@/features/customers/schema";
import { loadCode } from "@/lib/load-code";
import { type Chosen, countOf, NOTHING_CHOSEN, SplitChoices } from "./split-choices";

interface SplitCustomerDialogProps {
  customer: Customer;
  isOpen: boolean;
  onOpenChange(isOpen: boolean): void;
}

/** Chooses what belongs to somebody else, and to whom it goes. */
export function SplitCustomerDialog({ customer, isOpen, onOpenChange }: SplitCustomerDialogProps) {
  return (
    <Dialog open={isOpen} onOpenChange={onOpenChange}>
      <DialogContent size="lg">
        <DialogHeader>
          <DialogTitle>Split “{customerLabel(customer)}”</DialogTitle>
        </DialogHeader>
        <SplitForm customer={customer} onClose={() => onOpenChange(false)} />
      </DialogContent>
    </Dialog>
  );
}

function SplitForm({ customer, onClose }: { customer: Customer; onClose(): void }) {
  const router = useRouter();
  const { mutateAsync } = useSplitCustomer(customer.id);
  const [isPending, setIsPending] = useState(false);
  const [chosen, setChosen] = useState<Chosen>(NOTHING_CHOSEN);
  const [intoId, setIntoId] = useState("");
  const [name, setName] = useState("");
  const [failure, setFailure] = useState<{ message: string; count: number }>();
  const fail = (message: string) => setFailure((last) => ({ message, count: (last?.count ?? 0) + 1 }));

  async function split() {
    const { splitCustomerSchema } = await loadCode(() => import("@/features/customers/schema"));
    const parsed = splitCustomerSchema.safeParse({
      ...chosen,
      ...(intoId ? { intoId } : name.trim() && { name }),
    });
    if (!parsed.success) return fail(parsed.error.issues[0]?.message ?? "Choose what to move out.");
    const other = await mutateAsync(parsed.data);
    toast.success(`Moved to “${customerLabel(other)}”`);
    router.push(customerHref(other.id));
  }

  function send(event: FormEvent) {
    event.preventDefault();
    if (isPending) return;
    setIsPending(true);
    split()
      .catch((error: Error) => fail(error.message))
      .finally(() => setIsPending(false));
  }

  return (
    <form noValidate onSubmit={send} className="flex min-h-0 flex-1 flex-col">
      <DialogBody className="flex flex-col gap-5">
        {failure && <ErrorSummary errors={[{ message: failure.message }]} focusKey={failure.count} />}
        <p className="text-sm text-pretty text-muted-foreground">
          For two people who were taken for one. Choose what belongs to the other person; the rest stays here.
        </p>
        <SplitChoices customer={customer} chosen={chosen} onChange={setChosen} />
        {customer.mergedCustomers.length > 0 && (
          <Field label="Move it to">
            <NativeSelect value={intoId} onChange={(event) => setIntoId(event.target.value)}>
              <option value="">A new customer</option>
              {customer.mergedCustomers.map((one) => (
                <option key={one.id} value={one.id}>
                  {customerLabel(one)}, who was merged into this one
                </option>
              ))}
            </NativeSelect>
          </Field>
        )}
        {intoId === "" && (
          <Field label="Name of the new customer" isOptional>
            <Input
              value={name}
              maxLength={200}
              autoComplete="off"
              onChange={(event) => setName(event.target.value)}
            />
          </Field>
        )}
      </DialogBody>
      <DialogFooter>
        <p className="mr-auto text-sm text-muted-foreground">{countOf(chosen)} chosen</p>
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="primary" isPending={isPending}>
          Split customer
        </Button>
      </DialogFooter>
    </form>
  );
}
