import type { Column } from "./data-table-types";

const PRIORITY_CLASSES = {
  1: "",
  2: "max-md:hidden",
  3: "max-md:hidden max-xl:hidden",
  4: "max-md:hidden max-2xl:hidden",
} as const;

/** Alignment and visibility, the same for a heading and its cells. */
export function columnClasses<Row>({ align, priority = 1, isHidden = false }: Column<Row>): string {
  return `${PRIORITY_CLASSES[priority]} ${isHidden ? "md:hidden" : ""} ${align === "end" ? "md:text-right" : ""}`;
}
