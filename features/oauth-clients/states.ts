/** Switched off: nobody connects or refreshes. What is connected stays for later. */
export function isSwitchedOff({ disabledAt }: { disabledAt: Date | null }): boolean {
  return disabledAt !== null;
}

/** The same in SQL, of the app that a statement calls so. */
export function isSwitchedOnAs(name: "o"): string {
  return `${name}.disabled_at is null`;
}
