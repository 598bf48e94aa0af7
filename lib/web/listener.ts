import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { clientAddress, rewriteClientHeaders } from "@/lib/client-address";
import { AppError, MalformedError } from "@/lib/errors";
import { hasReadableForm } from "@/lib/form-guard";
import { createGate, SIGN_IN_LIMITS } from "@/lib/gate";
import { limitedAddress } from "@/lib/limited-address";
import { log } from "@/lib/log";
import { refusalOf } from "@/lib/refusal";
import { noteRequest, withRequestLog } from "@/lib/request-log";
import { kindOf } from "@/lib/request-path";
import { secure } from "@/lib/security-headers";
import { answer, discardBody, type Reply, refuse } from "@/lib/web/answer";

interface Site {
  isDev: boolean;
  appUrl: string;
  trustedHops: number;
  isDraining: () => boolean;
  readiness: () => Promise<Reply>;
  /** Next's. */
  handle: (req: IncomingMessage, res: ServerResponse) => Promise<void>;
}

/** What every request passes before the framework sees it: headers of ours, refusals, the log, and for forms the gate. */
export function createListener(site: Site): RequestListener {
  // The pages that take forms are for signing in.
  const formGate = createGate(SIGN_IN_LIMITS);

  const passForm = async (req: IncomingMessage, res: ServerResponse, address: string) => {
    if (!(await hasReadableForm(req)))
      throw new MalformedError("The form can't be read. Reload the page and send it again.");
    const closed = new Promise<void>((resolve) => res.once("close", resolve));
    await formGate(async () => {
      if (!res.closed) await Promise.race([site.handle(req, res), closed]);
    }, limitedAddress(address));
  };

  const pass = async (req: IncomingMessage, res: ServerResponse) => {
    const refusal = refusalOf(req);
    const peer = { socketAddress: req.socket.remoteAddress, trustedHops: site.trustedHops };
    const address = clientAddress(req.headers["x-forwarded-for"], peer);
    noteRequest({ address });
    if (refusal) throw refusal;
    rewriteClientHeaders(req.headers, peer);
    // Pages can't ask Next for their own path, and a redirect to sign-in wants it.
    req.headers["x-replify-path"] = req.url ?? "/";
    if (isForm(req)) await passForm(req, res, address);
    else await site.handle(req, res);
  };

  return (req, res) => {
    const url = req.url ?? "/";
    if (site.isDraining()) res.setHeader("connection", "close");
    secure({ url, headers: req.headers }, res, site);
    res.once("finish", () => discardBody(req));
    if (url === "/healthz" && !refusalOf(req)) return answer(res, { status: 200, body: { status: "ok" } });
    if (url === "/readyz" && !refusalOf(req))
      return void site.readiness().then((reply) => answer(res, reply));
    withRequestLog(req, res, () => {
      pass(req, res).catch((error: unknown) => fail(res, error));
    });
  };
}

function isForm({ method, url = "" }: IncomingMessage): boolean {
  return method === "POST" && kindOf(url) === "page";
}

function fail(res: ServerResponse, error: unknown): void {
  const known = error instanceof AppError;
  if (!known) log.error({ err: error }, "request failed outside its handler");
  if (res.headersSent) res.destroy();
  else refuse(res, known ? error : new AppError("internal", "Try again in a few minutes."));
}
