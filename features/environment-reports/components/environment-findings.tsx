import { Info, type LucideIcon, OctagonAlert, TriangleAlert } from "lucide-react";
import { StatusPill, type Tone } from "@/components/status-pill";
import type { EnvironmentFinding } from "@/features/environment-reports/schema";
import { numbered } from "@/features/environment-reports/values";

const LOOKS: Record<EnvironmentFinding["severity"], { label: string; tone: Tone; Icon: LucideIcon }> = {
  critical: { label: "Critical", tone: "danger", Icon: OctagonAlert },
  warning: { label: "Warning", tone: "warning", Icon: TriangleAlert },
  info: { label: "Info", tone: "info", Icon: Info },
};

export function EnvironmentFindings({ findings }: { findings: EnvironmentFinding[] }) {
  return (
    <section className="flex flex-col gap-2">
      <h2 className="text-sm font-semibold">Findings</h2>
      <ul className="divide-y divide-border overflow-hidden rounded-lg border border-border bg-card">
        {numbered(findings).map((finding) => (
          <Finding key={finding.place} finding={finding} />
        ))}
      </ul>
    </section>
  );
}

function Finding({ finding: { severity, message } }: { finding: EnvironmentFinding }) {
  const { label, tone, Icon } = LOOKS[severity];
  return (
    <li className="grid grid-cols-[5.5rem_minmax(0,1fr)] items-start gap-3 px-3 py-2 text-sm">
      <StatusPill tone={tone} icon={<Icon />} label={label} className="w-fit" />
      <span dir="auto" className="wrap-anywhere whitespace-pre-wrap">
        {message}
      </span>
    </li>
  );
}
