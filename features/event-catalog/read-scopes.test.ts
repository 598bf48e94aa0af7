import { describe, expect, test } from "vitest";
import { isScope } from "@/lib/scopes";
import { EVENT_NAMES, EVENT_TYPES } from "./names";
import { readScopeOf, readScopesOf } from "./read-scopes";

describe("readScopeOf", () => {
  test.each(EVENT_TYPES)("%s has one that reads", (type) => {
    const scope = readScopeOf(type);
    expect(isScope(scope)).toBe(true);
    expect(scope).toMatch(/:read$/);
  });

  test.each([
    ["ticket.comment_added", "tickets:read"],
    ["chat.started", "chats:read"],
    ["message.created", "chats:read"],
    ["client.created", "customers:read"],
    ["agent.updated", "team:read"],
    ["subscription.disabled", "subscriptions:read"],
    ["call.ended", "events:read"],
    ["favorite.created", "events:read"],
  ])("of %s is %s", (type, scope) => expect(readScopeOf(type)).toBe(scope));

  test("only events of subscriptions are of the system group", () => {
    const types = EVENT_TYPES.filter((type) => EVENT_NAMES[type].group === "system");
    expect(types.filter((type) => !type.startsWith("subscription."))).toEqual([]);
  });
});

describe("readScopesOf", () => {
  test("a wildcard takes those of all it matches", () => {
    expect(readScopesOf(["*"]).sort()).toEqual([
      "chats:read",
      "customers:read",
      "events:read",
      "subscriptions:read",
      "team:read",
      "tickets:read",
    ]);
    expect(readScopesOf(["ticket.*"])).toEqual(["tickets:read"]);
    expect(readScopesOf(["order.shipped"])).toEqual(["events:read"]);
    expect(readScopesOf(["ticket.*", "order.*"]).sort()).toEqual(["events:read", "tickets:read"]);
    expect(readScopesOf(["client.created", "ticket.*"]).sort()).toEqual(["customers:read", "tickets:read"]);
  });
});
