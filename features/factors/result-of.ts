import type { Answer } from "@/features/factors/actions";

/** What an action answered; throws what it refused with. */
export function resultOf<Result>(answer: Answer<Result>): Result {
  if ("error" in answer) throw new Error(answer.error);
  return answer.result;
}
