import { frame, type Handler } from "@/app/api/_lib/frame";
import { openSurface } from "@/app/api/_lib/surfaces";
import type { Dialect } from "@/lib/dialect";
import { AppError } from "@/lib/errors";
import { ownValue } from "@/lib/own-path";

const ELSEWHERE = {
  own: nothingHere(),
  reply_v3: nothingHere("reply_v3"),
  rest_hooks: nothingHere("rest_hooks"),
};

const DIALECTS: Readonly<Record<string, Dialect>> = { v3: "reply_v3", webhooks: "rest_hooks" };

/** Whatever no other route answers. Without it Next would send its page for people. */
const handler: Handler = Object.assign(
  async (...[request, route]: Parameters<Handler>) => {
    const [, , first = ""] = new URL(request.url).pathname.split("/");
    return ELSEWHERE[ownValue(DIALECTS, first) ?? "own"](request, route);
  },
  { place: "/api" },
);

function nothingHere(dialect?: Dialect): Handler {
  return frame(openSurface(dialect), "/api", async () => {
    throw new AppError(
      "not_found",
      "There is nothing at this address. GET /api/v1/openapi.json lists every operation.",
    );
  });
}

export {
  handler as DELETE,
  handler as GET,
  handler as HEAD,
  handler as OPTIONS,
  handler as PATCH,
  handler as POST,
  handler as PUT,
};
