import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EVENT_TYPES, isEventType } from "./names";
import { eventPatterns, isEventPattern, matchesPattern } from "./patterns";

const segment = fc.constantFrom("a", "b", "ab", "a_b", "");
const dottedName = fc.array(segment, { minLength: 1, maxLength: 4 }).map((segments) => segments.join("."));
const type = fc.oneof(fc.constantFrom(...EVENT_TYPES), dottedName);
const pattern = fc.oneof(
  fc.constantFrom(...EVENT_TYPES.flatMap(eventPatterns)),
  dottedName,
  dottedName.map((name) => `${name}.*`),
  dottedName.map((name) => `${name}*`),
  fc.constant("*"),
);

describe("eventPatterns", () => {
  it("lists the type, every event, and a wildcard for each dotted prefix", () => {
    expect(eventPatterns("search.match.created")).toEqual([
      "search.match.created",
      "*",
      "search.*",
      "search.match.*",
    ]);
    expect(eventPatterns("ticket.created")).toEqual(["ticket.created", "*", "ticket.*"]);
  });

  it("gives a type without dots no wildcard of its own", () => {
    expect(eventPatterns("email_replied")).toEqual(["email_replied", "*"]);
  });
});

describe("matchesPattern", () => {
  it("agrees with eventPatterns for any pattern and type", () => {
    fc.assert(
      fc.property(pattern, type, (candidate, name) => {
        expect(matchesPattern(candidate, name)).toBe(eventPatterns(name).includes(candidate));
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ["*", "email_replied", true],
    ["ticket.*", "ticket.created", true],
    ["search.*", "search.match.created", true],
    ["search.match.*", "search.created", false],
    ["ticket.*", "ticket", false],
    ["tick*", "ticket.created", false],
    ["email_*", "email_sent", false],
    ["email.*", "email_sent", false],
    ["ticket.created.*", "ticket.created", false],
    [".*", "ticket.created", false],
    ["ticket.created", "ticket.updated", false],
  ])("%s against %s is %s", (candidate, name, expected) => {
    expect(matchesPattern(candidate, name)).toBe(expected);
  });
});

describe("isEventPattern", () => {
  it("accepts exactly what some type of the catalog is matched by", () => {
    const known = new Set(EVENT_TYPES.flatMap(eventPatterns));
    fc.assert(
      fc.property(fc.oneof(pattern, fc.string()), (candidate) => {
        expect(isEventPattern(candidate)).toBe(known.has(candidate));
      }),
      { numRuns: 1000 },
    );
  });

  it.each(["", "**", ".*", "order.*", "ticket", "ticket.", "Ticket.*", "ticket.*.*", "email_*", "*.created"])(
    "refuses %j",
    (candidate) => {
      expect(isEventPattern(candidate)).toBe(false);
    },
  );
});

describe("isEventType", () => {
  it("knows the catalog's names and nothing that merely exists on objects", () => {
    expect(EVENT_TYPES.filter((name) => !isEventType(name))).toEqual([]);
    const others = ["", "*", "ticket.*", "TICKET.CREATED", "constructor", "__proto__", "toString"];
    expect(others.filter(isEventType)).toEqual([]);
  });
});
