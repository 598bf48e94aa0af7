"use client";

import { DEFAULT_OVERLAP_SECONDS, MAX_OVERLAP_SECONDS } from "@/lib/overlap";
import { FieldSet } from "./ui/field";
import { Radio } from "./ui/radio-group";

const CHOICES = [
  { seconds: 3_600, label: "1 hour" },
  { seconds: DEFAULT_OVERLAP_SECONDS, label: "24 hours" },
  { seconds: MAX_OVERLAP_SECONDS, label: "7 days" },
] as const;

interface OverlapChoiceProps {
  /** Groups the choices; unique on the page. */
  name: string;
  value: number;
  onChange(seconds: number): void;
  /** What no overlap at all means. */
  immediateHint: string;
}

/** How long the old one of two secrets goes on working after a rotation. */
export function OverlapChoice({ name, value, onChange, immediateHint }: OverlapChoiceProps) {
  const radio = (seconds: number) => ({
    name,
    value: seconds,
    checked: value === seconds,
    onChange: () => onChange(seconds),
  });
  return (
    <FieldSet legend="The old secret goes on working for">
      {CHOICES.map(({ seconds, label }) => (
        <Radio key={seconds} {...radio(seconds)} label={label} />
      ))}
      <Radio
        {...radio(0)}
        label={<span className="text-danger">No time: end it immediately</span>}
        hint={immediateHint}
      />
    </FieldSet>
  );
}
