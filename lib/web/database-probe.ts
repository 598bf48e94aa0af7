import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";

const DATABASE_TIMEOUT_MS = 2_000;

export interface DatabaseProbe {
  answers(): Promise<boolean>;
  close(): Promise<void>;
}

/** One connection of its own, so that a busy pool does not look like a dead database; callers at the same time share one question. */
export function databaseProbe(url: string): DatabaseProbe {
  const connect = () => postgres(url, { max: 1, connect_timeout: 2, idle_timeout: 60, onnotice: () => {} });
  let client = connect();
  let asking: Promise<boolean> | undefined;
  const ask = async () => {
    const question = client`select 1`.then(
      () => true,
      () => false,
    );
    const isUp = await Promise.race([question, sleep(DATABASE_TIMEOUT_MS, undefined, { ref: false })]);
    if (isUp === undefined) {
      // The connection hangs, and the next question must not queue behind this one.
      void client.end({ timeout: 0 });
      client = connect();
    }
    return isUp === true;
  };
  return {
    answers: () => {
      asking ??= ask().finally(() => {
        asking = undefined;
      });
      return asking;
    },
    close: () => client.end({ timeout: 1 }),
  };
}
