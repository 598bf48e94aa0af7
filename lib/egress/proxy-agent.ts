import http from "node:http";
import https from "node:https";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { type EgressProxy, openTunnel } from "./proxy";

type Opened = (error: Error | null, socket?: Duplex) => void;

/** For clients that take an agent: they speak to their target through a tunnel, as deliveries do. Node's own `proxyEnv` is too young to rely on. */
export function proxyAgent(proxy: EgressProxy, protocol: string): http.Agent {
  return protocol === "https:" ? new TunnelTlsAgent(proxy) : new TunnelAgent(proxy);
}

class TunnelAgent extends http.Agent {
  constructor(private readonly proxy: EgressProxy) {
    super();
  }

  override createConnection(options: http.ClientRequestArgs, opened: Opened): undefined {
    openFor(options, this.proxy).then(
      (socket) => opened(null, socket),
      (error: Error) => opened(error),
    );
  }
}

class TunnelTlsAgent extends https.Agent {
  constructor(private readonly proxy: EgressProxy) {
    super();
  }

  override createConnection(options: https.RequestOptions, opened: Opened): undefined {
    openFor(options, this.proxy).then(
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

function openFor({ host, port }: http.ClientRequestArgs, proxy: EgressProxy): Promise<Socket> {
  return openTunnel(proxy, { hostname: host ?? "", port: Number(port) });
}
