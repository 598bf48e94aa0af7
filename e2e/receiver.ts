import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

export interface ReceivedRequest {
  method: string;
  /** Without the query. */
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  body: Buffer;
  text: string;
  receivedAt: number;
}

/** How a path answers; `failTimes` requests get `status` (500 unless given), later ones 200. */
export interface Behaviour {
  status?: number;
  headers?: Record<string, string>;
  body?: string | Buffer;
  failTimes?: number;
  /** Takes the request and never answers. */
  hang?: boolean;
  delayMs?: number;
  /** Answers only when this is settled. */
  until?: Promise<void>;
  redirectTo?: string;
  /** Overrides the above for what depends on the request, e.g. a handshake echo. */
  reply?: (request: ReceivedRequest) => Behaviour;
}

/** As a target that wants to be one answers the handshake of REST Hooks. */
export function echoHookSecret({ headers }: ReceivedRequest): Behaviour {
  const secret = headers["x-hook-secret"];
  return typeof secret === "string" ? { headers: { "X-Hook-Secret": secret } } : {};
}

export interface Receiver {
  url: string;
  port: number;
  requests: ReceivedRequest[];
  /** Until then every path answers 200. */
  behave(path: string, behaviour: Behaviour): void;
  /** The first request, past or future, for which the predicate holds. */
  waitFor(predicate: (request: ReceivedRequest) => boolean, timeoutMs?: number): Promise<ReceivedRequest>;
  /** That many requests for which the predicate holds. */
  waitForMany(
    count: number,
    predicate?: (request: ReceivedRequest) => boolean,
    timeoutMs?: number,
  ): Promise<ReceivedRequest[]>;
  stop(): Promise<void>;
}

/** Long enough for a machine that does much else: only a failure waits for its end. */
const WAIT_LIMIT_MS = 30_000;

/** A real HTTP server on loopback that remembers what it gets and answers as told. */
export async function startReceiver({ host = "127.0.0.1", port = 0 } = {}): Promise<Receiver> {
  const requests: ReceivedRequest[] = [];
  const behaviours = new Map<string, Behaviour>();
  const waiting = new Set<() => void>();

  const server = createServer(async (req, res) => {
    const request = await read(req).catch(() => undefined);
    if (!request) return;
    requests.push(request);
    for (const check of waiting) check();
    await answer(res, behaviours.get(request.path) ?? {}, request);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  const address = server.address();
  const bound = typeof address === "object" && address ? address.port : port;

  const waitForMany: Receiver["waitForMany"] = (count, predicate = () => true, timeoutMs = WAIT_LIMIT_MS) =>
    new Promise((resolve, reject) => {
      const settle = (finish: () => void) => {
        clearTimeout(timer);
        waiting.delete(check);
        finish();
      };
      const check = () => {
        const matching = requests.filter(predicate);
        if (matching.length >= count) settle(() => resolve(matching));
      };
      const timer = setTimeout(
        () => settle(() => reject(new Error(tooFew(requests, { count, timeoutMs })))),
        timeoutMs,
      );
      waiting.add(check);
      check();
    });

  return {
    url: `http://${host}:${bound}`,
    port: bound,
    requests,
    behave: (path, behaviour) => behaviours.set(path, { ...behaviour }),
    waitForMany,
    waitFor: async (predicate, timeoutMs) => first(await waitForMany(1, predicate, timeoutMs)),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function read(req: IncomingMessage): Promise<ReceivedRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  const { pathname, searchParams } = new URL(req.url ?? "/", "http://receiver");
  return {
    method: req.method ?? "",
    path: pathname,
    query: searchParams,
    headers: req.headers,
    body,
    text: body.toString("utf8"),
    receivedAt: Date.now(),
  };
}

async function answer(res: ServerResponse, behaviour: Behaviour, request: ReceivedRequest): Promise<void> {
  if (behaviour.reply) return answer(res, behaviour.reply(request), request);
  if (behaviour.hang) return;
  const { delayMs = 0, redirectTo, headers = {}, body = "" } = behaviour;
  const status = nextStatus(behaviour);
  if (delayMs > 0) await sleep(delayMs);
  await behaviour.until;
  if (redirectTo) res.writeHead(302, { ...headers, location: redirectTo }).end();
  else res.writeHead(status, headers).end(body);
}

function nextStatus(behaviour: Behaviour): number {
  const { failTimes, status } = behaviour;
  if (failTimes === undefined) return status ?? 200;
  if (failTimes === 0) return 200;
  behaviour.failTimes = failTimes - 1;
  return status ?? 500;
}

function first(requests: ReceivedRequest[]): ReceivedRequest {
  const [request] = requests;
  if (!request) throw new Error("No request matched.");
  return request;
}

function tooFew(
  requests: ReceivedRequest[],
  { count, timeoutMs }: { count: number; timeoutMs: number },
): string {
  const seen = requests.map((request) => `${request.method} ${request.path}`).join(", ") || "nothing";
  return `The receiver did not get ${count} matching request(s) within ${timeoutMs} ms; it got ${seen}.`;
}
