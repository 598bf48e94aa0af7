"use client";

import { Plus } from "lucide-react";
import Link from "next/link";
import { CreateHotkey } from "@/components/create-hotkey";
import { Button } from "@/components/ui/button";
import { useCan } from "@/features/auth/hooks";
import { INCOMING_HREF, NO_WRITE_REASON } from "./incoming-links";

const HREF = `${INCOMING_HREF}/new`;

export function CreateIncomingLink() {
  if (!useCan("incoming_webhooks:write")) {
    return <p className="max-w-80 text-sm text-muted-foreground">{NO_WRITE_REASON}</p>;
  }
  return (
    <>
      <CreateHotkey href={HREF} label="Create incoming webhook" />
      <Button asChild variant="primary">
        <Link href={HREF}>
          <Plus aria-hidden />
          Create incoming webhook
        </Link>
      </Button>
    </>
  );
}
