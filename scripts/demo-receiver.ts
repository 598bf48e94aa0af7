import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

const SLOW_MS = 2500;
const FAILURE_SHARE = 0.35;

/** Somebody else's servers: `/reliable` takes everything, `/flaky` fails a third of the time, `/slow` takes its time. */
export async function startDemoReceiver(): Promise<{ url: string; stop(): void }> {
  const server = createServer((request, response) => {
    request.resume();
    request.on("end", () => {
      const answer = (status: number, body: object) =>
        response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
      if (request.url === "/slow") setTimeout(() => answer(200, { stored: true }), SLOW_MS);
      else if (request.url === "/flaky" && Math.random() < FAILURE_SHARE) {
        answer(503, { error: "The CRM is restarting, please come back." });
      } else answer(200, { ok: true });
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}
