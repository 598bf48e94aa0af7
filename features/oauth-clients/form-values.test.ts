import { expect, test } from "vitest";
import { OAUTH_CLIENT_DEFAULTS } from "./defaults";
import { issuesOf } from "./form-issues";
import { EMPTY_VALUES, fieldOfIssue, redirectIssues, toChanges, toFormValues, toInput } from "./form-values";
import { createOAuthClientSchema, type OAuthClient, updateOAuthClientSchema } from "./schema";

const FILLED = {
  ...EMPTY_VALUES,
  name: "Troubleshooter",
  redirectUris: [{ uri: " https://*/wp-admin/admin.php " }],
};

const STORED: OAuthClient = {
  ...OAUTH_CLIENT_DEFAULTS,
  id: "01960584-9d20-7e5a-b1c7-44a0f2d8c613",
  name: "Troubleshooter",
  publisher: null,
  clientId: "app_1",
  type: "public",
  redirectUris: [],
  grants: ["device_code"],
  scopes: ["profile", "troubleshooter"],
  refreshIdleSeconds: 1_000,
  isActive: true,
  activeSessions: 0,
  lastTokenAt: null,
  secretLastFour: null,
  previousSecretLastFour: null,
  previousSecretExpiresAt: null,
  previousSecretLastUsedAt: null,
  createdBy: null,
  createdAt: "2026-01-01T00:00:00.000Z",
  updatedAt: "2026-01-01T00:00:00.000Z",
};

test("the form begins with the API's defaults, and what is pasted may have spaces around it", () => {
  expect(issuesOf(FILLED)).toEqual([]);
  expect(createOAuthClientSchema.parse(toInput(FILLED))).toMatchObject({
    ...OAUTH_CLIENT_DEFAULTS,
    publisher: null,
    redirectUris: ["https://*/wp-admin/admin.php"],
  });
});

test("an app that returns to the browser needs an address, another does not", () => {
  const empty = { ...FILLED, redirectUris: [{ uri: "" }] };
  expect(issuesOf(empty).map(({ path }) => path)).toEqual(["redirectUris.0"]);
  expect(issuesOf({ ...empty, grants: ["device_code"] })).toEqual([]);
  // The API takes one without, so the form says so where its other checks could not be fetched, too.
  expect(createOAuthClientSchema.safeParse(toInput(empty)).success).toBe(true);
  expect(redirectIssues(empty).map(({ path }) => path)).toEqual(["redirectUris.0"]);
  expect(redirectIssues(FILLED)).toEqual([]);
});

test("each mistake is at its row", () => {
  const issues = issuesOf({
    ...FILLED,
    redirectUris: [{ uri: "https://app.example.com/cb" }, { uri: "http://app.example.com/cb" }],
    accessTokenMinutes: "soon",
    scopes: [],
  });
  expect(issues.map(({ path }) => fieldOfIssue(path))).toEqual([
    "redirectUris.1.uri",
    "scopes",
    "accessTokenMinutes",
  ]);
  expect(fieldOfIssue("unknown")).toBeNull();
});

test("a lifetime that nobody checked is none to the API, and never the one before", () => {
  const typed = { ...toFormValues(STORED), accessTokenMinutes: "soon" };
  const sent: unknown = JSON.parse(JSON.stringify(toChanges(typed, STORED)));
  expect(sent).toEqual({ accessTokenSeconds: null });
  expect(updateOAuthClientSchema.safeParse(sent).success).toBe(false);
});

test("only what differs is sent, whatever the order of the boxes and the unit of the lifetimes", () => {
  const values = toFormValues(STORED);
  expect(toChanges({ ...values, scopes: ["troubleshooter", "profile"] }, STORED)).toEqual({});
  expect(toChanges({ ...values, refreshGraceSeconds: "30", publisher: "Acme" }, STORED)).toEqual({
    refreshGraceSeconds: 30,
    publisher: "Acme",
  });
});
