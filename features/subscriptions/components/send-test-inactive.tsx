"use client";

import { Button } from "@/components/ui/button";
import { DialogBody, DialogFooter } from "@/components/ui/dialog";
import type { Subscription } from "@/features/subscriptions/schema";
import { usePauseResume } from "./use-pause-resume";

/** In place of the test while nothing may be sent; the dialog goes on to the test once it is resumed. */
export function SendTestInactive({ subscription }: { subscription: Subscription }) {
  const { resume, isPending } = usePauseResume();
  return (
    <>
      <DialogBody>
        <p className="text-sm">
          The subscription is {subscription.status}: nothing is sent to its target, tests included. Resuming
          it also sends the events that were held meanwhile.
        </p>
      </DialogBody>
      <DialogFooter>
        <Button variant="primary" isPending={isPending} onClick={() => resume(subscription)}>
          Resume
        </Button>
      </DialogFooter>
    </>
  );
}
