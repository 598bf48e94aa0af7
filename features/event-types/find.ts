import "server-only";
import { and, eq, inArray, or, sql } from "drizzle-orm";
import { database } from "@/db/client";
import { customEventTypes } from "@/db/schema";
import { EVENT_TYPES, isEventType } from "@/features/event-catalog/names";
import { isEventPattern, matchesPattern, wildcardPrefix } from "@/features/event-catalog/patterns";
import { builtInType, customType, type EventTypeDefinition } from "@/features/event-types/definition";
import { selectCustomTypes } from "@/features/event-types/queries";
import type { Context } from "@/lib/context";
import { assertNoIssues } from "@/lib/errors";
import { nearest } from "@/lib/nearest";

const MAX_SUGGESTIONS = 10;

/** The event types of these names, by name; what is none is left out. No query where all are built in, else one. */
export async function findEventTypes(
  ctx: Context,
  names: Iterable<string>,
): Promise<Map<string, EventTypeDefinition>> {
  const wanted = [...new Set(names)];
  const others = wanted.filter((name) => !isEventType(name));
  const custom =
    others.length > 0 ? await selectCustomTypes(ctx, inArray(customEventTypes.name, others)) : [];
  const found = [...wanted.filter(isEventType).map(builtInType), ...custom.map(customType)];
  return new Map(found.map((type) => [type.type, type]));
}

/**
 * Throws InvalidError at `<path>.<index>` for each pattern that is no event type and covers none. Those `listed` before are not asked about
 * again: a wildcard may outlive the types that it covered. What is found stays until the transaction ends.
 */
export async function assertEventPatterns(
  ctx: Context,
  patterns: string[],
  path: string,
  listed: string[] = [],
): Promise<void> {
  const asked = patterns.filter((pattern) => !isEventPattern(pattern) && !listed.includes(pattern));
  if (asked.length === 0) return;
  const covered = await lockCovered(ctx, asked);
  const unknown = asked.filter((pattern) => !covered.some((name) => matchesPattern(pattern, name)));
  if (unknown.length === 0) return;
  const meant = suggestions(unknown, await listNames(ctx));
  assertNoIssues(
    unknown.map((pattern, index) => ({
      path: `${path}.${patterns.indexOf(pattern)}`,
      message: `Not an event type of the catalog, nor a wildcard that matches one.${meant[index]} GET /api/v1/event-types lists them.`,
    })),
  );
}

/** What each of these names, which are no types, is answered with. */
export async function unknownTypeMessages(ctx: Context, unknown: string[]): Promise<Map<string, string>> {
  if (unknown.length === 0) return new Map();
  const types = [...new Set(unknown)];
  const meant = suggestions(types, await listNames(ctx));
  return new Map(
    types.map((type, index) => [
      type,
      `Not an event type of the catalog.${meant[index]} GET /api/v1/event-types lists them.`,
    ]),
  );
}

/** What to say after each of the words: looking for what is meant takes time, so only the first of them get more than nothing. */
function suggestions(words: string[], names: string[]): string[] {
  return words.map((word, index) => {
    const name = index < MAX_SUGGESTIONS ? nearest(word, names) : undefined;
    return name ? ` Did you mean ${name}?` : "";
  });
}

/** Own types that any of the patterns covers, which nobody can delete now. */
async function lockCovered(ctx: Context, patterns: string[]): Promise<string[]> {
  const prefixes = patterns.flatMap((pattern) => wildcardPrefix(pattern) ?? []);
  const rows = await database()
    .select({ name: customEventTypes.name })
    .from(customEventTypes)
    .where(
      and(
        eq(customEventTypes.organizationId, ctx.organizationId),
        or(
          inArray(customEventTypes.name, patterns),
          ...prefixes.map((prefix) => sql`starts_with(${customEventTypes.name}, ${prefix})`),
        ),
      ),
    )
    .orderBy(customEventTypes.id)
    .for("key share");
  return rows.map(({ name }) => name);
}

async function listNames(ctx: Context): Promise<string[]> {
  const rows = await database()
    .select({ name: customEventTypes.name })
    .from(customEventTypes)
    .where(eq(customEventTypes.organizationId, ctx.organizationId));
  return [...EVENT_TYPES, ...rows.map(({ name }) => name)];
}
