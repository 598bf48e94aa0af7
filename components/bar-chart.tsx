import { cn } from "@/lib/cn";
import { formatCount } from "@/lib/format-number";

const BAR_WIDTH = 10;
const GAP = 3;
const HEIGHT = 120;
const MIN_HEIGHT = 2;

const TONES = {
  success: { fill: "fill-chart-success", swatch: "bg-chart-success" },
  danger: { fill: "fill-chart-danger", swatch: "bg-chart-danger" },
  info: { fill: "fill-chart-info", swatch: "bg-chart-info" },
} as const;

export interface ChartSeries {
  /** Column of the table, and the word in a bar's tip: "Failed". */
  label: string;
  tone: keyof typeof TONES;
  /** In the legend, where the label alone would not do. */
  legend?: string;
}

export interface ChartBar {
  key: string;
  /** "22 Nov, 14:00". */
  label: string;
  /** One number for each series, stacked in their order from the bottom. */
  values: number[];
  /** Short label below the axis; leave out most of them, they would run together on a phone. */
  tick?: string | undefined;
}

interface BarChartProps {
  bars: ChartBar[];
  series: ChartSeries[];
  /** Of the table that screen readers get: "Attempts by hour". */
  caption: string;
  /** What one bar stands for: "hour". */
  unit: string;
  /** In place of bars that are all zero. */
  emptyText: string;
  className?: string;
}

/** Stacked bars over time, with the same numbers as a table for screen readers. */
export function BarChart({ bars, series, caption, unit, emptyText, className }: BarChartProps) {
  const totals = bars.map(({ values }) => values.reduce((sum, value) => sum + value, 0));
  const max = Math.max(1, ...totals);
  const isEmpty = totals.every((total) => total === 0);
  const width = bars.length * (BAR_WIDTH + GAP) - GAP;
  return (
    <figure className="relative flex flex-col gap-2">
      <figcaption className="flex flex-wrap items-center gap-x-4 gap-y-1 text-xs text-muted-foreground">
        {series.length > 1 && series.map((one) => <Legend key={one.label} series={one} />)}
        {!isEmpty && (
          <span className="ml-auto tabular-nums">
            Highest {unit}: {formatCount(max)}
          </span>
        )}
      </figcaption>
      {isEmpty && (
        <p className="absolute inset-x-0 top-1/2 text-center text-sm text-muted-foreground">{emptyText}</p>
      )}
      <svg
        aria-hidden="true"
        viewBox={`0 0 ${width} ${HEIGHT}`}
        preserveAspectRatio="none"
        className={cn("h-40 w-full border-b border-border", className)}
      >
        {bars.map((bar, index) => (
          <Bar key={bar.key} bar={bar} series={series} x={index * (BAR_WIDTH + GAP)} max={max} />
        ))}
      </svg>
      <div aria-hidden="true" className="flex justify-between text-xs text-muted-foreground tabular-nums">
        {bars.map(({ key, tick }) => tick && <span key={key}>{tick}</span>)}
      </div>
      <NumbersTable bars={bars} series={series} caption={caption} unit={unit} />
    </figure>
  );
}

function Legend({ series: { label, legend = label, tone } }: { series: ChartSeries }) {
  return (
    <span className="inline-flex items-center gap-1.5">
      <span aria-hidden className={cn("size-2.5 rounded-xs", TONES[tone].swatch)} />
      {legend}
    </span>
  );
}

interface BarProps {
  bar: ChartBar;
  series: ChartSeries[];
  x: number;
  max: number;
}

function Bar({ bar, series, x, max }: BarProps) {
  const heights = bar.values.map((value) =>
    value === 0 ? 0 : Math.max(MIN_HEIGHT, (value / max) * (HEIGHT - 4)),
  );
  const topOf = (index: number) => heights.slice(0, index + 1).reduce((y, height) => y - height, HEIGHT);
  const numbers = series.map(({ label }, index) => `${bar.values[index] ?? 0} ${label.toLowerCase()}`);
  return (
    <g>
      <title>{`${bar.label}: ${numbers.join(", ")}`}</title>
      {/* Takes the pointer over the whole column, so that short bars have a tip, too. */}
      <rect x={x} width={BAR_WIDTH} y={0} height={HEIGHT} className="fill-transparent" />
      {series.map(({ label, tone }, index) => (
        <rect
          key={label}
          x={x}
          width={BAR_WIDTH}
          y={topOf(index)}
          height={heights[index] ?? 0}
          className={TONES[tone].fill}
        />
      ))}
    </g>
  );
}

function NumbersTable({
  bars,
  series,
  caption,
  unit,
}: Pick<BarChartProps, "bars" | "series" | "caption" | "unit">) {
  return (
    <table className="sr-only">
      <caption>{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{unit.charAt(0).toUpperCase() + unit.slice(1)}</th>
          {series.map(({ label }) => (
            <th key={label} scope="col">
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {bars.map((bar) => (
          <tr key={bar.key}>
            <th scope="row">{bar.label}</th>
            {series.map(({ label }, index) => (
              <td key={label}>{bar.values[index]}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
