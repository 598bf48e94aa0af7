export const TONES = {
  success: { fill: "fill-chart-success", swatch: "bg-chart-success" },
  danger: { fill: "fill-chart-danger", swatch: "bg-chart-danger" },
  info: { fill: "fill-chart-info", swatch: "bg-chart-info" },
} as const;

export interface ChartSeries {
  /** Column of the table, and the word where a bar is read: "Failed". */
  label: string;
  tone: keyof typeof TONES;
  /** In the legend, where the label alone would not do. */
  legend?: string;
}

export interface ChartBar {
  /** Of time: when it begins, in ISO 8601. */
  key: string;
  /** "22 Nov, 14:00 CET". */
  label: string;
  /** One number for each series, stacked in their order from the bottom. */
  values: number[];
  /** Short label below the axis; leave out most of them, they would run together on a phone. */
  tick?: string | undefined;
}
