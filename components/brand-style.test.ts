import fc from "fast-check";
import { expect, test } from "vitest";
import { brandStyle, contrast, luminanceOf } from "./brand-style";

test("the text on any color can be read", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 0xffffff }), (value) => {
      const color = `#${value.toString(16).padStart(6, "0")}`;
      const text = brandStyle(color)["--color-primary-foreground"] === "#fff" ? 1 : 0;
      expect(contrast(luminanceOf(color), text)).toBeGreaterThanOrEqual(4.5);
    }),
  );
});

test.each([
  ["#000000", 0],
  ["#ffffff", 1],
  // Figures of the WCAG's own contrast tools: 8.59:1 and 3.998:1 to white.
  ["#0000ff", 0.0722],
  ["#ff0000", 0.2126],
])("the luminance of %s is %d", (color, luminance) => {
  expect(luminanceOf(color)).toBeCloseTo(luminance, 4);
});

test("without a color the page keeps ours", () => {
  expect(brandStyle(null)).toEqual({});
});
