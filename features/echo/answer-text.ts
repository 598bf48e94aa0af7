import type { EchoAnswer } from "@/features/echo/schema";

/** Whether it does anything but take what comes. */
export function isTrouble({ status, delaySeconds, left }: EchoAnswer): boolean {
  return left !== 0 && (status !== 200 || delaySeconds > 0);
}

/** What a receiver answers, as a sentence. */
export function answerText(answer: EchoAnswer): string {
  if (!isTrouble(answer)) return "Answers 200 at once.";
  const { status, retryAfterSeconds, delaySeconds, left } = answer;
  const header =
    status === 429 && retryAfterSeconds !== null ? ` with Retry-After: ${retryAfterSeconds}` : "";
  const delay = delaySeconds > 0 ? ` after ${delaySeconds} s` : "";
  return `Answers ${status}${header}${delay} ${whom(left)}.`;
}

function whom(left: number | null): string {
  if (left === null) return "to every request";
  return left === 1 ? "to the next request, then 200" : `to the next ${left} requests, then 200`;
}
