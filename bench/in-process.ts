import type { ReceiverProcess } from "./receiver-process";
import type { Line } from "./report";

type Bench = (receiver: ReceiverProcess) => Promise<Line[]>;

/** Imported only when asked for: the logger and the Inngest client read the environment as they load. */
const BENCHMARKS: Record<string, () => Promise<Bench>> = {
  desk: async () => (await import("./desk")).benchDesk,
  drain: async () => (await import("./drain")).benchDrain,
  filters: async () => (await import("./filters")).benchFilters,
  oauth: async () => (await import("./oauth")).benchOAuth,
  rejected: async () => (await import("./rejected")).benchRejected,
  "sign-in": async () => (await import("./sign-in")).benchSignIn,
};
export const IN_PROCESS_NAMES = Object.keys(BENCHMARKS);

export async function benchInProcess(names: string[], receiver: ReceiverProcess): Promise<Line[]> {
  const lines: Line[] = [];
  try {
    for (const name of names) {
      const bench = await BENCHMARKS[name]?.();
      lines.push(...((await bench?.(receiver)) ?? []));
    }
    return lines;
  } finally {
    const { closeDatabase } = await import("@/db/client");
    await closeDatabase();
  }
}
