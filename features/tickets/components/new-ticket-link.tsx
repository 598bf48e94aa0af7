"use client";

import { Plus } from "lucide-react";
import Link from "next/link";
import { CreateHotkey } from "@/components/create-hotkey";
import { Button } from "@/components/ui/button";
import { useCan } from "@/features/auth/hooks";

const HREF = "/tickets/new";

export function NewTicketLink() {
  if (!useCan("tickets:write")) {
    return (
      <p className="text-sm text-muted-foreground">Your role can't open tickets. An admin can change it.</p>
    );
  }
  return (
    <>
      <CreateHotkey href={HREF} label="New ticket" />
      <Button asChild variant="primary">
        <Link href={HREF}>
          <Plus aria-hidden />
          New ticket
        </Link>
      </Button>
    </>
  );
}
