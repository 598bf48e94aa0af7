"use client";

import { useQuery } from "@tanstack/react-query";
import { Send } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { useCan } from "@/features/auth/hooks";
import { NO_WRITE_REASON, subscriptionsQuery } from "@/features/subscriptions/hooks";
import { newSubscriptionHref, subscriptionsHref } from "@/features/subscriptions/links";
import type { Subscription } from "@/features/subscriptions/schema";
import { SendTestDialog } from "@/features/subscriptions/send-test-dialog";

const LIMIT = 100;

/** Who gets the event, and a test of it for one of them. */
export function EventTypeUse({ type }: { type: string }) {
  const canRead = useCan("subscriptions:read");
  const canTest = useCan("subscriptions:write");
  const subscribers = useQuery({
    ...subscriptionsQuery({ eventType: [type], limit: LIMIT }),
    enabled: canRead,
  });
  if (!canRead)
    return (
      <p className="text-sm text-muted-foreground">
        Your role can't see which subscriptions get it. You need the permission subscriptions:read.
      </p>
    );
  if (subscribers.isError)
    return (
      <p className="text-sm text-muted-foreground">The subscriptions that get it could not be loaded.</p>
    );
  const { data, nextCursor } = subscribers.data ?? { data: [], nextCursor: null };
  if (subscribers.isSuccess && data.length === 0)
    return (
      <p className="text-sm text-muted-foreground">
        No subscription gets it yet.{" "}
        {canTest && (
          <Link href={newSubscriptionHref()} className="text-link underline underline-offset-3">
            Create subscription
          </Link>
        )}
      </p>
    );
  return (
    <div className="flex min-h-8 flex-wrap items-center gap-x-4 gap-y-2 text-sm">
      {subscribers.isSuccess && (
        <Link href={subscriptionsHref({ event: type })} className="text-link underline underline-offset-3">
          Subscribed by {nextCursor ? `more than ${LIMIT}` : data.length}
        </Link>
      )}
      <SendTestMenu type={type} subscribers={data} isAllowed={canTest} />
    </div>
  );
}

interface SendTestMenuProps {
  type: string;
  subscribers: Subscription[];
  isAllowed: boolean;
}

function SendTestMenu({ type, subscribers, isAllowed }: SendTestMenuProps) {
  const [target, setTarget] = useState<Subscription | null>(null);
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Button disabled={subscribers.length === 0}>
            <Send aria-hidden />
            Send test
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent align="start" className="max-h-80 overflow-y-auto">
          <DropdownMenuLabel className="max-w-56 whitespace-normal">
            {isAllowed ? "Send to" : NO_WRITE_REASON}
          </DropdownMenuLabel>
          {subscribers.map((subscription) => (
            <DropdownMenuItem
              key={subscription.id}
              disabled={!isAllowed}
              onSelect={() => {
                setTarget(subscription);
                setIsOpen(true);
              }}
            >
              {subscription.name}
            </DropdownMenuItem>
          ))}
        </DropdownMenuContent>
      </DropdownMenu>
      {target && (
        <SendTestDialog
          key={target.id}
          subscription={target}
          initialType={type}
          isOpen={isOpen}
          onOpenChange={setIsOpen}
        />
      )}
    </>
  );
}
