import { cn } from "@/lib/cn";
import { type ChartBar, type ChartSeries, TONES } from "./chart-types";

const BAR_WIDTH = 10;
const GAP = 3;
const STEP = BAR_WIDTH + GAP;
const HEIGHT = 120;
/** So that one of a thousand can be seen. */
const MIN_HEIGHT = 2;

interface ChartPlotProps {
  bars: ChartBar[];
  series: ChartSeries[];
  /** What the upper edge stands for. */
  top: number;
  ticks: number[];
  /** Which bar is marked. */
  reading?: number | null;
}

/** The picture alone: grid and bars. */
export function ChartPlot({ bars, series, top, ticks, reading = null }: ChartPlotProps) {
  const width = bars.length * STEP;
  return (
    <svg
      aria-hidden="true"
      viewBox={`0 0 ${width} ${HEIGHT}`}
      preserveAspectRatio="none"
      className="size-full overflow-visible"
    >
      {reading !== null && <rect x={reading * STEP} width={STEP} height={HEIGHT} className="fill-accent" />}
      {ticks.map((tick) => (
        <line
          key={tick}
          x2={width}
          y1={HEIGHT * (1 - tick / top)}
          y2={HEIGHT * (1 - tick / top)}
          vectorEffect="non-scaling-stroke"
          className={cn("stroke-border", tick > 0 && "[stroke-dasharray:2_3]")}
        />
      ))}
      {bars.map((bar, index) => (
        <Bar key={bar.key} bar={bar} series={series} x={index * STEP + GAP / 2} top={top} />
      ))}
    </svg>
  );
}

interface BarProps {
  bar: ChartBar;
  series: ChartSeries[];
  x: number;
  top: number;
}

function Bar({ bar, series, x, top }: BarProps) {
  const heights = bar.values.map((value) => (value === 0 ? 0 : Math.max(MIN_HEIGHT, (value / top) * HEIGHT)));
  const topOf = (index: number) => heights.slice(0, index + 1).reduce((y, height) => y - height, HEIGHT);
  return series.map(({ label, tone }, index) => (
    <rect
      key={label}
      x={x}
      width={BAR_WIDTH}
      y={topOf(index)}
      height={heights[index] ?? 0}
      className={TONES[tone].fill}
    />
  ));
}
