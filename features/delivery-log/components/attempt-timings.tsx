import { cn } from "@/lib/cn";
import { formatDuration } from "@/lib/time";

type Timings = Record<string, number | null>;

interface Phase {
  label: string;
  ms: number;
  fill: string;
  dot: string;
}

/** Where the time of an attempt went, as a bar and in words. */
export function AttemptTimings({ timings }: { timings: Timings }) {
  const phases = toPhases(timings);
  const totalMs = phases.reduce((sum, phase) => sum + phase.ms, 0);
  if (totalMs <= 0) return null;
  return (
    <div className="flex flex-col gap-1.5">
      <svg aria-hidden viewBox="0 0 100 4" preserveAspectRatio="none" className="h-2 w-full rounded-sm">
        {phases.map((phase, index) => (
          <rect
            key={phase.label}
            x={(sumBefore(phases, index) / totalMs) * 100}
            width={(phase.ms / totalMs) * 100}
            height="4"
            className={phase.fill}
          />
        ))}
      </svg>
      <ul aria-label="Timing" className="flex flex-wrap gap-x-4 gap-y-1 text-xs text-muted-foreground">
        {phases.map((phase) => (
          <li key={phase.label} className="flex items-center gap-1.5 tabular-nums">
            <span aria-hidden className={cn("size-2 rounded-full", phase.dot)} />
            {phase.label} {formatDuration(phase.ms)}
          </li>
        ))}
      </ul>
    </div>
  );
}

function toPhases({ dnsMs, connectMs, tlsMs, firstByteMs, totalMs }: Timings): Phase[] {
  const opening = (dnsMs ?? 0) + (connectMs ?? 0) + (tlsMs ?? 0);
  const first = firstByteMs ?? 0;
  return [
    { label: "DNS", ms: dnsMs ?? 0, fill: "fill-chart-neutral", dot: "bg-chart-neutral" },
    { label: "Connect", ms: connectMs ?? 0, fill: "fill-chart-info", dot: "bg-chart-info" },
    { label: "TLS", ms: tlsMs ?? 0, fill: "fill-chart-warning", dot: "bg-chart-warning" },
    { label: "Waiting", ms: first - opening, fill: "fill-chart-success", dot: "bg-chart-success" },
    { label: "Reading", ms: (totalMs ?? first) - first, fill: "fill-primary", dot: "bg-primary" },
  ].filter((phase) => Math.round(phase.ms) > 0);
}

function sumBefore(phases: Phase[], index: number): number {
  return phases.slice(0, index).reduce((sum, phase) => sum + phase.ms, 0);
}
