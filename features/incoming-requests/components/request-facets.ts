import type { ChoiceFacet } from "@/components/facet-types";
import type { ListSearchState } from "@/components/use-list-search";
import { REFUSAL_REASONS, REQUEST_RESULTS } from "@/db/enums";
import type { requestSearchParams } from "@/features/incoming-requests/search-params";
import { boundedCount } from "@/lib/bounded-count";
import { REASON_LABELS, REQUEST_RESULT } from "./request-result";

const RESULT_OPTIONS = REQUEST_RESULTS.map((value) => ({ value, label: REQUEST_RESULT[value].label }));
const REASON_OPTIONS = REFUSAL_REASONS.map((value) => ({ value, label: REASON_LABELS[value] }));

/** What requests can be filtered by. Those that need attention are counted up to 1,000. */
export function requestFacets(
  { choice, choices }: ListSearchState<typeof requestSearchParams>,
  attentionCount: number,
): ChoiceFacet[] {
  return [
    { id: "result", label: "Result", options: RESULT_OPTIONS, ...choices("result") },
    { id: "reason", label: "Reason", options: REASON_OPTIONS, ...choices("reason") },
    {
      id: "attention",
      label: "Attention",
      any: "All requests",
      options: [{ value: "true", label: "Needs attention", count: boundedCount(attentionCount) }],
      ...choice("attention"),
    },
  ];
}
