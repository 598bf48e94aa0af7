import { describe, expect, it } from "vitest";
import { counted, formatCount, formatShare } from "./format-number";

describe("numbers as they are written on screen", () => {
  it.each([
    [0, "0"],
    [1_204, "1,204"],
  ])("%i is %s", (count, text) => expect(formatCount(count)).toBe(text));

  it.each([
    [1, "1 delivery"],
    [0, "0 deliveries"],
    [2_000, "2,000 deliveries"],
  ])("%i with its noun is %s", (count, text) => expect(counted(count, "delivery", "deliveries")).toBe(text));

  it.each([
    [0, 0, "–"],
    [0, 3, "0%"],
    [1, 4, "25%"],
    [39, 40, "97.5%"],
    [9_996, 10_000, "99.9%"],
    [7, 7, "100%"],
  ])("%i of %i is %s", (part, whole, text) => expect(formatShare(part, whole)).toBe(text));
});
