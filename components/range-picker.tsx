"use client";

import { CalendarClock } from "lucide-react";
import { useState } from "react";
import { formatShort } from "@/lib/time";
import { fromLocalInput, RANGE_PRESETS, type RangePreset, type RangeValue, toLocalInput } from "./range";
import { useTimeZone } from "./time-zone";
import { Button } from "./ui/button";
import { Field } from "./ui/field";
import { Input } from "./ui/input";
import { Popover, PopoverContent, PopoverTrigger } from "./ui/popover";

interface RangePickerProps {
  /** Null is any time. */
  value: RangeValue | null;
  onChange(value: RangeValue | null): void;
  /** For lists that are not too long for it. */
  isAnyTimeOffered?: boolean;
  /** Shown instead of the choice while a live view decides the range. */
  disabledReason?: string | undefined;
  presets?: readonly RangePreset[];
}

const ALL_PRESETS = ["15m", "1h", "24h", "7d", "30d"] as const;
const ANY_TIME = "Any time";
const PRESET_CLASSES = "justify-start aria-pressed:bg-selected aria-pressed:font-semibold";

export function RangePicker({
  value,
  onChange,
  isAnyTimeOffered = false,
  disabledReason,
  presets = ALL_PRESETS,
}: RangePickerProps) {
  const [isOpen, setIsOpen] = useState(false);
  const timeZone = useTimeZone();

  function choose(next: RangeValue | null) {
    onChange(next);
    setIsOpen(false);
  }

  return (
    <Popover open={isOpen} onOpenChange={setIsOpen}>
      <PopoverTrigger asChild>
        <Button disabled={disabledReason !== undefined} title={disabledReason} suppressHydrationWarning>
          <CalendarClock aria-hidden />
          <span className="sr-only">Time range: </span>
          {disabledReason ?? rangeLabel(value, timeZone)}
        </Button>
      </PopoverTrigger>
      <PopoverContent aria-label="Time range" align="end" className="w-72">
        <div className="flex flex-col gap-3">
          <fieldset className="flex flex-col gap-0.5">
            <legend className="sr-only">Presets</legend>
            {isAnyTimeOffered && (
              <Button
                variant="ghost"
                className={PRESET_CLASSES}
                aria-pressed={value === null}
                onClick={() => choose(null)}
              >
                {ANY_TIME}
              </Button>
            )}
            {presets.map((preset) => (
              <Button
                key={preset}
                variant="ghost"
                className={PRESET_CLASSES}
                aria-pressed={value !== null && "preset" in value && value.preset === preset}
                onClick={() => choose({ preset })}
              >
                {RANGE_PRESETS[preset].label}
              </Button>
            ))}
          </fieldset>
          <CustomRange value={value} timeZone={timeZone} onApply={choose} />
        </div>
      </PopoverContent>
    </Popover>
  );
}

interface CustomRangeProps {
  value: RangeValue | null;
  timeZone: string;
  onApply(value: RangeValue): void;
}

function CustomRange({ value, timeZone, onApply }: CustomRangeProps) {
  const [from, setFrom] = useState(value && "from" in value ? toLocalInput(value.from) : "");
  const [to, setTo] = useState(value && "to" in value ? toLocalInput(value.to) : "");
  const [error, setError] = useState<string | null>(null);

  function apply() {
    const range = { from: fromLocalInput(from), to: fromLocalInput(to) };
    if (!range.from || !range.to) return setError("Set both the start and the end.");
    if (range.from >= range.to) return setError("The end must be after the start.");
    onApply({ from: range.from, to: range.to });
  }

  return (
    <form
      noValidate
      className="flex flex-col gap-2 border-t border-border pt-3"
      onSubmit={(event) => {
        event.preventDefault();
        event.stopPropagation();
        apply();
      }}
    >
      <Field label={`From (${timeZone})`}>
        <Input type="datetime-local" value={from} onChange={(event) => setFrom(event.target.value)} />
      </Field>
      <Field label={`To (${timeZone})`} error={error}>
        <Input type="datetime-local" value={to} onChange={(event) => setTo(event.target.value)} />
      </Field>
      <Button type="submit">Apply custom range</Button>
    </form>
  );
}

function rangeLabel(value: RangeValue | null, timeZone: string): string {
  if (value === null) return ANY_TIME;
  if ("preset" in value) return RANGE_PRESETS[value.preset].label;
  return `${formatShort(value.from, timeZone)} – ${formatShort(value.to, timeZone)}`;
}
