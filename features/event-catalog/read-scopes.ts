import { expandScopes, type Scope } from "@/lib/scopes";
import { EVENT_NAMES, EVENT_TYPES, type EventGroup, isEventType } from "./names";
import { isEventPattern, matchesPattern } from "./patterns";

/** What reading the payloads of a group's events takes: the right to read what they tell of. */
const READ_SCOPES = {
  tickets: "tickets:read",
  chats: "chats:read",
  customers: "customers:read",
  agents: "team:read",
  calls: "events:read",
  email: "events:read",
  linkedin: "events:read",
  sequences: "events:read",
  meetings: "events:read",
  searches: "events:read",
  listings: "events:read",
  favorites: "events:read",
  // All of them are `subscription.*`.
  system: "subscriptions:read",
  audit: "audit_log:read",
} as const satisfies Record<EventGroup, Scope>;

/** Stands for any type that is not built in: they are all alike. */
export const ADDED_TYPE = "";

/** The scope that shows the payload of an event of this type. */
export function readScopeOf(type: string): Scope {
  return isEventType(type) ? READ_SCOPES[EVENT_NAMES[type].group] : "events:read";
}

/** The scopes that subscribing to these types and wildcards takes, each once. */
export function readScopesOf(patterns: readonly string[]): Scope[] {
  const builtIn = EVENT_TYPES.filter((type) => patterns.some((pattern) => matchesPattern(pattern, type)));
  // What covers none of those is for types that the organization added.
  const others = patterns.filter((pattern) => !isEventPattern(pattern));
  return [...new Set([...builtIn, ...others].map(readScopeOf))];
}

/** Which of `needed` the given scopes don't hold; `write` holds `read`. */
export function scopesMissing(needed: readonly Scope[], given: Iterable<Scope>): Scope[] {
  const held = expandScopes(given);
  return needed.filter((scope) => !held.has(scope));
}
