import { describe, expect, it } from "vitest";
import { type ConditionRow, NEW_CONDITION } from "@/features/event-filter/rows";
import type { PayloadFilter } from "@/features/event-filter/schema";
import { issuesOf } from "./form-issues";
import {
  EMPTY_VALUES,
  fieldOfIssue,
  hasAdvancedValues,
  type SubscriptionFormValues,
  toChanges,
  toFormValues,
  toInput,
  toPreview,
} from "./form-values";
import { createSubscriptionSchema, type Subscription } from "./schema";

const filled: SubscriptionFormValues = {
  ...EMPTY_VALUES,
  targetUrl: " https://example.com/hook ",
  eventTypes: ["ticket.created"],
};

const stored: Subscription = {
  id: "0198c0de-0000-7000-8000-000000000001",
  organizationId: 1,
  name: "Orders",
  targetUrl: "https://example.com/hook",
  eventTypes: ["ticket.*"],
  format: "replify",
  hasSecret: true,
  isActive: true,
  previousSecretExpiresAt: null,
  status: "active",
  statusReason: null,
  keepsHeld: false,
  heldEvents: 0,
  newestHeldId: null,
  statusChangedAt: null,
  verification: "none",
  verifiedAt: null,
  pendingTargetUrl: null,
  lastVerification: null,
  subscriptionLevel: "team",
  teamIds: [3, 4],
  sequenceIds: [],
  accountId: null,
  filter: null,
  retryPolicy: { delaysSeconds: [5, 90, 120, 7200] },
  retryDelaysSeconds: [5, 90, 120, 7200],
  headerNames: ["X-Key"],
  dialect: null,
  maxInFlight: 32,
  health: {
    consecutiveFailures: 0,
    failingSince: null,
    pausedUntil: null,
    lastDeliveryAt: null,
    lastSuccessAt: null,
    recent: { attempts: 0, failedAttempts: 0, failedDeliveries: 0, firstFailureAt: null },
  },
  createdBy: { id: 1, name: "Ada" },
  ownerMissingScopes: [],
  createdAt: "2026-01-01T00:00:00.000Z",
  updatedAt: "2026-01-01T00:00:00.000Z",
};

describe("toInput", () => {
  it("sends what create accepts, and leaves out what was left empty", () => {
    const input = createSubscriptionSchema.parse(toInput(filled));
    expect(input).toEqual({
      targetUrl: "https://example.com/hook",
      verification: "none",
      eventTypes: ["ticket.created"],
      format: "replify",
      subscriptionLevel: "organization",
      teamIds: [],
      sequenceIds: [],
      accountId: null,
      filter: null,
      retryPolicy: "standard",
    });
  });

  it("turns rows and texts into records and numbers", () => {
    const input = createSubscriptionSchema.parse(
      toInput({
        ...filled,
        subscriptionLevel: "team",
        teamIds: [3, 4],
        headers: [
          { name: " X-Key ", value: "k" },
          { name: "", value: "" },
        ],
        retry: "custom",
        delays: [
          { amount: "90", unit: "seconds" },
          { amount: "2", unit: "hours" },
        ],
      }),
    );
    expect(input).toMatchObject({
      teamIds: [3, 4],
      headers: { "X-Key": "k" },
      retryPolicy: { delaysSeconds: [90, 7200] },
    });
  });

  it("drops ids of a level that is not chosen", () => {
    expect(toInput({ ...filled, teamIds: [3], accountId: "x" })).toMatchObject({
      teamIds: [],
      accountId: null,
    });
  });

  it("refuses ids that are no numbers", () => {
    expect(issuesOf({ ...filled, subscriptionLevel: "sequence", sequenceIds: "3, welcome" })[0]).toEqual({
      path: "sequenceIds",
      message: "Write ids as whole numbers, separated by commas.",
    });
  });
});

describe("toChanges", () => {
  it("is empty for what was not touched", () => {
    expect(toChanges(toFormValues(stored), stored)).toEqual({});
  });

  it("holds only what differs", () => {
    const values = { ...toFormValues(stored), name: "Invoices", teamIds: [4] };
    expect(toChanges(values, stored)).toEqual({ name: "Invoices", teamIds: [4] });
  });

  it("clears stored headers only when asked to replace them", () => {
    expect(toChanges({ ...toFormValues(stored), isReplacingHeaders: true }, stored)).toEqual({ headers: {} });
  });

  it("reports an emptied name instead of keeping the old one silently", () => {
    expect(toChanges({ ...toFormValues(stored), name: " " }, stored)).toEqual({ name: "" });
  });
});

describe("toPreview", () => {
  it("passes on what the API has yet to refuse: the form may not have been able to check it", () => {
    const changes = { name: "Invoices", eventTypes: [], teamIds: null };
    expect(toPreview(changes, stored.id)).toEqual({
      subscriptionId: stored.id,
      eventTypes: [],
      teamIds: null,
    });
  });
});

describe("the filter", () => {
  const filter: PayloadFilter = {
    any: [
      { path: "priority", operator: "equals", value: "high" },
      { path: "count", operator: "contains", value: 5 },
      { path: "plan", operator: "in", value: ["pro, yearly", "team"] },
      { path: "gone", operator: "not_exists" },
    ],
  };
  const values = toFormValues({ ...stored, filter });
  const edited = (conditions: ConditionRow[]) => toChanges({ ...values, conditions }, { ...stored, filter });

  it("stays as it was where no text could say the same", () => {
    expect(values.filterMatch).toBe("any");
    expect(edited(values.conditions)).toEqual({});
  });

  it("takes what is typed", () => {
    const rows = values.conditions.slice(2).map((row) => ({ ...row, value: "a, b " }));
    expect(edited(rows)).toEqual({
      filter: { any: [{ path: "plan", operator: "in", value: ["a", "b"] }, filter.any?.[3]] },
    });
    expect(edited([])).toEqual({ filter: null });
  });

  it("has its errors beside the rows", () => {
    const rows: ConditionRow[] = [{ ...NEW_CONDITION, operator: "greater_than", value: "much" }];
    const issues = issuesOf({ ...filled, conditions: rows });
    expect(issues.map(({ path }) => fieldOfIssue(path, filled))).toEqual([
      "conditions.0.path",
      "conditions.0.value",
    ]);
    expect(fieldOfIssue("filter.any.2.value.1", filled)).toBe("conditions.2.value");
  });
});

describe("issuesOf", () => {
  it.each([
    ["example.com/hook", "This is not a complete URL."],
    ["ftp://example.com/hook", "Only https:// targets can be called."],
    ["https://example.com/a hook", "The URL contains a space"],
    ["https://ada:secret@example.com/hook", "user name or password"],
    ["", "Enter the URL that should receive the events."],
  ])("names what is wrong with the URL “%s” before it is sent", (targetUrl, message) => {
    const [issue] = issuesOf({ ...filled, targetUrl });
    expect(issue).toEqual({ path: "targetUrl", message: expect.stringContaining(message) });
  });

  it("finds unnamed and repeated headers and delays that are no numbers", () => {
    const values: SubscriptionFormValues = {
      ...filled,
      headers: [
        { name: "X-Key", value: "a" },
        { name: "x-key", value: "b" },
        { name: "", value: "c" },
      ],
      retry: "custom",
      delays: [{ amount: "soon", unit: "seconds" }],
    };
    expect(issuesOf(values).map((issue) => issue.path)).toEqual([
      "headers.1.name",
      "headers.2.name",
      "delays.0.amount",
    ]);
  });
});

describe("fieldOfIssue", () => {
  const values = {
    ...filled,
    headers: [
      { name: "X-A", value: "" },
      { name: "Host", value: "x" },
    ],
  };

  it.each([
    ["targetUrl", "targetUrl"],
    ["eventTypes.3", "eventTypes"],
    ["headers.host", "headers.1.name"],
    ["headers.unknown", null],
    ["headers", null],
    ["retryPolicy.delaysSeconds.2", "delays.2.amount"],
    ["organizationId", null],
  ])("puts %s where the reader can mend it", (path, field) => {
    expect(fieldOfIssue(path, values)).toBe(field);
  });
});

describe("a target that has yet to answer the handshake", () => {
  const pendingTargetUrl = "https://example.com/new";
  const moving: Subscription = { ...stored, verification: "x_hook_secret", pendingTargetUrl };

  it("is the one in the form, and no change", () => {
    const values = toFormValues(moving);
    expect(values).toMatchObject({ targetUrl: pendingTargetUrl, isVerified: true });
    expect(toChanges(values, moving)).toEqual({});
  });

  it("is dropped by the present one", () => {
    const values = { ...toFormValues(moving), targetUrl: stored.targetUrl };
    expect(toChanges(values, moving)).toEqual({ targetUrl: stored.targetUrl });
  });

  it("has to wherever the format asks for it", () => {
    const values = { ...toFormValues(stored), format: "rest_hooks" as const };
    expect(toChanges(values, stored)).toEqual({ format: "rest_hooks", verification: "x_hook_secret" });
  });

  it("needs not any more", () => {
    const values = { ...toFormValues(moving), isVerified: false };
    expect(toChanges(values, moving)).toEqual({ verification: "none" });
    expect(fieldOfIssue("verification", values)).toBe("isVerified");
  });
});

describe("hasAdvancedValues", () => {
  it.each([
    ["target and events alone", filled, false],
    ["a format", { ...filled, format: "slack" as const }, false],
    ["a scope", { ...filled, subscriptionLevel: "team" as const }, true],
    ["a condition", { ...filled, conditions: [NEW_CONDITION] }, true],
    ["another retry schedule", { ...filled, retry: "short" as const }, true],
    ["a header", { ...filled, headers: [{ name: "X-Api-Key", value: "" }] }, true],
    ["a secret", { ...filled, secret: "a secret of mine" }, true],
  ])("of %s: %j", (_, values, isFilled) => {
    expect(hasAdvancedValues(values)).toBe(isFilled);
  });
});
