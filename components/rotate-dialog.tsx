"use client";

import { type ReactNode, useState } from "react";
import { DEFAULT_OVERLAP_SECONDS, MAX_OVERLAP_SECONDS } from "@/lib/overlap-seconds";
import { ConfirmDialog } from "./confirm-dialog";
import { FieldSet } from "./ui/field";
import { Radio } from "./ui/radio-group";

export const OVERLAP_CHOICES = [
  { seconds: 3_600, label: "1 hour" },
  { seconds: DEFAULT_OVERLAP_SECONDS, label: "24 hours" },
  { seconds: MAX_OVERLAP_SECONDS, label: "7 days" },
] as const;

interface RotateDialogProps {
  isOpen: boolean;
  onOpenChange(isOpen: boolean): void;
  /** "Rotate the secret of “Shop”?" */
  title: string;
  noun: "secret" | "token";
  /** What holds until the old one ends. */
  description: string;
  /** What no overlap at all means. */
  immediateHint: string;
  /** The new one in the answer is kept by the caller, to be shown once. */
  onRotate(overlapSeconds: number): Promise<unknown>;
  children?: ReactNode;
}

/** Asks how long the old one of two secrets goes on working, then makes the new one. */
export function RotateDialog({ onOpenChange, noun, immediateHint, onRotate, ...props }: RotateDialogProps) {
  const [overlapSeconds, setOverlapSeconds] = useState(DEFAULT_OVERLAP_SECONDS);
  const radio = (seconds: number) => ({
    name: "overlap",
    value: seconds,
    checked: overlapSeconds === seconds,
    onChange: () => setOverlapSeconds(seconds),
  });
  return (
    <ConfirmDialog
      isOpen={props.isOpen}
      onOpenChange={(isOpen) => {
        if (!isOpen) setOverlapSeconds(DEFAULT_OVERLAP_SECONDS);
        onOpenChange(isOpen);
      }}
      title={props.title}
      description={props.description}
      confirmLabel={`Rotate ${noun}`}
      tone={overlapSeconds === 0 ? "danger" : "default"}
      onConfirm={() => onRotate(overlapSeconds)}
    >
      <FieldSet legend={`The old ${noun} keeps working for`}>
        {OVERLAP_CHOICES.map(({ seconds, label }) => (
          <Radio key={seconds} {...radio(seconds)} label={label} />
        ))}
        <Radio
          {...radio(0)}
          label={<span className="text-danger">No time: end it immediately</span>}
          hint={immediateHint}
        />
      </FieldSet>
      {props.children}
    </ConfirmDialog>
  );
}
