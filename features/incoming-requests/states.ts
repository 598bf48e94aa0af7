import { MENDABLE_REASONS, type RequestResult, WAITING_RESULTS } from "@/db/enums";

interface State {
  result: RequestResult;
  reason: string | null;
  isBodyKept: boolean;
}

/** Whether something may still come of a request: it waits, or was refused for what can be mended. */
export function isUndone({ result, reason, isBodyKept }: State): boolean {
  if (WAITING_RESULTS.includes(result)) return true;
  return result === "rejected" && isBodyKept && MENDABLE_REASONS.some((one) => one === reason);
}
