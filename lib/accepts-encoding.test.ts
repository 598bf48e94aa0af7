import fc from "fast-check";
import { expect, test } from "vitest";
import { acceptsEncoding } from "./accepts-encoding";

test.each([
  ["br", true],
  ["BR", true],
  ["gzip, deflate, br, zstd", true],
  ["gzip,br", true],
  ["br;q=0.001", true],
  ["br ; q = 1.000", true],
  ["*", true],
  ["gzip;q=0, *", true],
  ["*;q=0, br", true],
  ["br;q=0", false],
  ["br; q=0.000", false],
  ["br;q=0, *", false],
  ["*;q=0", false],
  ["identity", false],
  ["identity, *;q=0", false],
  ["gzip", false],
  ["", false],
  ["brotli", false],
  ["xbr", false],
  ["br;q=-1", false],
  ["br;q=much", false],
  ["br;q=", false],
  [undefined, false],
  [null, false],
  [["gzip", "br"], true],
])("%j takes Brotli: %j", (header, expected) => {
  expect(acceptsEncoding(header, "br")).toBe(expected);
});

test("the weight of gzip itself counts more than that of all others", () => {
  expect(acceptsEncoding("gzip;q=0, *", "gzip")).toBe(false);
  expect(acceptsEncoding("*;q=0, gzip", "gzip")).toBe(true);
});

test("a coding is taken exactly if it, or else *, has a weight, however that is written", () => {
  const weight = fc.option(fc.integer({ min: 0, max: 1000 }), { nil: undefined });
  const codings = fc.uniqueArray(
    fc.record({ name: fc.constantFrom("br", "gzip", "*", "identity", "zstd", "br2"), weight }),
    { selector: ({ name }) => name },
  );
  const space = fc.constantFrom("", " ", "\t", "  ");
  fc.assert(
    fc.property(codings, fc.infiniteStream(space), fc.boolean(), (listed, spaces, isUpper) => {
      const gap = () => spaces.next().value ?? "";
      const written = listed
        .map(
          ({ name, weight: of }) =>
            `${gap()}${name}${gap()}${of === undefined ? "" : `;${gap()}q=${(of / 1000).toFixed(3)}`}${gap()}`,
        )
        .join(",");
      const header = isUpper ? written.toUpperCase() : written;
      for (const coding of ["br", "gzip"] as const) {
        const found = listed.find(({ name }) => name === coding) ?? listed.find(({ name }) => name === "*");
        expect(acceptsEncoding(header, coding)).toBe(found !== undefined && found.weight !== 0);
      }
    }),
  );
});

test("no header makes it fail", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (header) => {
      expect(typeof acceptsEncoding(header, "gzip")).toBe("boolean");
    }),
  );
});
