import type * as z from "zod";
import { assertSession, contextFromRequest } from "@/app/api/_lib/authenticate";
import { type Call, frame, type Handler } from "@/app/api/_lib/frame";
import { parseInput, queryObject } from "@/app/api/_lib/parse";
import { REST } from "@/app/api/_lib/surfaces";
import { actorLabel, authorize, type Context } from "@/lib/context";
import { openEventStream } from "@/lib/live/streams";
import { followTail, type LiveRow } from "@/lib/live/tails";
import { PAGE_LIMIT, type Page } from "@/lib/pagination";
import type { Scope } from "@/lib/scopes";

/** As many rows as a browser keeps. */
const MAX_ROWS = 500;

interface LiveList<P extends z.ZodType, Q extends z.ZodObject> {
  path: `/api/live/${string}`;
  access: Scope;
  params?: P;
  query: Q;
  list(
    ctx: Context,
    params: z.output<P>,
    query: z.output<Q> & { from: string | undefined; limit: number },
  ): Promise<Page<LiveRow>>;
}

/**
 * A list as server-sent events: each message has the rows that are new or look different, newest first. For our own screens: it takes the session
 * of a member, ends with it and with its rights, and is no part of the API.
 */
export function liveRoute<P extends z.ZodType, Q extends z.ZodObject>(live: LiveList<P, Q>): Handler {
  return frame(REST, live.path, async (call, ctx) => {
    assertSession(ctx);
    authorize(ctx, live.access);
    const params = parseInput(live.params, call.params);
    const { searchParams } = new URL(call.request.url);
    const query = parseInput(live.query, queryObject(searchParams));
    const read = async (since: string | undefined) => {
      const limit = since === undefined ? PAGE_LIMIT : MAX_ROWS;
      return (await live.list(ctx, params, { ...query, from: since, limit })).data;
    };
    // What is refused is refused now, as later there is no answer left to say it in.
    await read(undefined);
    const key = JSON.stringify([ctx.organizationId, [...ctx.permissions].sort(), live.path, params, query]);
    const body = openEventStream({
      owner: `${ctx.organizationId}:${actorLabel(ctx)}`,
      isAllowed: () => mayReadOn(call, ctx),
      left: call.request.signal,
      start: (send) => followTail({ key, read }, send),
    });
    return new Response(body, {
      // Proxies may hold back what they buffer or compress.
      headers: {
        "content-type": "text/event-stream",
        "cache-control": "no-store, no-transform",
        "x-accel-buffering": "no",
      },
    });
  });
}

/** The same session in the same organization with the same rights: with others it would see other rows. */
async function mayReadOn(call: Call, ctx: Context): Promise<boolean> {
  const now = await contextFromRequest(call);
  return (
    now.organizationId === ctx.organizationId &&
    now.permissions.symmetricDifference(ctx.permissions).size === 0
  );
}
