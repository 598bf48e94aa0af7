import { once } from "node:events";
import { IncomingMessage, request, type Server } from "node:http";
import { type Duplex, duplexPair } from "node:stream";

const LIMIT_MS = 30_000;

interface Try {
  path: string;
  /** What it may answer. */
  statuses: number[];
}

/**
 * Every layer of a page and of an API call without needing a credential. Before the set-up the page redirects. A call that is refused as one too
 * many has come as far: other processes of ours, or whoever passes for us, must not end this one by using up its limit.
 */
const TRIES: Try[] = [
  { path: "/sign-in", statuses: [200, 307] },
  { path: "/api/v1/me", statuses: [401, 429] },
];

export interface SelfProbe {
  /** The status that a request is answered with. */
  send(method: string, path: string): Promise<number>;
  /** What went wrong at the first try that failed; null when all is well. */
  run(): Promise<string | null>;
  /** Whether a request is one of ours: nobody else can open such a connection. */
  isOwn(req: IncomingMessage): boolean;
}

/** Asks the server as a client does, over connections within the process: no port, no proxy, no limit by address plays a part. */
export function createSelfProbe(server: Server, host: string): SelfProbe {
  const own = new WeakSet<object>();

  async function send(method: string, path: string): Promise<number> {
    const [near, far] = duplexPair();
    own.add(far);
    server.emit("connection", far);
    try {
      return await statusOf(near, { method, path, host });
    } finally {
      near.destroy();
      far.destroy();
    }
  }

  async function attempt({ path, statuses }: Try): Promise<string | null> {
    try {
      const status = await send("GET", path);
      return statuses.includes(status) ? null : `${path} answered ${status}`;
    } catch (error) {
      return `${path}: ${error instanceof Error ? error.message : "no answer"}`;
    }
  }

  return {
    send,
    isOwn: (req) => own.has(req.socket),
    run: async () => {
      for (const one of TRIES) {
        const problem = await attempt(one);
        if (problem) return problem;
      }
      return null;
    },
  };
}

/** The status of an answer that came whole. */
async function statusOf(
  connection: Duplex,
  { host, ...target }: { method: string; path: string; host: string },
): Promise<number> {
  const sent = request({
    ...target,
    headers: { host, connection: "close" },
    createConnection: () => connection,
    signal: AbortSignal.timeout(LIMIT_MS),
  }).end();
  const [answer] = await once(sent, "response");
  if (!(answer instanceof IncomingMessage)) throw new Error("no answer");
  for await (const _ of answer);
  return answer.statusCode ?? 0;
}
