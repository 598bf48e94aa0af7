import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";

interface ReceivedRequest {
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
  at: number;
}

export interface TestReceiver {
  url: string;
  requests: ReceivedRequest[];
  /** Decides the answer; 200 unless told. */
  answer: (request: ReceivedRequest) => { status: number; headers?: Record<string, string> } | "hang";
  close(): Promise<void>;
}

/** A receiver on loopback that keeps what it gets. */
export async function startTestReceiver(): Promise<TestReceiver> {
  const receiver: TestReceiver = {
    url: "",
    requests: [],
    answer: () => ({ status: 200 }),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
  const server: Server = createServer(async (req, res) => {
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk);
    const request = {
      path: req.url ?? "/",
      headers: req.headers,
      body: Buffer.concat(chunks).toString("utf8"),
      at: Date.now(),
    };
    receiver.requests.push(request);
    const reply = receiver.answer(request);
    if (reply === "hang") return;
    res.writeHead(reply.status, reply.headers).end("ok");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  receiver.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return receiver;
}
