import fc from "fast-check";
import { expect, test } from "vitest";
import { ownValue, readPath, withoutPrototype, writePath } from "./own-path";

const NAMES = fc.constantFrom("__proto__", "constructor", "prototype", "toString", "a", "b", "0", "");

test("no path writes to what all objects inherit, and none is left half written", () => {
  const before = Object.getOwnPropertyNames(Object.prototype);
  fc.assert(
    fc.property(fc.array(NAMES, { minLength: 1, maxLength: 5 }), fc.jsonValue(), (names, value) => {
      const target = withoutPrototype<Record<string, unknown>>({});
      const isRefused = names.some((name) => ["__proto__", "constructor", "prototype"].includes(name));
      if (isRefused) {
        expect(() => writePath(target, names.join("."), value)).toThrow("may not lead to a prototype");
        expect(Reflect.ownKeys(target)).toEqual([]);
      } else {
        writePath(target, names.join("."), value);
        expect(readPath(target, names.join("."))).toBe(value);
      }
    }),
  );
  expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(before);
  expect(Reflect.get({}, "a")).toBeUndefined();
});

test("only a value's own names are read", () => {
  expect(ownValue({ team: "red" }, "team")).toBe("red");
  expect(ownValue({}, "constructor")).toBeUndefined();
  expect(ownValue("text", "length")).toBeUndefined();
  expect(ownValue(null, "a")).toBeUndefined();
  expect(readPath(JSON.parse('{"__proto__":{"polluted":1}}'), "__proto__.polluted")).toBe(1);
  expect(readPath({}, "__proto__.toString")).toBeUndefined();
  expect(readPath({ constructor: { name: "Ferrari" } }, "constructor.name")).toBe("Ferrari");
});
