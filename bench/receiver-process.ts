import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** Long enough for what only the sweep of each minute finds. */
const COLLECT_LIMIT_MS = 90_000;

export interface Arrival {
  at: number;
  /** As the event's data says. */
  sentAt: number;
}

export interface Arrivals {
  arrivals: Arrival[];
  /** How many came again. */
  doubled: number;
}

export interface Collect {
  count: number;
  limitMs: number;
}

export interface ReceiverProcess {
  url: string;
  /** Once so many have arrived since the last time, or at a limit: what there is. */
  collect(count: number): Promise<Arrivals>;
  stop(): void;
}

export async function startReceiverProcess(): Promise<ReceiverProcess> {
  const child = fork(fileURLToPath(new URL("./receiver.ts", import.meta.url)), {
    execArgv: ["--import", "tsx"],
  });
  const [{ port }] = (await once(child, "message")) as [{ port: number }];
  return {
    url: `http://127.0.0.1:${port}`,
    async collect(count) {
      const collect: Collect = { count, limitMs: COLLECT_LIMIT_MS };
      child.send(collect);
      const [arrivals] = (await once(child, "message")) as [Arrivals];
      return arrivals;
    },
    stop: () => child.disconnect(),
  };
}
