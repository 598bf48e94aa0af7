import { test } from "../fixtures";

interface Attack {
  /** What an attacker tries, in a few words. */
  attempt: string;
  /** What must come of it. */
  expected: string;
}

/** One attack on the running product. Its two sentences become a line of the table that the suite prints. */
export function attack({ attempt, expected }: Attack, body: Parameters<typeof test>[2]): void {
  test(`${attempt} → ${expected}`, body);
}
