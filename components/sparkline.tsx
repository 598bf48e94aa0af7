import { cn } from "@/lib/cn";

const WIDTH = 96;
const HEIGHT = 24;
const MIN_BAR = 1.5;

export interface SparkBar {
  success: number;
  failure: number;
}

interface SparklineProps {
  bars: SparkBar[];
  /** The same in words: "24 hours: 1,204 delivered, 12 failed". */
  label: string;
  className?: string;
}

/** Stacked bars without axes, for a table cell; failures sit on top. */
export function Sparkline({ bars, label, className }: SparklineProps) {
  const max = Math.max(1, ...bars.map((bar) => bar.success + bar.failure));
  const step = WIDTH / Math.max(1, bars.length);
  const scale = (amount: number) =>
    amount === 0 ? 0 : Math.max(MIN_BAR, (amount / max) * (HEIGHT - MIN_BAR));
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      className={cn("h-6 w-24 shrink-0", className)}
    >
      <line x1="0" x2={WIDTH} y1={HEIGHT - 0.5} y2={HEIGHT - 0.5} className="stroke-border" />
      {bars.map((bar, index) => {
        const success = scale(bar.success);
        const failure = scale(bar.failure);
        const box = { x: index * step, width: Math.max(1, step - 1) };
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its place in time.
          <g key={index}>
            <rect {...box} y={HEIGHT - success} height={success} className="fill-chart-success" />
            <rect {...box} y={HEIGHT - success - failure} height={failure} className="fill-chart-danger" />
          </g>
        );
      })}
    </svg>
  );
}
