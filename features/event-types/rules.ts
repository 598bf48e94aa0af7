import "server-only";
import { and, count, eq, isNull, sql } from "drizzle-orm";
import { currentTransaction, database } from "@/db/client";
import { customEventTypes, subscriptions } from "@/db/schema";
import { checkerOf } from "@/features/event-types/definition";
import { type EventTypeView, MAX_SAMPLE_BYTES } from "@/features/event-types/schema";
import { authorize, type Context } from "@/lib/context";
import { assertNoIssues, ConflictError, ForbiddenError, type Issue } from "@/lib/errors";
import { plainNumbers } from "@/lib/exact-number";
import { CostlyPatternError, withPatternLimit } from "@/lib/json-schema/linear-regexp";
import { schemaIssues } from "@/lib/json-schema/schema-issues";
import { MAX_WORK } from "@/lib/json-schema/work";

const MAX_EVENT_TYPES = 100;

/** Every publisher has a token with events:write; what all publishers and receivers go by takes an admin besides, or a token of theirs. */
export function authorizeCatalog(ctx: Context): void {
  authorize(ctx, "events:write");
  const rights = ctx.actor.type === "token" ? ctx.actor.ownerMay : ctx.permissions;
  // The one right that admins alone have.
  if (rights?.has("team:write")) return;
  throw new ForbiddenError("Only an admin, or a token of theirs, can add, change or delete event types.");
}

/** Throws InvalidError at `schema` for one that can't be used, and at `sample` for one that does not fit it. */
export function assertUsable({ schema, sample }: Pick<EventTypeView, "schema" | "sample">): void {
  assertNoIssues(below("schema", schemaIssues(Object(plainNumbers(schema)))));
  if (Buffer.byteLength(JSON.stringify(sample)) > MAX_SAMPLE_BYTES)
    assertNoIssues([{ path: "sample", message: `A sample may have at most ${MAX_SAMPLE_BYTES} bytes.` }]);
  const checker = checkerOf(schema);
  if (checker.workOf(sample) > MAX_WORK)
    assertNoIssues([{ path: "sample", message: "It is too long for so costly a schema. Shorten it." }]);
  assertNoIssues(
    below(
      "sample",
      checkedSample(() => checker.check(sample)),
    ),
  );
}

function checkedSample(check: () => Issue[]): Issue[] {
  try {
    return withPatternLimit(check);
  } catch (error) {
    if (!(error instanceof CostlyPatternError)) throw error;
    return [{ path: "", message: "It is too long for so costly a pattern. Shorten it." }];
  }
}

function below(field: string, issues: Issue[]): Issue[] {
  return issues.map(({ path, message }) => ({ path: [field, path].filter(Boolean).join("."), message }));
}

/** One addition at a time, so that two can't both take the last place. */
export async function assertRoom(ctx: Context): Promise<void> {
  await currentTransaction().execute(
    sql`select pg_advisory_xact_lock(hashtextextended(${`event types|${ctx.organizationId}`}, 0))`,
  );
  const [row] = await database()
    .select({ taken: count() })
    .from(customEventTypes)
    .where(eq(customEventTypes.organizationId, ctx.organizationId));
  if (row && row.taken < MAX_EVENT_TYPES) return;
  throw new ConflictError(
    `There are ${MAX_EVENT_TYPES} event types of your own, which is the most an organization can have. Delete one that is not needed.`,
  );
}

/** Throws ConflictError while subscriptions list the type by name: they would wait for it in vain. */
export async function assertUnlisted(ctx: Context, type: string): Promise<void> {
  const listing = await database()
    .select({ name: subscriptions.name })
    .from(subscriptions)
    .where(
      and(
        eq(subscriptions.organizationId, ctx.organizationId),
        isNull(subscriptions.deletedAt),
        sql`${type} = any(${subscriptions.eventTypes})`,
      ),
    )
    .orderBy(subscriptions.id)
    .limit(10);
  if (listing.length === 0) return;
  const names = listing.map(({ name }) => `“${name}”`).join(", ");
  throw new ConflictError(
    `${type} is listed by the event subscriptions ${names}. Take it out of them first.`,
  );
}
