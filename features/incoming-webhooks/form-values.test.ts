import { expect, test } from "vitest";
import { issuesOf } from "./form-issues";
import {
  EMPTY_VALUES,
  fieldOfIssue,
  followChoice,
  hasAdvancedValues,
  toChanges,
  toFormValues,
  toInput,
} from "./form-values";
import { newOutcome, newRule } from "./rule-values";
import { createIncomingWebhookSchema, type IncomingWebhook } from "./schema";

const VALUES = {
  ...EMPTY_VALUES,
  name: " Crash reporter ",
  priority: "high" as const,
  assigneeId: "7",
  tags: "crash,  desktop ,",
  allowList: "203.0.113.7\n10.0.0.0/8",
  ratePerMinute: "60",
  mapping: [{ field: "subject", source: " title " }],
};

const STORED: IncomingWebhook = {
  id: "019a9c3e-7c1e-7b9a-a111-3f0f5c0d7e21",
  name: "Crash reporter",
  url: "http://localhost:3000/api/incoming/key",
  action: "create_ticket",
  sender: "replify",
  signatureScheme: "replify",
  signature: null,
  warnings: [],
  maxBodyBytes: 1_048_576,
  requireTimestamp: false,
  mapping: { subject: "title" },
  defaults: { priority: "high", assigneeId: 7, tags: ["crash", "desktop"] },
  conditions: null,
  correlationKey: null,
  rules: [],
  otherwise: null,
  onClosed: null,
  allowedCidrs: ["203.0.113.7", "10.0.0.0/8"],
  status: "active",
  holdWhilePaused: false,
  keepsHeld: false,
  heldRequests: 0,
  queuedRequests: 0,
  newestHeldId: null,
  quarantinedRequests: 0,
  refusedBytes: 0,
  refusedBytesMax: 64_000_000,
  ratePerMinute: 60,
  secretHint: "whsec_…7f2a",
  paused: null,
  previousSecretExpiresAt: null,
  previousSecretLastUsedAt: null,
  lastRequestAt: null,
  createdAt: "2026-11-22T08:00:00.000Z",
  updatedAt: "2026-11-22T08:00:00.000Z",
};

test("texts and rows become what the API takes", () => {
  expect(createIncomingWebhookSchema.parse(toInput(VALUES))).toMatchObject({
    name: "Crash reporter",
    mapping: { subject: "title" },
    defaults: { priority: "high", assigneeId: 7, tags: ["crash", "desktop"] },
    allowedCidrs: ["203.0.113.7", "10.0.0.0/8"],
    ratePerMinute: 60,
  });
});

test("nothing has changed until something has", () => {
  expect(toChanges(toFormValues(STORED), STORED)).toEqual({});
  expect(toChanges({ ...toFormValues(STORED), tags: "crash", secret: "never sent" }, STORED)).toEqual({
    defaults: { priority: "high", assigneeId: 7, tags: ["crash"] },
  });
});

test("what the chosen sender or action has no use for is not sent", () => {
  const input = toInput({
    ...VALUES,
    signatureScheme: "github",
    requireTimestamp: true,
    action: "add_comment",
  });
  expect(input).toMatchObject({ requireTimestamp: false, defaults: {} });
});

test("issues of the API land on the fields they are about", () => {
  const values = {
    ...VALUES,
    mapping: [
      { field: "body", source: "text" },
      { field: "customer.email", source: "" },
    ],
  };
  expect(fieldOfIssue("mapping.customer.email", values)).toBe("mapping.1.source");
  expect(fieldOfIssue("allowedCidrs.1", values)).toBe("allowList");
  expect(fieldOfIssue("defaults.assigneeId", values)).toBe("assigneeId");
  expect(fieldOfIssue("secret", values)).toBe("secret");
  expect(fieldOfIssue("unknown", values)).toBeNull();
  const issues = issuesOf({ ...values, ratePerMinute: "many", allowList: "x" });
  expect(issues.map(({ path, message }) => [fieldOfIssue(path, values), message])).toEqual(
    expect.arrayContaining([
      ["ratePerMinute", "Write a whole number from 1 to 60,000."],
      ["mapping.1.source", "Say where in the payload it is."],
      ["allowList", expect.stringContaining("Number 1 is no address")],
    ]),
  );
});

test("a field that two rows fill is a mistake of the second", () => {
  const mapping = [
    { field: "body", source: "a" },
    { field: "body", source: "b" },
  ];
  expect(issuesOf({ ...VALUES, mapping })).toMatchObject([{ path: "mapping.1.source" }]);
  expect(fieldOfIssue("mapping.1.source", { ...VALUES, mapping })).toBe("mapping.1.source");
});

const GITHUB = { ...EMPTY_VALUES, signatureScheme: "github" as const };
const OWN_ROWS = [{ field: "subject", source: "title" }];

test("a known sender brings its name and usual fields, and takes them along when another is chosen", () => {
  const github = { ...GITHUB, ...followChoice(EMPTY_VALUES, GITHUB) };
  expect(github.name).toBe("GitHub");
  expect(github.mapping).toContainEqual({ field: "subject", source: expect.any(String) });
  expect(followChoice(github, EMPTY_VALUES)).toEqual({ name: "", mapping: [] });
  expect(followChoice(github, { ...GITHUB, action: "add_comment" }).mapping).toEqual([]);
});

test("what somebody typed stays, whoever is chosen", () => {
  const typed = { ...GITHUB, name: "Issues", mapping: OWN_ROWS };
  expect(followChoice(typed, EMPTY_VALUES)).toEqual({ name: "Issues", mapping: OWN_ROWS });
});

test("a mapping that somebody emptied is not filled again", () => {
  const emptied = { ...GITHUB, name: "GitHub", mapping: [] };
  expect(followChoice(emptied, { ...emptied, signatureScheme: "stripe" }).mapping).toEqual([]);
});

test.each([
  ["an empty form", EMPTY_VALUES, false],
  ["the usual fields of the sender", { ...GITHUB, ...followChoice(EMPTY_VALUES, GITHUB) }, false],
  ["a mapping of one's own", { ...EMPTY_VALUES, mapping: OWN_ROWS }, true],
  ["a default", { ...EMPTY_VALUES, tags: "crash" }, true],
  ["a limit", { ...EMPTY_VALUES, ratePerMinute: "60" }, true],
])("of %s, what is folded away is filled: %j", (_, values, isFilled) => {
  expect(hasAdvancedValues(values)).toBe(isFilled);
});

test("rules come out of the form as they went in, whatever of them it shows", () => {
  const rules = {
    conditions: { any: [{ path: "a", operator: "in" as const, value: [1, "b"] }] },
    correlationKey: "x:{{ id }}",
    rules: [
      {
        name: "First",
        conditions: { all: [{ path: "n", operator: "greater_than" as const, value: 5 }] },
        action: "add_comment" as const,
        mapping: { body: "text" },
        set: { visibility: "internal" as const, status: "open" as const },
      },
      { conditions: { all: [{ path: "b", operator: "exists" as const }] }, action: "create_ticket" as const },
    ],
    otherwise: {
      action: "update_status" as const,
      mapping: { status: '{{ state | lookup: "done", "closed" }}' },
      set: { tags: ["late"], priority: "low" as const },
    },
    onClosed: "keep" as const,
  };
  const stored = { ...STORED, ...rules };
  expect(createIncomingWebhookSchema.parse(toInput(toFormValues(stored)))).toMatchObject(rules);
  expect(toChanges(toFormValues(stored), stored)).toEqual({});
  const values = toFormValues(stored);
  expect(toChanges({ ...values, rules: values.rules.toReversed() }, stored)).toEqual({
    rules: rules.rules.toReversed(),
  });
});

test("what an action has no use for is not sent once it was chosen", () => {
  const conditions = { all: [{ path: "a", operator: "exists" as const }] };
  const set = { status: "resolved" as const, priority: "high" as const, tags: ["late"] };
  const values = toFormValues({
    ...STORED,
    rules: [{ conditions, action: "update_status", set }],
    otherwise: { action: "add_comment", mapping: { status: "state" }, set: { visibility: "internal" } },
  });
  const input = toInput({
    ...values,
    rules: values.rules.map((rule) => ({ ...rule, action: "post_message" as const })),
    otherwise: values.otherwise && { ...values.otherwise, action: "update_status" as const },
  });
  expect(input.rules).toEqual([{ conditions, action: "post_message" }]);
  expect(input.otherwise).toEqual({ action: "update_status", mapping: { status: "state" } });
  expect(createIncomingWebhookSchema.safeParse(input).error?.issues).toBeUndefined();
});

test("defaults stay as long as any rule opens a ticket", () => {
  const values = {
    ...VALUES,
    ...toFormValues({ ...STORED, action: "update_status" }),
    priority: "high" as const,
  };
  expect(toInput(values).defaults).toEqual({});
  const rules = [newRule("new-1")];
  expect(toInput({ ...values, rules }).defaults).toMatchObject({ priority: "high" });
});

test("what is wrong with a rule stands beside it", () => {
  const values = { ...VALUES, rules: [newRule("new-1"), newRule("new-2")] };
  expect(issuesOf(values).map(({ path }) => fieldOfIssue(path, values))).toEqual(["rules.0", "rules.1"]);
  expect(fieldOfIssue("conditions.all.0.path", values)).toBe("when");
  expect(fieldOfIssue("otherwise.mapping.body", values)).toBe("otherwise");
  const row = { field: "body", source: "text" };
  const otherwise = { ...newOutcome("update_status"), mapping: [row, row] };
  const messages = issuesOf({ ...VALUES, rules: [newRule("new-1")], otherwise }).filter(
    ({ path }) => fieldOfIssue(path, values) === "otherwise",
  );
  expect(messages.map(({ message }) => message)).toEqual([
    "Its mapping fills body more than once.",
    expect.stringContaining("Not a field of update_status"),
  ]);
});
