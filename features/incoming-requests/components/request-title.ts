import type { IncomingRequest } from "@/features/incoming-requests/schema";
import { REASON_LABELS, REQUEST_RESULT } from "./request-result";

/** "Rejected: bad signature · 401". */
export function titleOf({ result, reason, statusCode }: IncomingRequest): string {
  const what = reason
    ? `${REQUEST_RESULT[result].label}: ${REASON_LABELS[reason].toLowerCase()}`
    : REQUEST_RESULT[result].label;
  return `${what} · ${statusCode}`;
}
