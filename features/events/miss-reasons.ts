import type { HeldReason } from "@/db/enums";
import { describeCondition } from "@/features/event-filter/describe";
import type { FilterCondition } from "@/features/event-filter/schema";
import type { MissReason } from "@/features/events/schema";

const MISS_REASON_TEXTS: Record<MissReason, string> = {
  type_not_listed: "it doesn't list this event type.",
  other_team: "it wants events of another team.",
  other_account: "it wants events of another account.",
  other_sequence: "it wants events of another sequence.",
  filtered_out: "its filter leaves this event out.",
  created_later: "it was created after the event.",
  changed_later: "its events, scope or filter were others when this happened.",
};

/** Why a subscription got nothing, to stand after its name. */
export function missText({
  reason,
  failedCondition,
}: {
  reason: MissReason;
  failedCondition: FilterCondition | null;
}): string {
  return failedCondition
    ? `its filter asks that ${describeCondition(failedCondition)}.`
    : MISS_REASON_TEXTS[reason];
}

/** Why what is meant for a subscription is held, to stand after its name. */
export const HELD_REASON_TEXTS: Record<HeldReason, string> = {
  subscription: "until it is resumed",
  verification: "until its target answers the handshake",
  owner: "because its owner no longer has the right to it",
  decision: "until somebody decides about what waited during its pause",
};
