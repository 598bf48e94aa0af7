import { matchesPattern } from "@/features/events/catalog/patterns";
import type { MATCH_REASONS } from "@/features/events/schema";

/** Why a subscription got no delivery of an event that it might have had one of. */
export function whyNot(
  subscription: { eventTypes: string[]; level: string; createdAt: Date },
  event: { type: string; createdAt: Date },
): (typeof MATCH_REASONS)[number] {
  if (!subscription.eventTypes.some((pattern) => matchesPattern(pattern, event.type)))
    return "type_not_listed";
  if (subscription.createdAt > event.createdAt) return "created_later";
  switch (subscription.level) {
    case "team":
      return "other_team";
    case "account":
      return "other_account";
    case "sequence":
      return "other_sequence";
    default:
      return "created_later";
  }
}
