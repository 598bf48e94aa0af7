import { Cron } from "croner";

/** The next instant of a five-field expression, `@hourly` and the like, or either after `TZ=Europe/Paris `. */
export function nextOccurrence(cron: string, after: Date): Date | null {
  const [, timezone, pattern] = cron.match(/^(?:TZ=(\S+)\s+)?(.+)$/s) ?? [];
  return new Cron(pattern ?? cron, { timezone, paused: true }).nextRun(after);
}

export function isCron(cron: string): boolean {
  try {
    nextOccurrence(cron, new Date());
    return true;
  } catch {
    return false;
  }
}
