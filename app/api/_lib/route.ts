import type * as z from "zod";
import { readJson } from "@/app/api/_lib/body";
import { parseInput, queryObject } from "@/app/api/_lib/parse";
import { problemResponse } from "@/app/api/_lib/problem";
import { noteRefusedCall } from "@/app/api/_lib/refused-calls";
import { assertConfirmed } from "@/features/auth/confirmation";
import { assertSession, contextFromRequest } from "@/features/auth/context";
import {
  limitAddress,
  limitCaller,
  limitCreating,
  limitUnauthorized,
  quotaHeaders,
} from "@/features/limits/calls";
import { type Answer, withIdempotencyKey } from "@/features/limits/idempotency";
import { authorize, type Context } from "@/lib/context";
import { type Endpoint, takesIdempotencyKey } from "@/lib/endpoint";
import { UnauthorizedError } from "@/lib/errors";
import { newRequestId } from "@/lib/request-id";
import { noteRequest } from "@/lib/request-log";

interface HandlerInput<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> {
  ctx: Context;
  params: z.output<P>;
  query: z.output<Q>;
  body: z.output<B>;
}

/** The answer's content, or a whole Response for an endpoint that `produces` something else than JSON. */
type Handle<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType> = (
  input: HandlerInput<P, Q, B>,
) => Promise<z.input<R> | Response>;

interface RouteContext {
  params: Promise<Record<string, string | string[] | undefined>>;
}

export interface Handler {
  (request: Request, route: RouteContext): Promise<Response>;
  /** What it serves; absent where a method is only refused. */
  endpoint?: Endpoint;
}

/**
 * Serves one endpoint: limit → authenticate → authorize → parse → handle → check and send the answer. Whatever throws on the way ends in
 * one problem+json answer.
 */
export function route<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
  endpoint: Endpoint<P, Q, B, R>,
  handle: Handle<P, Q, B, R>,
): Handler {
  const handler: Handler = async (request, { params }) => {
    const requestId = newRequestId();
    noteRequest({ requestId, route: endpoint.path });
    let ctx: Context | undefined;
    let limits: Record<string, string> = {};
    let response: Response;
    try {
      await limitAddress(request.headers.get("x-replify-client-address"));
      ctx = await authenticate(request, requestId);
      limits = quotaHeaders(await limitCaller(ctx));
      admit(endpoint, ctx);
      response = await serve(endpoint, handle, { request, ctx, params: await params });
    } catch (error) {
      await noteRefusedCall(error, ctx, { endpoint, request, requestId });
      response = problemResponse(error, requestId);
    }
    for (const [name, value] of Object.entries(limits)) response.headers.set(name, value);
    return response;
  };
  handler.endpoint = endpoint;
  return handler;
}

async function authenticate(request: Request, requestId: string): Promise<Context> {
  try {
    return await contextFromRequest(request, requestId);
  } catch (error) {
    if (error instanceof UnauthorizedError)
      await limitUnauthorized(request.headers.get("x-replify-client-address"));
    throw error;
  }
}

function admit({ access, sensitivity }: Endpoint, ctx: Context): void {
  if (access === "session") assertSession(ctx);
  else if (access !== "signed-in" && access !== "public") authorize(ctx, access);
  if (sensitivity) assertConfirmed(ctx, sensitivity);
}

async function serve<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
  endpoint: Endpoint<P, Q, B, R>,
  handle: Handle<P, Q, B, R>,
  call: { request: Request; ctx: Context; params: Record<string, unknown> },
): Promise<Response> {
  const { request, ctx } = call;
  const url = new URL(request.url);
  const raw = endpoint.body ? await readJson(request) : { value: undefined, text: "" };
  const input: HandlerInput<P, Q, B> = {
    ctx,
    params: parseInput(endpoint.params, call.params),
    query: parseInput(endpoint.query, queryObject(url.searchParams)),
    body: parseInput(endpoint.body, raw.value),
  };
  if (endpoint.produces) return download(await handle(input), ctx.requestId);
  const answer = async (): Promise<Answer> => {
    const result = await limitCreating(endpoint, ctx, () => handle(input));
    if (endpoint.status === 204) return { status: 204, body: null };
    return { status: endpoint.status, body: JSON.stringify(endpoint.response.parse(result)) };
  };
  const key = takesIdempotencyKey(endpoint) ? request.headers.get("idempotency-key") : null;
  if (key === null) return respond(await answer(), ctx.requestId);
  const keyed = { key, method: request.method, path: url.pathname + url.search, body: raw.text };
  const { replayed, ...stored } = await withIdempotencyKey(ctx, keyed, answer);
  return respond(stored, ctx.requestId, replayed ? { "idempotency-replayed": "true" } : {});
}

function respond(answer: Answer, requestId: string, headers: Record<string, string> = {}): Response {
  return new Response(answer.body, {
    status: answer.status,
    headers: {
      ...(answer.body === null ? {} : { "content-type": "application/json" }),
      ...commonHeaders(requestId),
      ...headers,
    },
  });
}

function download(response: unknown, requestId: string): Response {
  if (!(response instanceof Response))
    throw new Error("an endpoint that produces a download returns a Response");
  for (const [name, value] of Object.entries(commonHeaders(requestId))) response.headers.set(name, value);
  return response;
}

function commonHeaders(requestId: string): Record<string, string> {
  return {
    "cache-control": "private, no-store",
    "x-content-type-options": "nosniff",
    "x-request-id": requestId,
  };
}
