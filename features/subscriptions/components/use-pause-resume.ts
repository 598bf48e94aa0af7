"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "@/components/toast";
import { isUnverified } from "@/features/subscription-states/states";
import {
  subscriptionQuery,
  usePauseSubscription,
  useResumeSubscription,
} from "@/features/subscriptions/hooks";
import type { Subscription } from "@/features/subscriptions/schema";
import type { Resuming } from "./resume-subscription-dialog";

interface Told {
  message: string;
  description: string;
}

type Target = Pick<Subscription, "id" | "name" | "keepsHeld">;

/** Both act at once and can be undone from the toast, but where events wait, or may: then `question` is for the dialog that asks what becomes of them. */
export function usePauseResume() {
  const queryClient = useQueryClient();
  const pause = usePauseSubscription();
  const resume = useResumeSubscription();
  const [asked, setAsked] = useState<Resuming | null>(null);

  async function pauseNow({ id, name, keepsHeld }: Target) {
    await undoably(
      pause.mutateAsync({ id }),
      () => ({
        message: `“${name}” is paused`,
        description: "Its events wait. When you resume it, you choose what becomes of them.",
      }),
      // What nobody had decided about yet is not decided by an Undo.
      () => resume.mutate({ id, held: keepsHeld ? "keep" : "deliver" }),
    );
  }

  async function resumeNow({ id, name }: Target) {
    // What was held since the page last looked counts as well.
    const fresh = queryClient.fetchQuery({ ...subscriptionQuery(id), staleTime: 0 });
    const held = await fresh
      .then(({ heldEvents, newestHeldId }) => ({ count: heldEvents, newestHeldId }))
      .catch(() => null);
    if (held?.count !== 0) return setAsked({ id, name, held });
    await undoably(
      resume.mutateAsync({ id }),
      ({ status }) =>
        isUnverified(status)
          ? {
              message: `“${name}” waits for its target`,
              description: "Its events wait until the target answers the handshake.",
            }
          : { message: `“${name}” is active again`, description: "Events are sent as they come." },
      () => pause.mutate({ id }),
    );
  }

  return {
    isPending: pause.isPending || resume.isPending,
    pause: (target: Target) => void pauseNow(target),
    resume: (target: Target) => void resumeNow(target),
    question: { subscription: asked, onClose: () => setAsked(null) },
  };
}

async function undoably(work: Promise<Subscription>, told: (after: Subscription) => Told, undo: () => void) {
  try {
    const { message, description } = told(await work);
    toast.success(message, { description, action: { label: "Undo", onClick: undo } });
  } catch (error) {
    toast.error(error instanceof Error ? error.message : "It did not work. Try again.");
  }
}
