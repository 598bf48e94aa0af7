import "server-only";
import { and, asc, eq, type SQL } from "drizzle-orm";
import { database } from "@/db/client";
import { customEventTypes } from "@/db/schema";
import { EVENT_TYPES, isEventType } from "@/features/event-catalog/names";
import { builtInView } from "@/features/event-types/definition";
import type { EventTypeView, ListEventTypesQuery } from "@/features/event-types/schema";
import type { Context } from "@/lib/context";
import { NotFoundError } from "@/lib/errors";
import { parseJson } from "@/lib/parse-json";

/** The built-in types in the order of the catalog, then the organization's own by name; whoever is signed in may read them. */
export async function listEventTypes(ctx: Context, query: ListEventTypesQuery): Promise<EventTypeView[]> {
  const builtIn = query.isCustom === "true" ? [] : EVENT_TYPES.map(builtInView);
  const custom = query.isCustom === "false" ? [] : await selectCustomTypes(ctx);
  return [...builtIn, ...custom];
}

export async function getEventType(ctx: Context, type: string): Promise<EventTypeView> {
  if (isEventType(type)) return builtInView(type);
  const [custom] = await selectCustomTypes(ctx, eq(customEventTypes.name, type));
  if (!custom) throw new NotFoundError("event type");
  return custom;
}

const CUSTOM_FIRES_WHEN = "When somebody publishes it with POST /api/v1/events.";

/** The organization's own types. */
export async function selectCustomTypes(ctx: Context, condition?: SQL): Promise<EventTypeView[]> {
  const rows = await database()
    .select({
      type: customEventTypes.name,
      group: customEventTypes.group,
      description: customEventTypes.description,
      schema: customEventTypes.schema,
      sample: customEventTypes.sample,
      isDeprecated: customEventTypes.isDeprecated,
    })
    .from(customEventTypes)
    .where(and(eq(customEventTypes.organizationId, ctx.organizationId), condition))
    .orderBy(asc(customEventTypes.name));
  return rows.map(({ schema, sample, ...row }) => ({
    ...row,
    firesWhen: CUSTOM_FIRES_WHEN,
    versionNote: null,
    schema: readObject(schema),
    sample: readObject(sample),
    isCustom: true,
  }));
}

/** Written by the service, which takes records alone. */
function readObject(text: string): Record<string, unknown> {
  return parseJson(text) as Record<string, unknown>;
}
