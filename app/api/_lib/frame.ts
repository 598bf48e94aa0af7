import { isDeadlock, toAppError } from "@/app/api/_lib/known-error";
import { Refusal } from "@/features/incoming-requests/refusal";
import { limitAddress } from "@/features/limits/calls";
import { answerHeaders } from "@/lib/answer-headers";
import { clientOf } from "@/lib/client-address";
import type { Client } from "@/lib/context";
import type { Endpoint } from "@/lib/endpoint";
import type { AppError } from "@/lib/errors";
import { log } from "@/lib/log";
import { currentRequestId, noteRequest } from "@/lib/request-log";

export type RouteParams = Record<string, string | string[] | undefined>;

export interface Handler {
  (request: Request, route: { params: Promise<RouteParams> }): Promise<Response>;
  /** As declared, e.g. `/api/v1/tickets/{id}`. */
  place: string;
  /** What it serves; absent where that is not an operation of the API. */
  endpoint?: Endpoint;
}

/** One call on its way. */
export interface Call {
  request: Request;
  place: string;
  params: RouteParams;
  requestId: string;
  client: Client;
  /** What the answer carries, whatever it turns out to be. */
  headers: Headers;
}

/** Where the parts of the API differ: whom they let in, and the coat that they put on an error. */
export interface Surface<Caller> {
  authenticate: (call: Call) => Promise<Caller>;
  coat: (error: AppError, requestId: string) => Response;
  /** Hears of what was thrown before it is answered. May not fail. */
  onError?(error: unknown, call: Call, caller: Caller | undefined): Promise<void>;
}

/** What every call of the API passes: limit → authenticate → serve, and one catch. The server around it writes the one line of the log. */
export function frame<Caller>(
  surface: Surface<Caller>,
  place: string,
  serve: (call: Call, caller: Caller) => Promise<Response>,
): Handler {
  const handler = async (request: Request, { params }: { params: Promise<RouteParams> }) => {
    const client = clientOf(request.headers);
    const requestId = currentRequestId();
    const call: Call = { request, place, params: await params, requestId, client, headers: new Headers() };
    noteRequest({ route: place });
    let caller: Caller | undefined;
    try {
      await limitAddress(client.ip);
      caller = await surface.authenticate(call);
      return finish(await serve(call, caller), call);
    } catch (error) {
      await surface.onError?.(error, call, caller);
      return finish(surface.coat(explain(error, requestId), requestId), call);
    }
  };
  return Object.assign(handler, { place });
}

/** What we did not foresee is logged with its cause and answered without it. */
function explain(error: unknown, requestId: string): AppError {
  const known = toAppError(error);
  if (known.code === "internal") log.error({ err: error, requestId }, "request failed");
  if (isDeadlock(error)) log.error({ err: error, requestId }, "two transactions waited for each other");
  // What an incoming webhook refuses may be told in the words of its payload.
  noteRequest({ code: known.code, detail: known instanceof Refusal ? undefined : known.message });
  return known;
}

/** An answer that says by itself how it may be cached is taken at its word. */
function finish(response: Response, call: Call): Response {
  for (const [name, value] of Object.entries(answerHeaders(call.requestId)))
    if (!response.headers.has(name)) response.headers.set(name, value);
  for (const [name, value] of call.headers) {
    if (name === "set-cookie") response.headers.append(name, value);
    else response.headers.set(name, value);
  }
  return response;
}
