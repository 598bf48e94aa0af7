"use client";

import { useTimeZone } from "@/components/time-zone";
import type { SubscriptionStats } from "@/features/subscriptions/schema";
import { formatShort } from "@/lib/time";

type Hour = SubscriptionStats["hours"][number];

const BAR_WIDTH = 10;
const GAP = 3;
const HEIGHT = 120;
const MIN_HEIGHT = 2;
/** Every so many hours a label; more would run together on a phone. */
const LABEL_STEP = 6;

/** Stacked bars by hour, failures on top, with the same numbers as a table for screen readers. */
export function DeliveryChart({ hours }: { hours: Hour[] }) {
  const timeZone = useTimeZone();
  const isEmpty = hours.every((hour) => hour.succeeded + hour.failed === 0);
  const max = Math.max(1, ...hours.map((hour) => hour.succeeded + hour.failed));
  const width = hours.length * (BAR_WIDTH + GAP) - GAP;
  return (
    <figure className="relative flex flex-col gap-2">
      <figcaption className="flex flex-wrap items-center gap-x-4 gap-y-1 text-xs text-muted-foreground">
        <Legend className="bg-chart-success">Succeeded</Legend>
        <Legend className="bg-chart-danger">Failed, drawn on top</Legend>
        {!isEmpty && (
          <span className="ml-auto tabular-nums">Highest hour: {max.toLocaleString("en-GB")}</span>
        )}
      </figcaption>
      {isEmpty && (
        <p className="absolute inset-x-0 top-1/2 text-center text-sm text-muted-foreground">
          No attempts in the last 24 hours.
        </p>
      )}
      <svg
        aria-hidden="true"
        viewBox={`0 0 ${width} ${HEIGHT}`}
        preserveAspectRatio="none"
        className="h-40 w-full border-b border-border"
      >
        {hours.map((hour, index) => (
          <Bar key={hour.hour} hour={hour} x={index * (BAR_WIDTH + GAP)} max={max} timeZone={timeZone} />
        ))}
      </svg>
      <div aria-hidden="true" className="flex justify-between text-xs text-muted-foreground tabular-nums">
        {hours
          .filter((_, index) => index % LABEL_STEP === 0 || index === hours.length - 1)
          .map((hour) => (
            <span key={hour.hour}>{formatShort(hour.hour, timeZone).split(", ")[1]}</span>
          ))}
      </div>
      <HourTable hours={hours} timeZone={timeZone} />
    </figure>
  );
}

function Legend({ className, children }: { className: string; children: string }) {
  return (
    <span className="inline-flex items-center gap-1.5">
      <span aria-hidden className={`size-2.5 rounded-xs ${className}`} />
      {children}
    </span>
  );
}

function Bar({ hour, x, max, timeZone }: { hour: Hour; x: number; max: number; timeZone: string }) {
  const scale = (amount: number) => (amount === 0 ? 0 : Math.max(MIN_HEIGHT, (amount / max) * (HEIGHT - 4)));
  const succeeded = scale(hour.succeeded);
  const failed = scale(hour.failed);
  return (
    <g>
      <title>{`${formatShort(hour.hour, timeZone)}: ${hour.succeeded} succeeded, ${hour.failed} failed`}</title>
      {/* Takes the pointer over the whole column, so that short bars have a tip, too. */}
      <rect x={x} width={BAR_WIDTH} y={0} height={HEIGHT} className="fill-transparent" />
      <rect
        x={x}
        width={BAR_WIDTH}
        y={HEIGHT - succeeded}
        height={succeeded}
        className="fill-chart-success"
      />
      <rect
        x={x}
        width={BAR_WIDTH}
        y={HEIGHT - succeeded - failed}
        height={failed}
        className="fill-chart-danger"
      />
    </g>
  );
}

function HourTable({ hours, timeZone }: { hours: Hour[]; timeZone: string }) {
  return (
    <table className="sr-only">
      <caption>Attempts by hour</caption>
      <thead>
        <tr>
          <th scope="col">Hour</th>
          <th scope="col">Succeeded</th>
          <th scope="col">Failed</th>
        </tr>
      </thead>
      <tbody>
        {hours.map((hour) => (
          <tr key={hour.hour}>
            <th scope="row">{formatShort(hour.hour, timeZone)}</th>
            <td>{hour.succeeded}</td>
            <td>{hour.failed}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
