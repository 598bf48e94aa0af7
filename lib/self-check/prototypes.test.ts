import { afterEach, expect, test } from "vitest";
import { watchPrototypes } from "./prototypes";

const undo: (() => void)[] = [];

afterEach(() => {
  for (const step of undo.splice(0)) step();
});

test("nothing is found while nothing was changed", () => {
  const changes = watchPrototypes();
  expect(changes()).toEqual([]);
});

test.each([
  ["a name that all objects inherit", Object.prototype, "zz", "Object.prototype.zz"],
  ["a name of all lists", Array.prototype, "zz", "Array.prototype.zz"],
  ["a name of all functions", Function.prototype, "zz", "Function.prototype.zz"],
  ["a name beside the prototype", Object, "zz", "Object.zz"],
  ["a method in the place of another", Array.prototype, "at", "Array.prototype.at"],
  ["a method of errors", Error.prototype, "toString", "Error.prototype.toString"],
])("%s is found, and gone again once it is", (_, holder, key, found) => {
  const changes = watchPrototypes();
  put(holder, key, () => "mine");
  expect(changes()).toEqual([found]);
  undo.pop()?.();
  expect(changes()).toEqual([]);
});

test("a name that was there at the start is found when it goes", () => {
  put(Object.prototype, "zz", 1);
  const changes = watchPrototypes();
  undo.pop()?.();
  expect(changes()).toEqual(["Object.prototype.zz"]);
});

function put(holder: object, key: string, value: unknown): void {
  const before = Object.getOwnPropertyDescriptor(holder, key);
  undo.push(() => {
    if (before) Object.defineProperty(holder, key, before);
    else Reflect.deleteProperty(holder, key);
  });
  Object.defineProperty(holder, key, { value, configurable: true, writable: true });
}
