import { setTimeout as sleep } from "node:timers/promises";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "@/db/embedded-postgres";

const RESTART_DELAY_MS = 500;

/** The embedded Postgres, started again on the same address should it ever end by itself. */
export async function keepPostgres(
  dataDir: string,
  { onLost }: { onLost: (sentence: string) => Promise<void> },
): Promise<{ url: string; ownerUrl: string; stop: () => Promise<void> }> {
  const start = () => startEmbeddedPostgres({ dataDir, log: console.log });
  let current = await start();
  let isStopping = false;
  const { url, ownerUrl } = current;

  const watch = async (database: EmbeddedPostgres): Promise<void> => {
    await database.died;
    console.log("The database ended unexpectedly; starting it again.");
    await database.stop();
    await sleep(RESTART_DELAY_MS);
    if (isStopping) return;
    current = await start();
    if (current.url !== url)
      throw new Error("The database's port was taken by another program: start again.");
    return watch(current);
  };
  void watch(current).catch((error) => onLost(error instanceof Error ? error.message : String(error)));
  return {
    url,
    ownerUrl,
    stop: async () => {
      isStopping = true;
      await current.stop();
    },
  };
}
