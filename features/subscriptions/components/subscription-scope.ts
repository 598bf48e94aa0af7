import type { SubscriptionLevel } from "@/db/enums";
import type { Subscription } from "@/features/subscriptions/schema";

export const LEVELS: Record<SubscriptionLevel, { label: string; hint: string }> = {
  organization: { label: "Organization", hint: "Every event of the organization." },
  team: { label: "Team", hint: "Events that belong to certain teams." },
  account: { label: "Account", hint: "Events of one user's account." },
  sequence: { label: "Sequence", hint: "Events of certain sequences." },
};

/** "Organization", "Teams 3, 4", "Any sequence", "Account of its owner". */
export function describeScope(
  subscription: Pick<Subscription, "subscriptionLevel" | "teamIds" | "sequenceIds" | "accountId">,
): string {
  switch (subscription.subscriptionLevel) {
    case "team":
      return named("Team", subscription.teamIds) ?? "Any team";
    case "sequence":
      return named("Sequence", subscription.sequenceIds) ?? "Any sequence";
    case "account":
      return subscription.accountId === null ? "Account of its owner" : `Account ${subscription.accountId}`;
    case "organization":
      return "Organization";
  }
}

function named(noun: string, ids: number[]): string | null {
  if (ids.length === 0) return null;
  return `${noun}${ids.length > 1 ? "s" : ""} ${ids.join(", ")}`;
}
