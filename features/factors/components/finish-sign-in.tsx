"use client";

import { Button } from "@/components/ui/button";
import { finishSignIn } from "@/features/factors/actions";

/** The last step of whoever had to add a factor: by now the recovery codes are kept. */
export function FinishSignIn({ next }: { next: string }) {
  return (
    <form action={finishSignIn} className="flex flex-col gap-4">
      <input type="hidden" name="next" value={next} />
      <p className="text-sm">Your second factor is added. From now on signing in asks for it.</p>
      <Button type="submit" variant="primary" size="lg">
        Continue
      </Button>
    </form>
  );
}
