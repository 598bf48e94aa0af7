"use client";

import { Plus } from "lucide-react";
import Link from "next/link";
import { CreateHotkey } from "@/components/create-hotkey";
import { Button } from "@/components/ui/button";
import { useCan } from "@/features/auth/hooks";

const HREF = "/customers/new";

export function CreateCustomerLink() {
  if (!useCan("customers:write")) {
    return (
      <p className="text-sm text-muted-foreground">Your role can't add customers. An admin can change it.</p>
    );
  }
  return (
    <>
      <CreateHotkey href={HREF} label="New customer" />
      <Button asChild variant="primary">
        <Link href={HREF}>
          <Plus aria-hidden />
          New customer
        </Link>
      </Button>
    </>
  );
}
