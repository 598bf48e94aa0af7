interface TimeZoneOptionsProps {
  /** From the server: browsers may know other zones, and the two lists must agree on the first paint. */
  timeZones: string[];
  /** Offered as well, if it is none of them. */
  chosen: string;
}

/** What a select of time zones holds. */
export function TimeZoneOptions({ timeZones, chosen }: TimeZoneOptionsProps) {
  return (
    <>
      {!timeZones.includes(chosen) && <option value={chosen}>{chosen}</option>}
      {timeZones.map((timeZone) => (
        <option key={timeZone} value={timeZone}>
          {timeZone.replaceAll("_", " ")}
        </option>
      ))}
    </>
  );
}
