"use client";

import Link from "next/link";
import { Button } from "@/components/ui/button";
import { DialogBody, DialogFooter } from "@/components/ui/dialog";
import { isUnverified } from "@/features/subscription-states/states";
import { subscriptionHref } from "@/features/subscriptions/links";
import type { Subscription } from "@/features/subscriptions/schema";
import { ResumeSubscriptionDialog } from "./resume-subscription-dialog";
import { usePauseResume } from "./use-pause-resume";

/** In place of the test while nothing may be sent; the dialog goes on to the test once it is resumed. */
export function SendTestInactive({ subscription }: { subscription: Subscription }) {
  const { resume, isPending, question } = usePauseResume();
  if (isUnverified(subscription.status)) return <Unverified subscription={subscription} />;
  return (
    <>
      <DialogBody>
        <p className="text-sm">
          The subscription is {subscription.status}: nothing is sent to its target, tests included. Resume it
          first.
        </p>
      </DialogBody>
      <DialogFooter>
        <Button variant="primary" isPending={isPending} onClick={() => resume(subscription)}>
          Resume
        </Button>
      </DialogFooter>
      <ResumeSubscriptionDialog {...question} />
    </>
  );
}

function Unverified({ subscription }: { subscription: Subscription }) {
  return (
    <>
      <DialogBody>
        <p className="text-sm">
          The target has not answered the handshake yet: nothing is sent to it before, tests included.
        </p>
      </DialogBody>
      <DialogFooter>
        <Button variant="primary" asChild>
          <Link href={subscriptionHref(subscription.id)}>See the verification</Link>
        </Button>
      </DialogFooter>
    </>
  );
}
