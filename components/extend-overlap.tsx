"use client";

import { useState } from "react";
import { DAY_MS, HOUR_MS, SECOND_MS } from "@/lib/time";
import { ConfirmDialog } from "./confirm-dialog";
import { Time } from "./time";
import { Button } from "./ui/button";
import { FieldSet } from "./ui/field";
import { Radio } from "./ui/radio-group";

const CHOICES = [
  { ms: DAY_MS, label: "24 hours from now" },
  { ms: 3 * DAY_MS, label: "3 days from now" },
  { ms: 7 * DAY_MS, label: "7 days from now" },
] as const;
const LONGEST_MS = CHOICES[2].ms;

interface ExtendOverlapProps {
  /** What has two of them: the name of a webhook or a token. */
  name: string;
  /** "secret" or "token". */
  noun: string;
  endsAt: string;
  isDisabled: boolean;
  onExtend(overlapSeconds: number): Promise<unknown>;
}

/** Lets the old one of two secrets work longer, up to 7 days from now. */
export function ExtendOverlap({ name, noun, endsAt, isDisabled, onExtend }: ExtendOverlapProps) {
  const [isAsking, setIsAsking] = useState(false);
  const [chosenMs, setChosenMs] = useState<number | null>(null);
  const choices = CHOICES.filter(({ ms }) => ms - leftMs(endsAt) >= HOUR_MS);
  const chosen = choices.find(({ ms }) => ms === chosenMs) ?? choices[0];
  const isLongest = LONGEST_MS - leftMs(endsAt) < HOUR_MS;
  return (
    <>
      <Button size="sm" disabled={isDisabled || isLongest} onClick={() => setIsAsking(true)}>
        {isLongest ? "Extend (7 days is the longest)" : "Extend"}
      </Button>
      <ConfirmDialog
        isOpen={isAsking}
        onOpenChange={setIsAsking}
        title={`Extend the overlap of “${name}”?`}
        description={
          <>
            The old {noun} works until <Time value={endsAt} display="short" />. Until then, whoever has it can
            use it.
          </>
        }
        confirmLabel="Extend overlap"
        tone="default"
        onConfirm={async () => {
          if (chosen) await onExtend(chosen.ms / SECOND_MS);
        }}
      >
        <FieldSet legend={`Let the old ${noun} work until`}>
          {choices.map(({ ms, label }) => (
            <Radio
              key={ms}
              name={`extend-${name}`}
              value={ms}
              checked={chosen?.ms === ms}
              onChange={() => setChosenMs(ms)}
              label={label}
            />
          ))}
        </FieldSet>
      </ConfirmDialog>
    </>
  );
}

function leftMs(endsAt: string): number {
  return Date.parse(endsAt) - Date.now();
}
