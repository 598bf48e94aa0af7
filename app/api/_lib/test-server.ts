import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Handler } from "@/app/api/_lib/frame";
import { findHandler } from "@/lib/web/api-routes";
import { serveCall } from "@/lib/web/fetch-call";

export interface TestServer {
  url: string;
  stop(): Promise<void>;
}

/** Serves by HTTP whatever route files have announced, as server.ts does past Next; `more` by their paths. */
export async function startTestServer(more: Record<string, Handler> = {}): Promise<TestServer> {
  const server = createServer(async (req, res) => {
    const { method = "GET", url = "/" } = req;
    const { pathname } = new URL(url, origin);
    const { handle = more[pathname], params = {} } = findHandler(method, url) ?? {};
    if (!handle) return void res.writeHead(404).end();
    await serveCall(req, res, {
      origin,
      handle: (request) => handle(request, { params: Promise.resolve(params) }),
    });
  });
  let origin = "";
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  origin = `http://127.0.0.1:${port}`;
  return {
    url: origin,
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}
