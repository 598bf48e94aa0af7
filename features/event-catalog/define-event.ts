import type * as z from "zod";
import type { EventGroup, EventTypeIn } from "./names";

export interface EventPayload<Schema extends z.ZodObject = z.ZodObject> {
  schema: Schema;
  sample: z.input<Schema>;
  /** The same as the desk sends it, where that differs from what outside systems send. */
  ownSample?: Readonly<Record<string, unknown>>;
}

/** Exactly the types of group `G`: a record with one missing, or one of another group, does not compile. */
export type PayloadsOf<G extends EventGroup> = Record<EventTypeIn<G>, EventPayload>;

/** Pairs a schema with a sample that the compiler holds to it. */
export function defineEvent<Schema extends z.ZodObject>(
  schema: Schema,
  sample: z.input<Schema>,
): EventPayload<Schema> {
  return { schema, sample };
}
