import { once } from "node:events";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

export interface NetworkProxy {
  url: string;
  /** All that went through: method, path and body. */
  requests: string[];
  /** The next request arrives, and its answer does not. */
  loseNextAnswer(): void;
  stop(): Promise<void>;
}

/** Of this connection alone. */
const HOP_BY_HOP = new Set(["connection", "host", "content-length"]);

/** The network between a client and a server. */
export async function startProxy(target: string): Promise<NetworkProxy> {
  const requests: string[] = [];
  let isLosing = false;
  const server = createServer(async (req, res) => {
    const { method = "GET", url = "/" } = req;
    const body = await text(req);
    requests.push(`${method} ${url}\n${body}`);
    const isLost = isLosing;
    isLosing = false;
    const answer = await fetch(target + url, {
      method,
      headers: passedOn(req.headers),
      ...(body && { body }),
    });
    const answered = await answer.text();
    if (isLost) res.destroy();
    else res.writeHead(answer.status).end(answered);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    loseNextAnswer: () => {
      isLosing = true;
    },
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}

function passedOn(headers: IncomingHttpHeaders): Headers {
  const passed = new Headers();
  for (const [name, value] of Object.entries(headers))
    if (typeof value === "string" && !HOP_BY_HOP.has(name)) passed.set(name, value);
  return passed;
}
