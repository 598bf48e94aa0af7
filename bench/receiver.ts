import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { wallClockMs } from "./clock";
import type { Arrival, Arrivals, Collect } from "./receiver-process";

/**
 * A receiver in a process of its own: answers at once, and tells its parent what arrived on paths that begin with /live. Ends with its parent.
 */
const seen = new Set<string>();
let arrivals: Arrival[] = [];
let doubled = 0;
let collecting: { count: number; timer: NodeJS.Timeout } | undefined;

const server = createServer((req, res) => {
  if (req.url?.startsWith("/live")) remember(req, () => res.end("ok"));
  else req.resume().on("end", () => res.end("ok"));
});

function remember(req: IncomingMessage, answer: () => void): void {
  const chunks: Buffer[] = [];
  req.on("data", (chunk: Buffer) => chunks.push(chunk));
  req.on("end", () => {
    const at = wallClockMs();
    answer();
    const id = String(req.headers["webhook-id"]);
    if (seen.has(id)) doubled++;
    else {
      seen.add(id);
      const { data }: { data: { sentAt: number } } = JSON.parse(Buffer.concat(chunks).toString("utf8"));
      arrivals.push({ at, sentAt: data.sentAt });
    }
    if (collecting && arrivals.length >= collecting.count) hand();
  });
}

function hand(): void {
  clearTimeout(collecting?.timer);
  collecting = undefined;
  const handed: Arrivals = { arrivals, doubled };
  process.send?.(handed);
  arrivals = [];
  doubled = 0;
}

server.listen(0, "127.0.0.1", () => process.send?.({ port: (server.address() as AddressInfo).port }));
process.on("message", ({ count, limitMs }: Collect) => {
  collecting = { count, timer: setTimeout(hand, limitMs) };
  if (arrivals.length >= count) hand();
});
process.on("disconnect", () => process.exit(0));
