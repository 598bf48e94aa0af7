import type * as z from "zod";
import { assertSession, contextFromRequest } from "@/app/api/_lib/authenticate";
import { type Call, frame, type Handler } from "@/app/api/_lib/frame";
import { parseInput, queryObject } from "@/app/api/_lib/parse";
import { REST } from "@/app/api/_lib/surfaces";
import { actorLabel, authorize, type Context } from "@/lib/context";
import { openEventStream } from "@/lib/live/streams";
import { followTail, type LiveRow, type Look, MAX_ROWS } from "@/lib/live/tails";
import { PAGE_LIMIT } from "@/lib/page-limit";
import type { Page } from "@/lib/pagination";
import type { Scope } from "@/lib/scopes";

/** Of how much of a log one look reads at most, however rare what is looked for is in it. */
const MAX_SCANNED = 5_000;

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
  /** When the newest `count` rows begin of what the list reads through; undefined when there are no more. */
  startOfNewest(
    ctx: Context,
    params: z.output<P>,
    query: z.output<Q>,
    count: number,
  ): Promise<string | undefined>;
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
    const read = async (from: string | undefined, limit: number) =>
      (await live.list(ctx, params, { ...query, from, limit })).data;
    const look = async (since: string | undefined): Promise<Look> => {
      const start = await live.startOfNewest(ctx, params, query, MAX_SCANNED);
      const from = later(since, start);
      return { rows: await read(from, MAX_ROWS), from };
    };
    // What is refused is refused now, as later there is no answer left to say it in.
    const newest = await read(undefined, PAGE_LIMIT);
    const key = JSON.stringify([ctx.organizationId, [...ctx.permissions].sort(), live.path, params, query]);
    const body = openEventStream({
      owner: `${ctx.organizationId}:${actorLabel(ctx)}`,
      isAllowed: () => mayReadOn(call, ctx),
      left: call.request.signal,
      start: (send) => followTail({ key, look }, newest, send),
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

function later(one: string | undefined, other: string | undefined): string | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return Date.parse(one) > Date.parse(other) ? one : other;
}

/** The same session in the same organization with the same rights: with others it would see other rows. */
async function mayReadOn(call: Call, ctx: Context): Promise<boolean> {
  const now = await contextFromRequest(call);
  return (
    now.organizationId === ctx.organizationId &&
    now.permissions.symmetricDifference(ctx.permissions).size === 0
  );
}
