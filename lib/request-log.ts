import { AsyncLocalStorage } from "node:async_hooks";
import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { log } from "@/lib/log";
import { processWide } from "@/lib/process-wide";
import { kindOf, readRequestPath } from "@/lib/request-path";

/** What is found out about a request on its way. */
export interface RequestFacts {
  requestId?: string;
  /** As declared, e.g. `/api/v1/tickets/{id}`. */
  route?: string;
  ip?: string;
  organizationId?: number;
  actor?: string;
  userId?: number;
  tokenId?: string;
  customerId?: string;
  /** Why it was refused: the code of the answer, and the sentence where it can repeat nothing that an outside system sent. */
  code?: string;
  detail?: string | undefined;
  /** Of a call to an incoming webhook: which, what came of it, and why it was not accepted. */
  webhookId?: string;
  incomingRequestId?: string | undefined;
  scheme?: string;
  bytes?: number;
  result?: string;
  reason?: string | undefined;
  isPossibleReplay?: boolean | undefined;
}

const current = processWide("request", () => new AsyncLocalStorage<RequestFacts>());

/** Names the request that is being served in its answer, in the log and in the audit log. Outside of one it is new each time. */
export function currentRequestId(): string {
  const known = current.getStore();
  const id = known?.requestId ?? newRequestId();
  if (known) known.requestId = id;
  return id;
}

/** Adds to the log line of the request that is being served. */
export function noteRequest(facts: RequestFacts): void {
  const known = current.getStore();
  if (known) Object.assign(known, facts);
}

/** Serves a request, and writes its one line once it is answered or given up. Files of the build have none. */
export function withRequestLog(req: IncomingMessage, res: ServerResponse, serve: () => void): void {
  const startedAt = performance.now();
  const facts: RequestFacts = {};
  res.once("close", () => {
    if (kindOf(req.url ?? "") === "static" && res.statusCode < 400) return;
    log.info(
      {
        method: req.method,
        route: placeOf(req.url ?? ""),
        status: res.statusCode,
        ms: Math.round(performance.now() - startedAt),
        ...(res.writableFinished ? {} : { aborted: true }),
        ...facts,
      },
      "request",
    );
  });
  current.run(facts, serve);
}

/** An id with its signature, say of a link in a mail. */
const SIGNED_ID = /[\w-]+\.[\w-]{43}(?=\/|$)/g;

/** A page's path. Of the API only where it begins: what follows may be a secret, unless the route says so itself. */
function placeOf(url: string): string | undefined {
  return kindOf(url) === "api" ? "/api" : readRequestPath(url)?.replace(SIGNED_ID, "{token}");
}

/** Names one call in its answer, in the log and in the audit log. */
export function newRequestId(): string {
  return `req_${randomUUID().replaceAll("-", "")}`;
}
