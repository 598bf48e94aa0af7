import type * as z from "zod";
import { assertSession } from "@/app/api/_lib/authenticate";
import { authorizeCustomer } from "@/app/api/_lib/authenticate-customer";
import { readJson } from "@/app/api/_lib/body";
import { type Call, frame, type Handler } from "@/app/api/_lib/frame";
import { jsonAnswer } from "@/app/api/_lib/json-answer";
import { parseInput, queryObject } from "@/app/api/_lib/parse";
import { CUSTOMER, DIALECTS, REST } from "@/app/api/_lib/surfaces";
import { assertConfirmed } from "@/features/auth/confirmation";
import { limitCreating } from "@/features/limits/calls";
import { type Answer, withIdempotencyKey } from "@/features/limits/idempotency";
import { authorize, type Context } from "@/lib/context";
import { type Access, type CustomerAccess, type Endpoint, takesIdempotencyKey } from "@/lib/endpoint";

interface HandlerInput<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> {
  ctx: Context;
  params: z.output<P>;
  query: z.output<Q>;
  body: z.output<B>;
  /** Of the answer, beside what every answer has. */
  headers: Headers;
}

/** The answer's content, or a whole Response for an endpoint that `produces` something else than JSON. */
type Handle<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType> = (
  input: HandlerInput<P, Q, B>,
) => Promise<z.input<R> | Response>;

/**
 * Serves one endpoint: authorize → parse → handle → check and send the answer. The frame around it limits, authenticates, and turns whatever
 * is thrown on the way into one answer, a problem+json unless its dialect has another.
 */
export function route<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
  endpoint: Endpoint<P, Q, B, R>,
  handle: Handle<P, Q, B, R>,
): Handler {
  const { access, dialect, sensitivity } = endpoint;
  const handler =
    access === "customer:troubleshooter"
      ? frame(CUSTOMER, endpoint.path, async (call, caller) => {
          authorizeCustomer(caller, "troubleshooter");
          return serve(endpoint, handle, call, caller.ctx);
        })
      : frame(dialect ? DIALECTS[dialect] : REST, endpoint.path, async (call, ctx) => {
          authorizeCall(ctx, access);
          if (sensitivity) assertConfirmed(ctx, sensitivity);
          return serve(endpoint, handle, call, ctx);
        });
  handler.endpoint = endpoint;
  return handler;
}

function authorizeCall(ctx: Context, access: Exclude<Access, CustomerAccess>): void {
  if (access === "session") assertSession(ctx);
  else if (access !== "signed-in" && access !== "public") authorize(ctx, access);
}

async function serve<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
  endpoint: Endpoint<P, Q, B, R>,
  handle: Handle<P, Q, B, R>,
  { request, params, headers }: Call,
  ctx: Context,
): Promise<Response> {
  const url = new URL(request.url);
  const raw = endpoint.body ? await readJson(request, endpoint.maxBodyBytes) : { value: undefined, text: "" };
  const input: HandlerInput<P, Q, B> = {
    ctx,
    params: parseInput(endpoint.params, params),
    query: parseInput(endpoint.query, queryObject(url.searchParams)),
    body: parseInput(endpoint.body, raw.value),
    headers,
  };
  if (endpoint.produces) return download(await handle(input));
  const answer = async (): Promise<Answer> => {
    const result = await limitCreating(endpoint, ctx, () => handle(input));
    if (endpoint.status === 204) return { status: 204, body: null };
    return { status: endpoint.status, body: JSON.stringify(endpoint.response.parse(result)) };
  };
  const key = takesIdempotencyKey(endpoint) ? request.headers.get("idempotency-key") : null;
  if (key === null) return respond(await answer());
  const keyed = { key, method: request.method, path: url.pathname + url.search, body: raw.text };
  const { replayed, ...stored } = await withIdempotencyKey(ctx, keyed, answer);
  if (replayed) headers.set("idempotency-replayed", "true");
  return respond(stored);
}

function respond({ status, body }: Answer): Response {
  return body === null ? new Response(null, { status }) : jsonAnswer(body, { status });
}

function download(response: unknown): Response {
  if (response instanceof Response) return response;
  throw new Error("an endpoint that produces a download returns a Response");
}
