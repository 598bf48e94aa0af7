import "server-only";
import { and, eq } from "drizzle-orm";
import { currentTransaction, database } from "@/db/client";
import { customEventTypes } from "@/db/schema";
import type { Changeable } from "@/features/audit/change";
import { changesBetween } from "@/features/audit/record";
import { isEventType } from "@/features/event-catalog/names";
import { getEventType } from "@/features/event-types/queries";
import type { EventTypeView, UpdateEventType } from "@/features/event-types/schema";
import type { Context } from "@/lib/context";
import { ConflictError, NotFoundError } from "@/lib/errors";

export const EVENT_TYPE: Changeable<string, EventTypeView> = {
  lock: (ctx, type) => lockEventType(ctx, type, "no key update"),
  read: getEventType,
  target: targetOf,
  difference: (before, after) => changesBetween(auditedFields(before), auditedFields(after)),
};

/** Publishing and subscribing go on while it is changed, and wait for a deletion. Throws ConflictError for a built-in type. */
export async function lockEventType(
  ctx: Context,
  type: string,
  strength: "no key update" | "update",
): Promise<{ before: EventTypeView }> {
  if (isEventType(type)) throw new ConflictError(`${type} comes with Replify, and can't be changed.`);
  const [row] = await currentTransaction()
    .select({ id: customEventTypes.id })
    .from(customEventTypes)
    .where(isOwn(ctx, type))
    .for(strength);
  if (!row) throw new NotFoundError("event type");
  return { before: await getEventType(ctx, type) };
}

export async function writeEventType(
  ctx: Context,
  type: string,
  { schema, sample, ...columns }: UpdateEventType,
): Promise<void> {
  await database()
    .update(customEventTypes)
    .set({
      ...columns,
      ...(schema && { schema: JSON.stringify(schema) }),
      ...(sample && { sample: JSON.stringify(sample) }),
    })
    .where(isOwn(ctx, type));
}

export function isOwn(ctx: Context, type: string) {
  return and(eq(customEventTypes.organizationId, ctx.organizationId), eq(customEventTypes.name, type));
}

export function targetOf({ type }: EventTypeView) {
  return { type: "event_type", id: type, name: type };
}

export function auditedFields({ group, description, schema, sample, isDeprecated }: EventTypeView) {
  return { group, description, schema, sample, isDeprecated };
}
