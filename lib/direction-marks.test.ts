import fc from "fast-check";
import { expect, test } from "vitest";
import { splitAtDirectionMarks, withDirectionMarks, withoutDirectionMarks } from "./direction-marks";

const ALL = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069";
const text = fc.string({ unit: fc.constantFrom(...ALL, "a", "ש", "é", "🖨", "\u200d", " ") });

test("a file name shows where it was turned", () => {
  expect(withDirectionMarks("invoice_\u202egpj.exe")).toBe("invoice_‹U+202E›gpj.exe");
  expect(withoutDirectionMarks("invoice_\u202egpj.exe")).toBe("invoice_gpj.exe");
  expect(splitAtDirectionMarks("a\u202eb\u200f")).toEqual([
    "a",
    { code: "U+202E", name: "right-to-left override" },
    "b",
    { code: "U+200F", name: "right-to-left mark" },
  ]);
});

test("of a letter's body only the overrides are named", () => {
  expect(splitAtDirectionMarks("\u202a+49 30\u202c\u202e", { isBody: true })).toEqual([
    "\u202a+49 30\u202c",
    { code: "U+202E", name: "right-to-left override" },
  ]);
});

test("no text turns anything afterwards, and nothing else of it is lost", () => {
  const turning = new RegExp(`[${ALL}]`, "g");
  fc.assert(
    fc.property(text, (any) => {
      const parts = splitAtDirectionMarks(any);
      const written = parts.map((part) => (typeof part === "string" ? part : `‹${part.code}›`)).join("");
      expect(withDirectionMarks(any)).toBe(written);
      expect(written).not.toMatch(turning);
      expect(withoutDirectionMarks(any)).toBe(any.replace(turning, ""));
      expect(withoutDirectionMarks(any)).toBe(parts.filter((part) => typeof part === "string").join(""));
    }),
  );
});
