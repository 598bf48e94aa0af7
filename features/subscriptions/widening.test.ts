import { describe, expect, test } from "vitest";
import type { Subscription, UpdateSubscription } from "@/features/subscriptions/schema";
import { widenedTypes } from "@/features/subscriptions/widening";

const TYPES = ["client.created"];
const TICKET_TYPES = [
  "ticket.created",
  "ticket.updated",
  "ticket.status_changed",
  "ticket.comment_added",
  "ticket.deleted",
];

function stored(scope: Partial<Subscription> = {}): Subscription {
  return {
    targetUrl: "https://receiver.example/hook",
    eventTypes: TYPES,
    subscriptionLevel: "organization",
    teamIds: [],
    sequenceIds: [],
    accountId: null,
    ...scope,
  } as Subscription;
}

describe("widenedTypes", () => {
  const WIDER: [string, Partial<Subscription>, UpdateSubscription][] = [
    ["another target", {}, { targetUrl: "https://receiver.example/other" }],
    ["another owner", {}, { ownerId: 2 }],
    ["another format", { format: "thin" }, { format: "replify" }],
    [
      "the whole organization",
      { subscriptionLevel: "team", teamIds: [1] },
      { subscriptionLevel: "organization" },
    ],
    ["another level", { subscriptionLevel: "team" }, { subscriptionLevel: "account" }],
    ["one more team", { subscriptionLevel: "team", teamIds: [1] }, { teamIds: [1, 2] }],
    ["another team", { subscriptionLevel: "team", teamIds: [1] }, { teamIds: [2] }],
    ["any team for one", { subscriptionLevel: "team", teamIds: [1] }, { teamIds: [] }],
    ["any sequence for one", { subscriptionLevel: "sequence", sequenceIds: [1] }, { sequenceIds: [] }],
    ["another account", { subscriptionLevel: "account", accountId: 1 }, { accountId: 2 }],
  ];
  test.each(WIDER)("%s: all that is listed", (_, scope, input) => {
    expect(widenedTypes(stored(scope), input)).toEqual(TYPES);
  });

  const NOT_WIDER: [string, Partial<Subscription>, UpdateSubscription][] = [
    ["a new name", {}, { name: "Warehouse" }],
    ["the same format", { format: "thin" }, { format: "thin" }],
    ["the same target", {}, { targetUrl: "https://receiver.example/hook" }],
    ["one team of all", {}, { subscriptionLevel: "team", teamIds: [1] }],
    ["fewer teams", { subscriptionLevel: "team", teamIds: [1, 2] }, { teamIds: [2] }],
    ["one team of any", { subscriptionLevel: "team" }, { teamIds: [1] }],
    ["the same teams", { subscriptionLevel: "team" }, { subscriptionLevel: "team", teamIds: [] }],
    ["one sequence of any", { subscriptionLevel: "sequence" }, { sequenceIds: [1] }],
    ["fewer types", { eventTypes: ["*"] }, { eventTypes: TYPES }],
    ["a type for its wildcard", { eventTypes: ["client.*"] }, { eventTypes: TYPES }],
  ];
  test.each(NOT_WIDER)("%s: nothing", (_, scope, input) => {
    expect(widenedTypes(stored(scope), input)).toEqual([]);
  });

  test("more types: those that were not listed", () => {
    expect(widenedTypes(stored(), { eventTypes: ["client.created", "ticket.*"] })).toEqual(TICKET_TYPES);
  });

  test("types that the organization added: as they are listed", () => {
    const eventTypes = ["client.created", "order.shipped", "order.*"];
    expect(widenedTypes(stored(), { eventTypes })).toEqual(["order.shipped", "order.*"]);
    expect(
      widenedTypes(stored({ eventTypes: ["order.*"] }), { eventTypes: ["order.shipped", "order.paid.*"] }),
    ).toEqual([]);
    expect(widenedTypes(stored({ eventTypes: ["*"] }), { eventTypes: ["order.*"] })).toEqual([]);
  });
});
