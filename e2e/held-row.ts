import { vi } from "vitest";
import { asOwner } from "@/db/own-database";

export interface HeldRow {
  table: string;
  column: string;
  /** As text. */
  value: string;
}

/**
 * Starts one call after the other while somebody else holds the row: the next once the one before waits for the row, or is over. So each has
 * read what it reads before it locks, and none has changed anything; then they go on in that order.
 */
export async function atOnce<Result>(
  { table, column, value }: HeldRow,
  calls: (() => Promise<Result>)[],
): Promise<Result[]> {
  const { running } = await asOwner((owner) =>
    owner.begin(async (holder) => {
      await holder`select 1 from ${holder(table)} where ${holder(column)}::text = ${value} for no key update`;
      const started: Promise<Result>[] = [];
      let over = 0;
      for (const call of calls) {
        started.push(call().finally(() => over++));
        await vi.waitFor(
          async () => {
            // Whoever waits for us, or behind somebody who does.
            const waiting = await holder`
              with recursive blocked as (select pid from pg_locks where not granted),
              waiting as (
                select pid from blocked where pg_backend_pid() = any(pg_blocking_pids(pid))
                union
                select blocked.pid from blocked join waiting on waiting.pid = any(pg_blocking_pids(blocked.pid)))
              select pid from waiting`;
            if (waiting.length + over < started.length) throw new Error("A call neither waits nor ends.");
          },
          { timeout: 30_000, interval: 5 },
        );
      }
      return { running: started };
    }),
  );
  return Promise.all(running);
}
