"use client";

import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { toast } from "@/components/toast";
import { Button } from "@/components/ui/button";
import { useCan } from "@/features/auth/hooks";
import { NO_WRITE_REASON, useCreateEchoReceiver } from "@/features/echo/hooks";
import { echoReceiverHref } from "@/features/echo/links";

/** There is nothing to fill in: it makes one and leads to it. */
export function CreateReceiverButton() {
  const create = useCreateEchoReceiver();
  const router = useRouter();
  if (!useCan("subscriptions:write"))
    return <p className="max-w-80 text-sm text-muted-foreground">{NO_WRITE_REASON}</p>;
  return (
    <Button
      variant="primary"
      isPending={create.isPending}
      onClick={() =>
        create.mutate(undefined, {
          onSuccess: ({ id }) => router.push(echoReceiverHref(id)),
          onError: (error) => toast.error(error.message),
        })
      }
    >
      <Plus aria-hidden />
      Create echo receiver
    </Button>
  );
}
