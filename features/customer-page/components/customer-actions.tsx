"use client";

import { EllipsisVertical, Eraser, GitMerge, Pencil, Split, Trash2 } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { useCan } from "@/features/auth/hooks";
import { editCustomerHref } from "@/features/customers/links";
import type { Customer } from "@/features/customers/schema";
import { DeleteCustomerDialog } from "./delete-customer-dialog";
import { EraseCustomerDialog } from "./erase-customer-dialog";
import { MergeCustomerDialog } from "./merge-customer-dialog";
import { SplitCustomerDialog } from "./split-customer-dialog";

export function CustomerActions({ customer }: { customer: Customer }) {
  const [dialog, setDialog] = useState<"merge" | "split" | "erase" | "delete" | null>(null);
  const close = (isOpen: boolean) => !isOpen && setDialog(null);
  if (!useCan("customers:write")) {
    return (
      <p className="text-sm text-muted-foreground">
        Your role can't change customers. An admin can change it.
      </p>
    );
  }
  return (
    <>
      <Button onClick={() => setDialog("merge")}>
        <GitMerge aria-hidden />
        Merge
      </Button>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Button size="icon" aria-label="More actions">
            <EllipsisVertical aria-hidden />
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent>
          <DropdownMenuItem onSelect={() => setDialog("split")}>
            <Split aria-hidden />
            Split customer
          </DropdownMenuItem>
          <DropdownMenuSeparator />
          <DropdownMenuItem tone="danger" onSelect={() => setDialog("delete")}>
            <Trash2 aria-hidden />
            Delete customer
          </DropdownMenuItem>
          <DropdownMenuSeparator />
          <DropdownMenuItem tone="danger" onSelect={() => setDialog("erase")}>
            <Eraser aria-hidden />
            Erase personal data
          </DropdownMenuItem>
        </DropdownMenuContent>
      </DropdownMenu>
      <Button asChild variant="primary">
        <Link href={editCustomerHref(customer.id)}>
          <Pencil aria-hidden />
          Edit
        </Link>
      </Button>
      <MergeCustomerDialog customer={customer} isOpen={dialog === "merge"} onOpenChange={close} />
      <SplitCustomerDialog customer={customer} isOpen={dialog === "split"} onOpenChange={close} />
      <DeleteCustomerDialog customer={customer} isOpen={dialog === "delete"} onOpenChange={close} />
      <EraseCustomerDialog customer={customer} isOpen={dialog === "erase"} onOpenChange={close} />
    </>
  );
}
