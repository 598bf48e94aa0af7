import fc from "fast-check";
import { expect, test } from "vitest";
import { ExactNumber, plainNumbers } from "./exact-number";
import { parseJson } from "./parse-json";

/** Number literals of every form, far more digits than a double has among them. */
const literal = fc
  .record({
    sign: fc.constantFrom("", "-"),
    whole: fc.stringMatching(/^(0|[1-9]\d{0,40})$/),
    fraction: fc.option(fc.stringMatching(/^\d{1,40}$/)),
    exponent: fc.option(fc.stringMatching(/^[eE][+-]?\d{1,2}$/)),
  })
  .map(
    ({ sign, whole, fraction, exponent }) =>
      `${sign}${whole}${fraction === null ? "" : `.${fraction}`}${exponent ?? ""}`,
  );

test("halves of surrogate pairs are replaced wherever they stand, whole pairs stay", () => {
  expect(parseJson('{"a\\ud800":["\\udc00x","\\ud83d\\ude00"],"n":1}')).toEqual({
    "a\ufffd": ["\ufffdx", "😀"],
    n: 1,
  });
  expect(Object.keys(Object(parseJson('{"__proto__":"\\ud800"}')))).toEqual(["__proto__"]);
  expect(JSON.stringify(parseJson('["\\ud800",1.0]'))).toBe('["\ufffd",1.0]');
});

test("without a number that a double can't hold it is what JSON.parse gives", () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      expect(plainNumbers(parseJson(text))).toEqual(JSON.parse(text));
    }),
  );
  expect(() => parseJson("{")).toThrow(SyntaxError);
});

test("every number is written again as it came, wherever it stands", () => {
  fc.assert(
    fc.property(literal, fc.constantFrom("", " ", "\n\t"), (number, space) => {
      for (const text of [
        number,
        `[${space}${number}${space}]`,
        `{"a":${space}${number}${space},"b":"${number}"}`,
      ])
        expect(JSON.stringify(parseJson(text))).toBe(text.replaceAll(/\s/g, ""));
    }),
    { numRuns: 2_000 },
  );
});

test.each(["0", "-1", "19.99", "9007199254740991", "1714060800000", "0.001", "1e+21"])(
  "%s is an ordinary number",
  (text) => {
    expect(parseJson(text)).toBe(Number(text));
  },
);

test.each(["8202522731445525542", "1.0", "-0", "1e21", "0.1000000000000000055", "0.0000001"])(
  "%s keeps its digits as text and JSON, and counts as a number",
  (text) => {
    const value = parseJson(text);
    expect(value).toBeInstanceOf(ExactNumber);
    expect(`${value}`).toBe(text);
    expect(plainNumbers(value)).toBe(Number(text));
  },
);

test("what PostgreSQL's numbers can't hold stays what JSON.parse makes of it", () => {
  expect(parseJson("1e999")).toBe(Number.POSITIVE_INFINITY);
  expect(parseJson("1e-999")).toBe(0);
  expect(parseJson(`0.${"1".repeat(2_000)}`)).toBe(1 / 9);
});

test("the plain value is the very same where nothing is exact, and its names are its own", () => {
  const value = { a: [1, { b: "x" }], c: null };
  expect(plainNumbers(value)).toBe(value);
  const plain = plainNumbers(parseJson('{"__proto__":{"n":1.0},"a":[1,2.0]}'));
  expect(JSON.stringify(plain)).toBe('{"__proto__":{"n":1},"a":[1,2]}');
});
