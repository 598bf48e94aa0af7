import "server-only";
import type { EventTypeDefinition } from "@/features/event-types/definition";
import { findEventTypes, unknownTypeMessages } from "@/features/event-types/find";
import type { PublishEvent } from "@/features/events/schema";
import type { Context } from "@/lib/context";
import { InvalidError, type Issue } from "@/lib/errors";
import { CostlyPatternError, withPatternLimit } from "@/lib/json-schema/linear-regexp";
import { MAX_WORK } from "@/lib/json-schema/work";

type Payload = Pick<PublishEvent, "type" | "data">;

/**
 * Throws InvalidError for each event whose type is unknown, or whose data does not fit the type's schema as it is at this moment; `pathOf` leads
 * to the event within the body. Asks the database once at most, and not at all where all types are built in.
 */
export async function assertPayloadsFit(
  ctx: Context,
  events: readonly Payload[],
  pathOf: (index: number) => string[] = () => [],
): Promise<void> {
  const names = events.map(({ type }) => type);
  const types = await findEventTypes(ctx, names);
  const messages = await unknownTypeMessages(
    ctx,
    names.filter((name) => !types.has(name)),
  );
  assertFeasible(types, events);
  const issues = checked(() =>
    events.flatMap(({ type, data }, index) =>
      issuesOf(types.get(type), data, messages.get(type)).map(({ path, message }) => ({
        path: [...pathOf(index), path].join("."),
        message,
      })),
    ),
  );
  const [first] = issues;
  if (first) throw new InvalidError(`${first.path}: ${first.message}`, issues);
}

/** Nobody else is served while values are held against their schemas. */
function assertFeasible(types: ReadonlyMap<string, EventTypeDefinition>, events: readonly Payload[]): void {
  const work = events.reduce((sum, { type, data }) => sum + (types.get(type)?.workOf(data) ?? 0), 0);
  if (work > MAX_WORK) throw tooMuchWork();
}

function checked(check: () => Issue[]): Issue[] {
  try {
    return withPatternLimit(check);
  } catch (error) {
    throw error instanceof CostlyPatternError ? tooMuchWork() : error;
  }
}

function tooMuchWork(): InvalidError {
  return new InvalidError(
    "There is too much to check: the data is too long for so costly a schema. Send fewer or smaller events in one call, or have an admin make the schema simpler.",
    [],
  );
}

function issuesOf(type: EventTypeDefinition | undefined, data: unknown, message = "Unknown."): Issue[] {
  if (!type) return [{ path: "type", message }];
  return type
    .check(data)
    .map((issue) => ({ ...issue, path: ["data", issue.path].filter(Boolean).join(".") }));
}
