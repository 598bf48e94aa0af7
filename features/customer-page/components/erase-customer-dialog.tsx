"use client";

import { useRouter } from "next/navigation";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { toast } from "@/components/toast";
import { useConfirmation } from "@/features/auth/confirmation-hooks";
import { eraseCustomerEndpoint } from "@/features/customers/contract";
import { customerLabel } from "@/features/customers/customer-name";
import { useEraseCustomer } from "@/features/customers/hooks";
import type { Customer } from "@/features/customers/schema";

interface EraseCustomerDialogProps {
  customer: Customer;
  isOpen: boolean;
  onOpenChange(isOpen: boolean): void;
}

export function EraseCustomerDialog({ customer, ...dialog }: EraseCustomerDialogProps) {
  const erase = useEraseCustomer();
  useConfirmation(eraseCustomerEndpoint, dialog.isOpen);
  const router = useRouter();
  return (
    <ConfirmDialog
      {...dialog}
      title={`Erase the personal data of “${customerLabel(customer)}”?`}
      description={<Consequence />}
      confirmLabel="Erase personal data"
      typedName={customerLabel(customer)}
      onConfirm={async () => {
        await erase.mutateAsync(customer.id);
        toast.success("Personal data erased");
        // The browser's tab is named by the server.
        router.refresh();
      }}
    />
  );
}

function Consequence() {
  return (
    <div className="flex flex-col gap-2">
      <p>
        Removes name, addresses, phone, company, tags, attributes and external ids, and their name at what
        they wrote. This can't be undone.
      </p>
      <p>
        Tickets, chats and their texts stay. The logs of events, deliveries and requests keep what was sent
        already until their retention ends.
      </p>
    </div>
  );
}
