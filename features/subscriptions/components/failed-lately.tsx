import { Time } from "@/components/time";
import type { Subscription } from "@/features/subscriptions/schema";
import { failedText } from "@/features/subscriptions/verdict";

/** How many failed of how many, and since when: the same words in the list and on the page. */
export function FailedLately({ health: { recent } }: { health: Subscription["health"] }) {
  return (
    <>
      {failedText(recent)}
      {recent.firstFailureAt && (
        <>
          , the first at most <Time value={recent.firstFailureAt} />
        </>
      )}
    </>
  );
}
