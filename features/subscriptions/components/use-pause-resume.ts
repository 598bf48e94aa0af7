"use client";

import { toast } from "sonner";
import { usePauseSubscription, useResumeSubscription } from "@/features/subscriptions/hooks";
import type { Subscription } from "@/features/subscriptions/schema";

type Target = Pick<Subscription, "id" | "name">;

/** Both act at once; what was done can be undone from the toast. */
export function usePauseResume() {
  const pause = usePauseSubscription();
  const resume = useResumeSubscription();

  async function undoably(work: Promise<unknown>, message: string, description: string, undo: () => void) {
    try {
      await work;
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
        `“${name}” is paused`,
        "Events for it are held and sent once it is resumed.",
        () => resume.mutate(id),
      ),
    resume: ({ id, name }: Target) =>
      void undoably(
        resume.mutateAsync(id),
        `“${name}” is active again`,
        "Events held meanwhile are on their way.",
        () => pause.mutate(id),
      ),
  };
}
