import { EVENT_TYPES } from "@/features/event-catalog/names";
import { isEventPattern, matchesPattern } from "@/features/event-catalog/patterns";
import type { Subscription, UpdateSubscription } from "@/features/subscriptions/schema";

type Scope = Pick<Subscription, "subscriptionLevel" | "teamIds" | "sequenceIds" | "accountId">;

/**
 * The event types that somebody gets to read by this change: all that are listed, when they go elsewhere, or more or others of each kind come;
 * else those that were not listed before.
 */
export function widenedTypes(before: Subscription, input: UpdateSubscription): string[] {
  const listed = input.eventTypes ?? before.eventTypes;
  const moves = input.targetUrl !== undefined && input.targetUrl !== before.targetUrl;
  // What passes another filter tells what is in the data, even where it is less.
  const isFiltered = input.filter !== undefined && !isSame(input.filter, before.filter);
  // A format tells more of the data than another.
  const isFormatted = input.format !== undefined && input.format !== before.format;
  if (
    moves ||
    isFiltered ||
    isFormatted ||
    input.ownerId !== undefined ||
    isWider(before, { ...scopeOf(before), ...given(input) })
  )
    return listed;
  const builtIn = EVENT_TYPES.filter((type) => isListed(listed, type));
  const others = listed.filter((pattern) => !isEventPattern(pattern));
  return [...builtIn, ...others].filter((type) => !isListed(before.eventTypes, type));
}

function isSame(one: Subscription["filter"], other: Subscription["filter"]): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function isListed(patterns: string[], type: string): boolean {
  return patterns.some((pattern) => matchesPattern(pattern, type));
}

function scopeOf({ subscriptionLevel, teamIds, sequenceIds, accountId }: Subscription): Scope {
  return { subscriptionLevel, teamIds, sequenceIds, accountId };
}

function given({ subscriptionLevel, teamIds, sequenceIds, accountId }: UpdateSubscription): Partial<Scope> {
  return {
    ...(subscriptionLevel !== undefined && { subscriptionLevel }),
    ...(teamIds !== undefined && { teamIds }),
    ...(sequenceIds !== undefined && { sequenceIds }),
    ...(accountId !== undefined && { accountId }),
  };
}

function isWider(before: Scope, after: Scope): boolean {
  if (before.subscriptionLevel === "organization") return false;
  if (after.subscriptionLevel !== before.subscriptionLevel) return true;
  switch (after.subscriptionLevel) {
    case "team":
      return !isPart(after.teamIds, before.teamIds);
    case "sequence":
      return !isPart(after.sequenceIds, before.sequenceIds);
    case "account":
      return before.accountId !== after.accountId;
    default:
      return false;
  }
}

/** Whether `part` names some of `whole` and nothing else; an empty list stands for any. */
function isPart(part: number[], whole: number[]): boolean {
  return whole.length === 0 || (part.length > 0 && part.every((id) => whole.includes(id)));
}
