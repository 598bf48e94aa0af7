import { problemResponse } from "@/app/api/_lib/problem";
import type { Handler } from "@/app/api/_lib/route";
import type { Method } from "@/lib/endpoint";
import { AppError } from "@/lib/errors";
import { newRequestId } from "@/lib/request-id";

/** Exports for a route file: HEAD answers as GET without its body, OPTIONS lists what is offered, all else is 405 with `Allow`. */
export function methods(
  handlers: Partial<Record<Method, Handler>>,
): Record<Method | "HEAD" | "OPTIONS", Handler> {
  const { GET } = handlers;
  const allow = [...Object.keys(handlers), ...(GET ? ["HEAD"] : []), "OPTIONS"].join(", ");
  const refuse: Handler = async (request) =>
    problemResponse(
      new AppError("method_not_allowed", `${request.method} is not offered here. Use ${allow}.`, {
        headers: { allow },
      }),
      newRequestId(),
    );
  const head: Handler = async (request, route) => {
    const response = GET ? await GET(request, route) : await refuse(request, route);
    await response.body?.cancel();
    return new Response(null, { status: response.status, headers: response.headers });
  };
  const options: Handler = async () => new Response(null, { status: 204, headers: { allow } });
  return {
    GET: refuse,
    POST: refuse,
    PUT: refuse,
    PATCH: refuse,
    DELETE: refuse,
    ...handlers,
    HEAD: head,
    OPTIONS: options,
  };
}
