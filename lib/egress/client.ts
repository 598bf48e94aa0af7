import type { EgressRule } from "@/lib/egress/ip-rule";
import { Connection } from "./connection";
import { createConnector } from "./connector";
import { logDeniedUrl } from "./denied";
import { EgressError } from "./error";
import { type ConnectionSource, type EgressResponse, Exchange, type Settle } from "./exchange";
import { createResolver } from "./resolver";
import { checkTargetUrl } from "./target-url";

interface EgressRequest {
  headers: Record<string, string>;
  body: string | Buffer;
  /** One deadline over DNS, connecting, TLS, headers and body. */
  timeoutMs?: number;
  /** Aborting rejects with the signal's reason. */
  signal?: AbortSignal;
}

export interface EgressClient {
  /** Resolves with any HTTP status, redirects included; rejects with an EgressError when there was none. */
  post(url: string, request: EgressRequest): Promise<EgressResponse>;
  /** Takes no more requests, waits for those under way, then closes every connection. */
  close(): Promise<void>;
}

export const EGRESS_TIMEOUT_MS = 10_000;
const TARGET_CACHE_MAX = 5000;

interface Target {
  pool: ConnectionSource;
  path: string;
}

/**
 * Posts to addresses that the rule allows, and to no others. A pool of its own rather than undici's Agent: it knows which requests
 * opened a connection, and a request that is given up takes its half-open connection along.
 */
export function createEgressClient(rule: EgressRule, { resolver = createResolver(rule) } = {}): EgressClient {
  const openSocket = createConnector(rule, resolver);
  const idle = new Map<string, Connection[]>();
  const targets = new Map<string, Target>();
  let underWay = 0;
  let isClosed = false;
  let drained: (() => void) | undefined;

  function createPool(origin: string): ConnectionSource {
    const open = () => new Connection(origin, openSocket, forget);
    return {
      open,
      acquire: () => idle.get(origin)?.pop() ?? open(),
      release(connection) {
        if (isClosed || !connection.isReusable) return connection.destroy();
        const waiting = idle.get(origin);
        if (waiting) waiting.push(connection);
        else idle.set(origin, [connection]);
      },
    };
  }

  /** A connection that closes while it is in use is its exchange's business. */
  function forget(connection: Connection): void {
    const waiting = idle.get(connection.origin);
    const index = waiting?.indexOf(connection) ?? -1;
    if (!waiting || index === -1) return;
    waiting.splice(index, 1);
    if (waiting.length === 0) idle.delete(connection.origin);
    connection.destroy();
  }

  function targetOf(url: string): Target {
    const known = targets.get(url);
    if (known) return known;
    const verdict = checkTargetUrl(url, rule);
    if (!verdict.ok) {
      logDeniedUrl(url, verdict.code);
      throw new EgressError("blocked_address", verdict.message, { reason: verdict.code });
    }
    const { origin, pathname, search } = verdict.url;
    const target = { pool: createPool(origin), path: `${pathname}${search}` };
    if (targets.size >= TARGET_CACHE_MAX) targets.clear();
    targets.set(url, target);
    return target;
  }

  function start(
    url: string,
    { headers, body, timeoutMs = EGRESS_TIMEOUT_MS, signal }: EgressRequest,
    settle: Settle,
  ) {
    if (isClosed) throw new Error("The egress client is closed.");
    signal?.throwIfAborted();
    const { pool, path } = targetOf(url);
    const request = { path, headers: { ...headers, "accept-encoding": "identity" }, body, timeoutMs, signal };
    underWay += 1;
    new Exchange(pool, request, (error, response) => {
      underWay -= 1;
      if (underWay === 0) drained?.();
      if (error instanceof EgressError && error.kind === "blocked_address") logDeniedUrl(url, error.reason);
      settle(error, response);
    });
  }

  return {
    post(url, request) {
      return new Promise((resolve, reject) => {
        start(url, request, (error, response) => (response ? resolve(response) : reject(error)));
      });
    },
    async close() {
      isClosed = true;
      if (underWay > 0) {
        await new Promise<void>((resolve) => {
          drained = resolve;
        });
      }
      for (const connection of [...idle.values()].flat()) connection.destroy();
      idle.clear();
    },
  };
}
