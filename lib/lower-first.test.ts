import { expect, test } from "vitest";
import { lowerFirst } from "./lower-first";

test.each([
  ["Signing secret", "signing secret"],
  ["URL", "URL"],
  ["LinkedIn", "LinkedIn"],
  ["X-Hub-Signature-256 is missing.", "X-Hub-Signature-256 is missing."],
  ["A header is missing.", "a header is missing."],
  ["", ""],
])("%j stands within a sentence as %j", (text, expected) => {
  expect(lowerFirst(text)).toBe(expected);
});
