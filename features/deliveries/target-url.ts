import "server-only";
import { eq, type SQL, sql } from "drizzle-orm";
import { subscriptions } from "@/db/schema";
import { contains } from "@/db/search-text";
import type { Context } from "@/lib/context";
import { maskQuery } from "@/lib/mask-url";

/** The target as the caller may see it. Whole for whoever may change it: their programs find a subscription by its URL. */
export function shownTarget(ctx: Context, url: string): string {
  return maySeeWhole(ctx) ? url : maskQuery(url);
}

/** Finds nothing by what the caller isn't shown: a search that does would tell it, letter by letter. */
export function targetContains(ctx: Context, q: string): SQL | undefined {
  if (maySeeWhole(ctx)) return contains(subscriptions.targetUrl, q);
  return contains(sql`split_part(split_part(${subscriptions.targetUrl}, '?', 1), '#', 1)`, q);
}

/** The target with exactly this URL. What is masked in it for the caller can't be tried out either. */
export function targetIs(ctx: Context, url: string): SQL {
  return shownTarget(ctx, url) === url ? eq(subscriptions.targetUrl, url) : sql`false`;
}

function maySeeWhole(ctx: Context): boolean {
  return ctx.permissions.has("subscriptions:write");
}
