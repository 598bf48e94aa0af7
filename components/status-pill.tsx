import type { ReactNode } from "react";
import { Badge } from "./ui/badge";

export type Tone = "neutral" | "info" | "success" | "warning" | "danger";

interface StatusPillProps {
  tone: Tone;
  /** A lucide icon element; the shape tells what the colour tells. */
  icon: ReactNode;
  label: string;
  className?: string;
}

/** Icon, word and colour together, so that none of them has to be seen alone. */
export function StatusPill({ tone, icon, label, className }: StatusPillProps) {
  return (
    <Badge tone={tone} className={className}>
      <span aria-hidden className="contents">
        {icon}
      </span>
      {label}
    </Badge>
  );
}
