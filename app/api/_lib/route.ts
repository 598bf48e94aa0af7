import type * as z from "zod";
import { readJson } from "@/app/api/_lib/body";
import { parseInput, queryObject } from "@/app/api/_lib/parse";
import { problemResponse } from "@/app/api/_lib/problem";
import { contextFromRequest } from "@/features/auth/context";
import { type Answer, withIdempotencyKey } from "@/features/auth/idempotency";
import { newRequestId } from "@/features/auth/system-context";
import { authorize, type Context } from "@/lib/context";
import type { Endpoint, Method } from "@/lib/endpoint";
import { AppError } from "@/lib/errors";
import { log } from "@/lib/log";

interface HandlerInput<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> {
  ctx: Context;
  params: z.output<P>;
  query: z.output<Q>;
  body: z.output<B>;
}

interface RouteContext {
  params: Promise<Record<string, string | string[] | undefined>>;
}

export type Handler = (request: Request, route: RouteContext) => Promise<Response>;

/**
 * Serves one endpoint: authenticate → authorize → parse → handle → check and send the answer. Whatever throws on the way ends in
 * one problem+json answer, and every call in one log line.
 */
export function route<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
  endpoint: Endpoint<P, Q, B, R>,
  handle: (input: HandlerInput<P, Q, B>) => Promise<z.input<R>>,
): Handler {
  return async (request, { params }) => {
    const requestId = newRequestId();
    const startedAt = performance.now();
    let ctx: Context | undefined;
    let response: Response;
    try {
      ctx = await contextFromRequest(request, requestId);
      if (endpoint.access !== "signed-in") authorize(ctx, endpoint.access);
      response = await serve(endpoint, handle, { request, ctx, params: await params });
    } catch (error) {
      response = problemResponse(error, requestId);
    }
    log.info(
      {
        requestId,
        method: request.method,
        route: endpoint.path,
        status: response.status,
        ms: Math.round(performance.now() - startedAt),
        organizationId: ctx?.organizationId,
        actor: ctx?.actor.type,
      },
      "request",
    );
    return response;
  };
}

/** Exports for a route file; methods without a handler answer 405 with `Allow`. */
export function methods(handlers: Partial<Record<Method, Handler>>): Record<Method, Handler> {
  const allow = Object.keys(handlers).join(", ");
  const refuse: Handler = async (request) =>
    problemResponse(
      new AppError("method_not_allowed", `${request.method} is not offered here. Use ${allow}.`, {
        headers: { allow },
      }),
      newRequestId(),
    );
  return { GET: refuse, POST: refuse, PUT: refuse, PATCH: refuse, DELETE: refuse, ...handlers };
}

async function serve<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
  endpoint: Endpoint<P, Q, B, R>,
  handle: (input: HandlerInput<P, Q, B>) => Promise<z.input<R>>,
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
  const answer = async (): Promise<Answer> => {
    const result = await handle(input);
    if (endpoint.status === 204) return { status: 204, body: null };
    return { status: endpoint.status, body: JSON.stringify(endpoint.response.parse(result)) };
  };
  const key = request.method === "POST" ? request.headers.get("idempotency-key") : null;
  if (key === null) return respond(await answer(), ctx.requestId);
  const keyed = { key, method: request.method, path: url.pathname, body: raw.text };
  const { replayed, ...stored } = await withIdempotencyKey(ctx, keyed, answer);
  return respond(stored, ctx.requestId, replayed ? { "idempotency-replayed": "true" } : {});
}

function respond(answer: Answer, requestId: string, headers: Record<string, string> = {}): Response {
  return new Response(answer.body, {
    status: answer.status,
    headers: {
      ...(answer.body === null ? {} : { "content-type": "application/json" }),
      "cache-control": "private, no-store",
      "x-content-type-options": "nosniff",
      "x-request-id": requestId,
      ...headers,
    },
  });
}
