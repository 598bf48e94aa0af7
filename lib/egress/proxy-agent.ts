import http from "node:http";
import https from "node:https";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { SECOND_MS } from "@/lib/time";
import { type EgressProxy, openTunnel } from "./proxy";

/** What nobody waits for any more must not stay open on the side of the proxy. */
const OPEN_WITHIN_MS = 10 * SECOND_MS;

type Open = (options: http.ClientRequestArgs) => Promise<Socket>;
type Opened = (error: Error | null, socket?: Duplex) => void;

/** For clients that take an agent: they speak to their target through a tunnel, as deliveries do. Node's own `proxyEnv` is too young to rely on. */
export function proxyAgent(proxy: EgressProxy, protocol: string, openWithinMs = OPEN_WITHIN_MS): http.Agent {
  const open: Open = ({ host, port }) =>
    openTunnel(proxy, { hostname: host ?? "", port: Number(port) }, AbortSignal.timeout(openWithinMs));
  return protocol === "https:" ? new TunnelTlsAgent(open) : new TunnelAgent(open);
}

class TunnelAgent extends http.Agent {
  constructor(private readonly open: Open) {
    super();
  }

  override createConnection(options: http.ClientRequestArgs, opened: Opened): undefined {
    this.open(options).then(
      (socket) => opened(null, socket),
      (error: Error) => opened(error),
    );
  }
}

class TunnelTlsAgent extends https.Agent {
  constructor(private readonly open: Open) {
    super();
  }

  override createConnection(options: https.RequestOptions, opened: Opened): undefined {
    this.open(options).then(
      (socket) => {
        // Checks the certificate, and keeps the session for the next one, as without a proxy.
        const secured = super.createConnection({ ...options, ...{ socket } });
        if (secured) opened(null, secured);
        else opened(new Error("TLS could not be begun."));
      },
      (error: Error) => opened(error),
    );
  }
}
