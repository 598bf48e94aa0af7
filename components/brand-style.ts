import type { CSSProperties } from "react";

/** What a page in the organization's color sets on its outermost element; nothing without one. */
type BrandStyle = CSSProperties & Partial<Record<`--color-primary${"" | "-hover" | "-foreground"}`, string>>;

const WHITE = 1;
const BLACK = 0;

/** The text on it is whichever of white and black stands out more: at least 4.58:1, whatever the color (WCAG 2.2, 1.4.3 wants 4.5:1). */
export function brandStyle(color: string | null): BrandStyle {
  if (color === null) return {};
  const luminance = luminanceOf(color);
  const isDark = contrast(luminance, WHITE) >= contrast(luminance, BLACK);
  return {
    "--color-primary": color,
    // Away from the text, so that it can be read as well as before.
    "--color-primary-hover": `color-mix(in oklab, ${color} 88%, ${isDark ? "black" : "white"})`,
    "--color-primary-foreground": isDark ? "#fff" : "#000",
  };
}

/** Of relative luminances, as WCAG 2.2 defines both. */
export function contrast(one: number, other: number): number {
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
}

/** Of `#rrggbb`: 0 is black, 1 is white. */
export function luminanceOf(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const value = Number.parseInt(color.slice(start, start + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
