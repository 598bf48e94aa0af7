"use client";

import { Radio } from "lucide-react";
import { useFormContext } from "react-hook-form";
import { toast } from "@/components/toast";
import { Button } from "@/components/ui/button";
import { useAnyEchoReceiver } from "@/features/echo/hooks";
import type { SubscriptionFormValues } from "@/features/subscriptions/form-values";

/** Fills a subscription's target with the address of an echo receiver, which is made if there is none. */
export function UseEchoReceiver() {
  const { setValue } = useFormContext<SubscriptionFormValues>();
  const receiver = useAnyEchoReceiver();
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <Button
        size="sm"
        isPending={receiver.isPending}
        onClick={() =>
          receiver.mutate(undefined, {
            onSuccess({ url }) {
              setValue("targetUrl", url, { shouldDirty: true, shouldValidate: true });
              setValue("isVerified", false, { shouldDirty: true });
            },
            onError: (error) => toast.error(error.message),
          })
        }
      >
        <Radio aria-hidden />
        Use the built-in echo receiver
      </Button>
      <span className="text-sm text-muted-foreground">No server yet? It shows what it gets.</span>
    </div>
  );
}
