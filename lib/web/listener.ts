import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { clientAddress, rewriteClientHeaders } from "@/lib/client-address";
import { AppError, MalformedError } from "@/lib/errors";
import { hasReadableForm } from "@/lib/form-guard";
import { createGate, SIGN_IN_LIMITS } from "@/lib/gate";
import { limitedAddress } from "@/lib/limited-address";
import { log } from "@/lib/log";
import { refusalOf } from "@/lib/refusal";
import { noteRequest, withRequestLog } from "@/lib/request-log";
import { kindOf, servedUrl } from "@/lib/request-path";
import { secure } from "@/lib/security-headers";
import { answer, discardBody, type Reply, refuse } from "@/lib/web/answer";

export type Handle = (req: IncomingMessage, res: ServerResponse) => Promise<void>;

interface Site {
  isDev: boolean;
  appUrl: string;
  trustedHops: number;
  isDraining: () => boolean;
  /** Whether a request is the process's own, which has no line in the log. */
  isOwn: (req: IncomingMessage) => boolean;
  readiness: () => Promise<Reply>;
  handle: Handle;
}

/** What every request passes before the framework sees it: headers of ours, refusals, the log, and for forms the gate. */
export function createListener(site: Site): RequestListener {
  const pass = createPass(site);

  return (req, res) => {
    const called = req.url ?? "/";
    const url = servedUrl(called);
    req.url = url;
    if (site.isDraining()) res.setHeader("connection", "close");
    secure({ url, headers: req.headers }, res, site);
    // Read now: a request whose body is given up has no connection any more.
    const { socket } = req;
    res.once("finish", () => discardBody(req, socket));
    const refusal = refusalOf(req);
    if (!refusal && url === "/healthz") return answer(res, { status: 200, body: { status: "ok" } });
    if (!refusal && url === "/readyz") return void site.readiness().then((reply) => answer(res, reply));
    const serve = () => void pass(req, res, { refusal, called }).catch((error: unknown) => fail(res, error));
    if (site.isOwn(req)) serve();
    else withRequestLog(req, res, serve);
  };
}

interface Passing {
  refusal: AppError | undefined;
  /** The address as it stood in the request. */
  called: string;
}

function createPass({ trustedHops, handle }: Site) {
  // Of the pages that take forms most are for signing in, and anybody may send one of those.
  const formGate = createGate("forms", SIGN_IN_LIMITS);

  async function passForm(req: IncomingMessage, res: ServerResponse, address: string): Promise<void> {
    const closed = new Promise<void>((resolve) => res.once("close", resolve));
    await formGate(async () => {
      if (!res.closed) await Promise.race([handle(req, res), closed]);
    }, limitedAddress(address));
  }

  return async (req: IncomingMessage, res: ServerResponse, { refusal, called }: Passing): Promise<void> => {
    const url = req.url ?? "/";
    const peer = { socketAddress: req.socket.remoteAddress, trustedHops };
    const address = clientAddress(req.headers["x-forwarded-for"], peer);
    noteRequest({ ip: address });
    if (refusal) throw refusal;
    rewriteClientHeaders(req.headers, peer, called);
    const isApi = kindOf(url) === "api";
    if (!isApi && !(await hasReadableForm(req)))
      throw new MalformedError("The form can't be read. Reload the page and send it again.");
    if (!isApi && req.method === "POST") await passForm(req, res, address);
    else await handle(req, res);
  };
}

function fail(res: ServerResponse, error: unknown): void {
  const known = error instanceof AppError;
  if (!known) log.error({ err: error }, "request failed outside its handler");
  if (res.headersSent) res.destroy();
  else refuse(res, known ? error : new AppError("internal", "Try again in a few minutes."));
}
