import "server-only";
import { database, transaction } from "@/db/client";
import { customEventTypes } from "@/db/schema";
import { applyChange } from "@/features/audit/change";
import { recordAudit } from "@/features/audit/record";
import {
  auditedFields,
  EVENT_TYPE,
  isOwn,
  lockEventType,
  targetOf,
  writeEventType,
} from "@/features/event-types/change";
import { getEventType } from "@/features/event-types/queries";
import { assertRoom, assertUnlisted, assertUsable, authorizeCatalog } from "@/features/event-types/rules";
import type { CreateEventType, EventTypeView, UpdateEventType } from "@/features/event-types/schema";
import { actorUserId, type Context } from "@/lib/context";
import { AppError } from "@/lib/errors";

/** Throws a conflict at `type` when there is one of this name, and InvalidError for a schema that can't be used or a sample that does not fit. */
export async function createEventType(ctx: Context, input: CreateEventType): Promise<EventTypeView> {
  authorizeCatalog(ctx);
  assertUsable(input);
  const { type: name, schema, sample, ...columns } = input;
  return transaction(async () => {
    await assertRoom(ctx);
    const [row] = await database()
      .insert(customEventTypes)
      .values({
        ...columns,
        organizationId: ctx.organizationId,
        name,
        schema: JSON.stringify(schema),
        sample: JSON.stringify(sample),
        createdBy: actorUserId(ctx),
      })
      .onConflictDoNothing()
      .returning({ id: customEventTypes.id });
    if (!row) throw nameTaken(name);
    const created = await getEventType(ctx, name);
    await recordAudit(ctx, {
      action: "event_type.created",
      target: targetOf(created),
      changes: Object.fromEntries(
        Object.entries(auditedFields(created)).map(([field, to]) => [field, { from: null, to }]),
      ),
    });
    return created;
  });
}

/** What is being published meanwhile goes by the schema that it found. */
export async function updateEventType(
  ctx: Context,
  type: string,
  input: UpdateEventType,
): Promise<EventTypeView> {
  authorizeCatalog(ctx);
  return applyChange(ctx, EVENT_TYPE, type, ({ before }) => {
    if (input.schema ?? input.sample) assertUsable({ ...before, ...input });
    return { action: "event_type.updated", write: () => writeEventType(ctx, type, input) };
  });
}

/** Its events stay, and what waits of it is sent. Throws ConflictError while a subscription lists it by name. */
export async function deleteEventType(ctx: Context, type: string): Promise<void> {
  authorizeCatalog(ctx);
  await transaction(async () => {
    const { before } = await lockEventType(ctx, type, "update");
    await assertUnlisted(ctx, type);
    await database().delete(customEventTypes).where(isOwn(ctx, type));
    await recordAudit(ctx, { action: "event_type.deleted", target: targetOf(before) });
  });
}

function nameTaken(name: string): AppError {
  const message = `There is an event type ${name} already. Choose another name, or change that one.`;
  return new AppError("conflict", message, { issues: [{ path: "type", message }] });
}
