import { expect, test } from "vitest";
import { issuesOf } from "./form-issues";
import { toChanges, toFormValues } from "./form-values";

const STORED = { id: 1, name: "Acme", timeZone: "UTC", brandColor: null, onClosed: "reopen" as const };

test("what is typed the same, or differs by blanks and capitals alone, is no change", () => {
  const values = toFormValues(STORED);
  expect(toChanges(values, STORED)).toEqual({});
  expect(toChanges({ ...values, name: " Acme ", brandColor: "  " }, STORED)).toEqual({});
  const colored = { ...STORED, brandColor: "#0b7a75" };
  expect(toChanges({ ...values, brandColor: "#0B7A75" }, colored)).toEqual({});
});

test("a color that is taken away is null, and whatever the form takes the API takes, too", () => {
  const colored = { ...STORED, brandColor: "#0b7a75" };
  expect(toChanges({ ...toFormValues(colored), brandColor: "  " }, colored)).toEqual({ brandColor: null });
  expect(issuesOf({ ...toFormValues(STORED), brandColor: "  " })).toEqual([]);
  expect(issuesOf({ ...toFormValues(STORED), name: " ", brandColor: "red" })).toMatchObject([
    { path: "name" },
    { path: "brandColor" },
  ]);
});
