import { expect, test } from "vitest";
import { foldText } from "./fold-text";

test("an accent is the same as one character or as two, in any case", () => {
  expect(foldText("Jose\u0301")).toBe(foldText("JOSÉ"));
  expect(foldText("한국".normalize("NFD"))).toBe("한국");
});
