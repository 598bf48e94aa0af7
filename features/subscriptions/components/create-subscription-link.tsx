"use client";

import { Plus } from "lucide-react";
import Link from "next/link";
import { CreateHotkey } from "@/components/create-hotkey";
import { Button } from "@/components/ui/button";
import { useCan } from "@/features/auth/hooks";
import { NO_WRITE_REASON, SUBSCRIPTIONS_HREF } from "./subscription-links";

const HREF = `${SUBSCRIPTIONS_HREF}/new`;

export function CreateSubscriptionLink() {
  if (!useCan("subscriptions:write")) {
    return <p className="max-w-80 text-sm text-muted-foreground">{NO_WRITE_REASON}</p>;
  }
  return (
    <>
      <CreateHotkey href={HREF} label="Create subscription" />
      <Button asChild variant="primary">
        <Link href={HREF}>
          <Plus aria-hidden />
          Create subscription
        </Link>
      </Button>
    </>
  );
}
