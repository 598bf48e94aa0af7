import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A receiver in a process of its own: answers at once, and tells its parent when each body arrived. Ends with its parent. */
let pending: { at: number; body: string }[] = [];
let keepBodies = false;

const server = createServer((req, res) => {
  if (!keepBodies) {
    req.resume();
    req.on("end", () => res.end("ok"));
    return;
  }
  const chunks: Buffer[] = [];
  req.on("data", (chunk: Buffer) => chunks.push(chunk));
  req.on("end", () => {
    pending.push({ at: Date.now(), body: Buffer.concat(chunks).toString("utf8") });
    res.end("ok");
  });
});

server.listen(0, "127.0.0.1", () => process.send?.({ port: (server.address() as AddressInfo).port }));
process.on("message", (message) => {
  if (message === "keep") keepBodies = true;
  if (message === "collect") {
    process.send?.({ received: pending });
    pending = [];
  }
});
process.on("disconnect", () => process.exit(0));
