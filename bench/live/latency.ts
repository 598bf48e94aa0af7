import { type Line, percentile } from "../report";
import { EVENTS } from "./installation";
import { pace } from "./load";
import type { Subject } from "./subject";

const PER_SECOND = 100;
const SECONDS = 15;

/** How long from the moment a client begins to publish until the receiver has the event. */
export async function measureLatency({ client, receiver }: Subject): Promise<Line[]> {
  await pace(PER_SECOND * SECONDS, PER_SECOND, () => client.publish(EVENTS.one.type));
  const { arrivals } = await receiver.collect(PER_SECOND * SECONDS);
  const latencies = arrivals.map(({ at, sentAt }) => at - sentAt);
  const share = (of: number) => `${percentile(latencies, of).toFixed(1)} ms`;
  const what = `publish → receiver at ${PER_SECOND}/s`;
  return [
    { what: `${what}, p50`, measured: share(0.5), target: "≤ 5 ms" },
    { what: `${what}, p99`, measured: share(0.99), target: "≤ 20 ms" },
  ];
}
