import fc from "fast-check";
import { expect, test } from "vitest";
import { matchesWords } from "./actions";

test.each([
  ["", true],
  ["cr ev", true],
  ["subs CREATE", true],
  ["vent", false],
  ["create ticket", false],
])("%s: %s", (text, matches) => {
  expect(matchesWords("Create event subscription", text)).toBe(matches);
});

test("what is shown stays while its own words are typed, in any order", () => {
  const words = fc.array(fc.stringMatching(/^[a-z]{1,8}$/), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(words, fc.nat(8), (label, length) => {
      const typed = label
        .toReversed()
        .map((word) => word.slice(0, length))
        .join(" ");
      expect(matchesWords(label.join(" "), typed)).toBe(true);
    }),
  );
});
