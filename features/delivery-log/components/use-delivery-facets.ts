import type { ChoiceFacet } from "@/components/facet-types";
import type { ListSearchState } from "@/components/use-list-search";
import { DELIVERY_STATUSES } from "@/db/enums";
import { CODE_CLASSES } from "@/features/deliveries/code-classes";
import { DELIVERY_STATUS } from "@/features/deliveries/delivery-status";
import type { deliverySearchParams } from "@/features/delivery-log/search-params";
import { useTypeGroups } from "@/features/event-types/hooks";
import { typeOptions } from "@/features/event-types/type-groups";
import { statusText } from "./status-text";

const STATUS_OPTIONS = DELIVERY_STATUSES.map((value) => ({ value, label: DELIVERY_STATUS[value].label }));

const CODE_LABELS = {
  "2xx": "2xx success",
  "3xx": "3xx redirect",
  "4xx": "4xx refused",
  "5xx": "5xx server error",
  none: "No answer",
} as const;

/** What deliveries can be filtered by. */
export function useDeliveryFacets({ choice }: ListSearchState<typeof deliverySearchParams>): ChoiceFacet[] {
  const groups = useTypeGroups();
  const code = choice("code");
  return [
    { id: "status", label: "Status", any: "Any status", options: STATUS_OPTIONS, ...choice("status") },
    { id: "event", label: "Event", any: "Any event", options: typeOptions(groups), ...choice("event") },
    { id: "code", label: "HTTP code", any: "Any code", options: codeOptions(code.value), ...code },
  ];
}

/** The classes, and the exact code that a link has chosen. */
function codeOptions([chosen = ""]: string[]) {
  const exact = /^\d+$/.test(chosen)
    ? [{ value: chosen, label: `${chosen} ${statusText(Number(chosen))}` }]
    : [];
  return [...CODE_CLASSES.map((value) => ({ value, label: CODE_LABELS[value] })), ...exact];
}
