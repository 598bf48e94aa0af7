"use client";

import { useRouter } from "next/navigation";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { toast } from "@/components/toast";
import { useConfirmation } from "@/features/auth/confirmation-hooks";
import { deleteCustomerEndpoint } from "@/features/customers/contract";
import { customerLabel } from "@/features/customers/customer-name";
import { useDeleteCustomer } from "@/features/customers/hooks";
import { customersHref } from "@/features/customers/links";
import type { Customer } from "@/features/customers/schema";

interface DeleteCustomerDialogProps {
  customer: Customer;
  isOpen: boolean;
  onOpenChange(isOpen: boolean): void;
}

export function DeleteCustomerDialog({ customer, ...dialog }: DeleteCustomerDialogProps) {
  const router = useRouter();
  const remove = useDeleteCustomer();
  useConfirmation(deleteCustomerEndpoint, dialog.isOpen);
  return (
    <ConfirmDialog
      {...dialog}
      title={`Delete customer “${customerLabel(customer)}”?`}
      description="They leave the list, and their addresses are free for a new customer. Their tickets and chats stay under their name; to remove that too, erase their personal data instead."
      confirmLabel="Delete customer"
      onConfirm={async () => {
        await remove.mutateAsync(customer.id);
        toast.success(`Customer “${customerLabel(customer)}” deleted`);
        router.push(customersHref());
      }}
    />
  );
}
