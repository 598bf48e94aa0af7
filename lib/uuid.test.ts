import fc from "fast-check";
import { expect, test } from "vitest";
import * as z from "zod";
import { isUuid } from "./uuid";

test("it takes what the schema takes", () => {
  const version = fc.constantFrom(..."0123456789abcdef");
  const almost = fc.tuple(fc.uuid({ version: [1, 4, 7] }), version, version).map(([id, one, other]) => {
    return `${id.slice(0, 14)}${one}${id.slice(15, 19)}${other}${id.slice(20)}`;
  });
  const texts = fc.oneof(
    fc.uuid(),
    almost,
    almost.map((id) => id.toUpperCase()),
    fc.string(),
  );
  fc.assert(
    fc.property(texts, (text) => {
      expect(isUuid(text)).toBe(z.uuid().safeParse(text).success);
    }),
  );
  for (const digit of ["0", "f", "F"]) {
    const text = [8, 4, 4, 4, 12].map((length) => digit.repeat(length)).join("-");
    expect(isUuid(text)).toBe(z.uuid().safeParse(text).success);
  }
});
