import { type IncomingMessage, type ServerResponse, STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import type { AppError } from "@/lib/errors";
import { toProblem } from "@/lib/problem";
import { currentRequestId, newRequestId, noteRequest } from "@/lib/request-log";

export interface Reply {
  status: number;
  body: object;
  headers?: Record<string, string>;
}

/** How long a client may take to read a last answer, and to send on what was refused unread. */
export const LINGER_MS = 1_000;

export function answer(res: ServerResponse, { status, body, headers = {} }: Reply): void {
  if (status === 400) res.setHeader("connection", "close");
  const text = JSON.stringify(body);
  res.writeHead(status, {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(text),
    "cache-control": "no-store",
    ...headers,
  });
  res.end(text);
}

export function refuse(res: ServerResponse, error: AppError): void {
  const requestId = currentRequestId();
  noteRequest({ code: error.code, detail: error.message });
  answer(res, toProblem(error, requestId));
}

/** Answers on the bare connection, since there is no request to answer, and closes it whether or not the other side does. */
export function refuseConnection(socket: Socket, error: AppError): void {
  const { status, headers, body } = toProblem(error, newRequestId());
  const text = JSON.stringify(body);
  const fields = { ...headers, "content-length": Buffer.byteLength(text), connection: "close" };
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}`);
  socket.end([`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines, "", text].join("\r\n"));
  setTimeout(() => socket.destroy(), LINGER_MS).unref();
}

/** A body that was refused unread would hold up the next request on its connection: it is thrown away, or the connection is. */
export function discardBody(req: IncomingMessage, socket: Socket): void {
  if (req.complete) return;
  req.resume();
  setTimeout(() => {
    if (!req.complete) socket.destroy();
  }, LINGER_MS).unref();
}
