import fc from "fast-check";
import { expect, test } from "vitest";
import { expandScopes, RESOURCES, SCOPES, type Scope, strongestScopes, TOKEN_SCOPES } from "@/lib/scopes";
import { describeScopes, LEVELS, levelOf, onlyReads, summarizeScopes, withLevel } from "./access";

const scopes = fc.subarray([...SCOPES]);

test("the shortest list of scopes grants exactly the same", () => {
  fc.assert(
    fc.property(scopes, (given) => {
      expect(expandScopes(strongestScopes(given))).toEqual(expandScopes(given));
      expect(strongestScopes(given).length).toBeLessThanOrEqual(RESOURCES.length);
    }),
  );
});

test("changing one resource leaves the others alone", () => {
  fc.assert(
    fc.property(
      scopes,
      fc.constantFrom(...RESOURCES),
      fc.constantFrom(...LEVELS),
      (given, resource, level) => {
        const changed = withLevel(given, resource, level);
        expect(levelOf(changed, resource)).toBe(level);
        for (const other of RESOURCES.filter((one) => one !== resource)) {
          expect(levelOf(changed, other)).toBe(levelOf(given, other));
        }
      },
    ),
  );
});

test("read only never grants a write, nor anything that was not held", () => {
  fc.assert(
    fc.property(scopes, (held) => {
      const granted = onlyReads(held);
      expect(granted.filter((scope) => scope.endsWith(":write"))).toEqual([]);
      expect([...granted].every((scope) => expandScopes(held).has(scope))).toBe(true);
    }),
  );
});

test.each<[Scope[], string | null, string]>([
  [[...SCOPES], "read and write everything", "Full access"],
  [
    [...TOKEN_SCOPES],
    "read team and audit log, write events, subscriptions, deliveries, incoming webhooks, tokens, OAuth clients, tickets, chats, customers and mails",
    "Full access",
  ],
  [onlyReads(SCOPES), "read everything", "Read only"],
  [
    ["tickets:read", "customers:read", "chats:write"],
    "read tickets and customers, write chats",
    "Write chats +2",
  ],
  [["events:write", "events:read"], "write events", "Write events"],
  [["oauth_clients:read"], "read OAuth clients", "Read OAuth clients"],
  [[], null, "Nothing"],
])("%j in words", (given, sentence, summary) => {
  expect(describeScopes(given)).toBe(sentence);
  expect(summarizeScopes(given)).toBe(summary);
});
