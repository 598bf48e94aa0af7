"use client";

import { useState } from "react";
import { useTimeZone } from "@/components/time-zone";
import { TimeZoneOptions } from "@/components/time-zone-options";
import { NativeSelect } from "@/components/ui/native-select";

interface TimeZoneSelectProps {
  name: string;
  /** From the server. */
  timeZones: string[];
  /** What an earlier try sent, or "". */
  submitted: string;
}

/** Starts with the zone of the browser. */
export function TimeZoneSelect({ name, timeZones, submitted }: TimeZoneSelectProps) {
  const detected = useTimeZone();
  const [chosen, setChosen] = useState(submitted);
  const value = chosen || detected;
  return (
    <NativeSelect name={name} value={value} onChange={(event) => setChosen(event.target.value)}>
      <TimeZoneOptions timeZones={timeZones} chosen={value} />
    </NativeSelect>
  );
}
