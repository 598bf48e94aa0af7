import fc from "fast-check";
import { expect, test } from "vitest";
import { parseJson } from "./parse-json";

test("halves of surrogate pairs are replaced wherever they stand, whole pairs stay", () => {
  expect(parseJson('{"a\\ud800":["\\udc00x","\\ud83d\\ude00"],"n":1}')).toEqual({
    "a\ufffd": ["\ufffdx", "😀"],
    n: 1,
  });
  expect(Object.keys(Object(parseJson('{"__proto__":"\\ud800"}')))).toEqual(["__proto__"]);
});

test("everything else is what JSON.parse gives", () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      expect(parseJson(text)).toEqual(JSON.parse(text));
    }),
  );
  expect(() => parseJson("{")).toThrow(SyntaxError);
});
