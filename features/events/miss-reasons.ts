import type { HeldReason } from "@/db/enums";
import type { MissReason } from "@/features/events/schema";

/** Why a subscription got nothing, to stand after its name. */
export const MISS_REASON_TEXTS: Record<MissReason, string> = {
  type_not_listed: "it doesn't list this event type.",
  other_team: "it wants events of another team.",
  other_account: "it wants events of another account.",
  other_sequence: "it wants events of another sequence.",
  created_later: "it was created after the event.",
  changed_later: "its events or scope were others when this happened.",
};

/** Why what is meant for a subscription is held, to stand after its name. */
export const HELD_REASON_TEXTS: Record<HeldReason, string> = {
  subscription: "until it is resumed",
  verification: "until its target answers the handshake",
  owner: "because its owner no longer has the right to it",
};
