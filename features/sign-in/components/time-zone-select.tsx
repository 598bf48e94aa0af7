"use client";

import { useState } from "react";
import { useTimeZone } from "@/components/time-zone";
import { NativeSelect } from "@/components/ui/native-select";

interface TimeZoneSelectProps {
  name: string;
  /** From the server: browsers may know other zones, and the two lists must agree on the first paint. */
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
      {!timeZones.includes(value) && <option value={value}>{value}</option>}
      {timeZones.map((timeZone) => (
        <option key={timeZone} value={timeZone}>
          {timeZone.replaceAll("_", " ")}
        </option>
      ))}
    </NativeSelect>
  );
}
