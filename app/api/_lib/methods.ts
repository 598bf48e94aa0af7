import { frame, type Handler, type Surface } from "@/app/api/_lib/frame";
import { openSurface } from "@/app/api/_lib/surfaces";
import type { Dialect } from "@/lib/dialect";
import type { Method } from "@/lib/endpoint";
import { AppError } from "@/lib/errors";
import { announceRoute } from "@/lib/web/api-routes";

interface MethodsOptions {
  through?: "next";
  surface?: Surface<null>;
  /** What the place answers in its own way, although it is not offered. */
  own?: Partial<Record<Method | "HEAD", Handler>>;
}

/**
 * Exports for a route file: HEAD answers as GET without its body, OPTIONS lists what is offered, all else is 405 with `Allow`. Calls don't pass
 * through Next unless the handlers need what it keeps for a request.
 */
export function methods(
  handlers: Partial<Record<Method, Handler>>,
  { through, surface = openSurface(dialectOf(handlers)), own }: MethodsOptions = {},
): Record<Method | "HEAD" | "OPTIONS", Handler> {
  const { GET } = handlers;
  const allow = [...Object.keys(handlers), ...(GET || own?.HEAD ? ["HEAD"] : []), "OPTIONS"].join(", ");
  const [place = "/api"] = Object.values(handlers).map((handler) => handler.place);
  const refuse = frame(surface, place, async ({ request }) => {
    throw new AppError("method_not_allowed", `${request.method} is not offered here. Use ${allow}.`, {
      headers: { allow },
    });
  });
  const exported = {
    GET: refuse,
    POST: refuse,
    PUT: refuse,
    PATCH: refuse,
    DELETE: refuse,
    ...handlers,
    HEAD: withoutBody(GET ?? refuse),
    ...own,
    OPTIONS: frame(surface, place, async () => new Response(null, { status: 204, headers: { allow } })),
  };
  if (through !== "next") announceRoute(place, exported);
  return exported;
}

function dialectOf(handlers: Partial<Record<Method, Handler>>): Dialect | undefined {
  return Object.values(handlers)[0]?.endpoint?.dialect;
}

function withoutBody(handler: Handler): Handler {
  const head = async (...call: Parameters<Handler>) => {
    const response = await handler(...call);
    await response.body?.cancel();
    return new Response(null, { status: response.status, headers: response.headers });
  };
  return Object.assign(head, { place: handler.place });
}
