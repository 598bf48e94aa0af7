import { Time } from "@/components/time";
import type { Subscription } from "@/features/subscriptions/schema";
import { failedCountText, failedText } from "@/features/subscriptions/verdict";

interface FailedLatelyProps {
  health: Subscription["health"];
  /** Stands below "Last 24 hours". */
  isInDay?: boolean;
}

/** How many failed of how many, and since when: the same words in the list and on the page. */
export function FailedLately({ health: { recent }, isInDay = false }: FailedLatelyProps) {
  return (
    <>
      {isInDay ? failedCountText(recent) : failedText(recent)}
      {recent.firstFailureAt && (
        <>
          , the first at most <Time value={recent.firstFailureAt} />
        </>
      )}
    </>
  );
}
