"use client";

import { cn } from "@/lib/cn";
import { formatCount } from "@/lib/format-number";
import { ChartPlot } from "./chart-plot";
import { axisTicks } from "./chart-scale";
import { type ChartBar, type ChartSeries, TONES } from "./chart-types";
import { useBarReading } from "./use-bar-reading";

interface BarChartProps {
  bars: ChartBar[];
  series: ChartSeries[];
  /** Of the table that screen readers get: "Attempts by hour". */
  caption: string;
  /** What one bar stands for: "hour". */
  unit: string;
  /** In place of bars that are all zero. */
  emptyText: string;
  /** The height. */
  className?: string;
  /** Shows what a bar counts, on a click or Enter. */
  onPick?: (index: number) => void;
}

/** Stacked bars over time. What the pointer is on, or the arrow keys have come to, is read out above; the same numbers are a table for screen readers. */
export function BarChart({
  bars,
  series,
  caption,
  unit,
  emptyText,
  className = "h-40",
  onPick,
}: BarChartProps) {
  const { reading, atKeys, handlers } = useBarReading(bars.length, onPick);
  const totals = bars.map(({ values }) => values.reduce((sum, value) => sum + value, 0));
  const highest = Math.max(0, ...totals);
  const ticks = axisTicks(highest);
  const textOf = (index: number) => readingOf(bars[index], series);
  const highestText = `Highest ${unit}: ${formatCount(highest)} (${bars[totals.indexOf(highest)]?.label})`;

  return (
    <figure className="flex min-w-0 flex-col gap-2">
      <figcaption className="flex flex-wrap items-center gap-x-4 gap-y-1 text-xs text-muted-foreground">
        {series.length > 1 && series.map((one) => <Legend key={one.label} series={one} />)}
        {/* On a line of its own: however long a reading is, the bars stay where the pointer is, and those of a chart beside it level with them. */}
        <span aria-hidden className="min-h-4 w-full text-right tabular-nums">
          {highest > 0 && (reading === null ? highestText : textOf(reading))}
        </span>
      </figcaption>
      <div className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-2 gap-y-1 text-xs text-muted-foreground tabular-nums">
        <div aria-hidden className="-my-2 flex flex-col-reverse justify-between text-right">
          {ticks.map((tick) => (
            <span key={tick}>{formatCount(tick)}</span>
          ))}
        </div>
        {highest === 0 ? (
          <div className={cn("relative", className)}>
            <ChartPlot bars={bars} series={series} top={1} ticks={ticks} />
            <p className="absolute inset-0 flex items-center justify-center text-sm">{emptyText}</p>
          </div>
        ) : (
          <div
            role="slider"
            tabIndex={0}
            aria-label={`${caption}, chart`}
            aria-valuemin={1}
            aria-valuemax={bars.length}
            aria-valuenow={atKeys + 1}
            aria-valuetext={textOf(atKeys)}
            aria-description={onPick && "Enter shows what the bar counts."}
            {...handlers}
            className={cn("relative rounded-xs", onPick && "cursor-pointer", className)}
          >
            <ChartPlot bars={bars} series={series} top={ticks.at(-1) ?? 1} ticks={ticks} reading={reading} />
          </div>
        )}
        <div aria-hidden className="col-start-2 grid auto-cols-fr grid-flow-col whitespace-nowrap">
          {bars.map(({ key, tick }) => (
            <span key={key} className="min-w-0">
              {tick}
            </span>
          ))}
        </div>
      </div>
      <NumbersTable bars={bars} series={series} caption={caption} unit={unit} />
    </figure>
  );
}

/** "22 Nov, 14:00 CET: 3 succeeded, 1 failed". */
function readingOf(bar: ChartBar | undefined, series: ChartSeries[]): string {
  if (!bar) return "";
  const numbers = series.map(
    ({ label }, index) => `${formatCount(bar.values[index] ?? 0)} ${label.toLowerCase()}`,
  );
  return `${bar.label}: ${numbers.join(", ")}`;
}

function Legend({ series: { label, legend = label, tone } }: { series: ChartSeries }) {
  return (
    <span className="inline-flex items-center gap-1.5">
      <span aria-hidden className={cn("size-2.5 rounded-xs", TONES[tone].swatch)} />
      {legend}
    </span>
  );
}

function NumbersTable({
  bars,
  series,
  caption,
  unit,
}: Pick<BarChartProps, "bars" | "series" | "caption" | "unit">) {
  return (
    // Around it: a table itself grows as wide as its words, seen or not.
    <div className="sr-only">
      <table>
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
    </div>
  );
}
