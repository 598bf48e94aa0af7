"use client";

import { toast } from "sonner";
import { isUnverified } from "@/features/subscription-states/states";
import { usePauseSubscription, useResumeSubscription } from "@/features/subscriptions/hooks";
import type { Subscription } from "@/features/subscriptions/schema";

interface Told {
  message: string;
  description: string;
}

type Target = Pick<Subscription, "id" | "name">;

/** Both act at once; what was done can be undone from the toast. */
export function usePauseResume() {
  const pause = usePauseSubscription();
  const resume = useResumeSubscription();

  async function undoably(
    work: Promise<Subscription>,
    told: (after: Subscription) => Told,
    undo: () => void,
  ) {
    try {
      const { message, description } = told(await work);
      toast.success(message, { description, action: { label: "Undo", onClick: undo } });
    } catch (error) {
      toast.error(error instanceof Error ? error.message : "It did not work. Try again.");
    }
  }

  return {
    isPending: pause.isPending || resume.isPending,
    pause: ({ id, name }: Target) =>
      void undoably(
        pause.mutateAsync(id),
        () => ({
          message: `“${name}” is paused`,
          description: "Events for it are held and sent once it is resumed.",
        }),
        () => resume.mutate(id),
      ),
    resume: ({ id, name }: Target) =>
      void undoably(
        resume.mutateAsync(id),
        ({ status }) =>
          isUnverified(status)
            ? {
                message: `“${name}” waits for its target`,
                description: "Events held meanwhile are sent once it answers the handshake.",
              }
            : {
                message: `“${name}” is active again`,
                description: "Events held meanwhile are on their way.",
              },
        () => pause.mutate(id),
      ),
  };
}
