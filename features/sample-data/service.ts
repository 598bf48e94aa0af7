import "server-only";
import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import { currentTransaction, database, transaction } from "@/db/client";
import { SAMPLE_KINDS, type SampleKind } from "@/db/enums";
import {
  chats,
  customers,
  echoReceivers,
  incomingWebhooks,
  sampleRows,
  subscriptions,
  tickets,
} from "@/db/schema";
import { recordAudit } from "@/features/audit/record";
import { deleteCustomer } from "@/features/customers/service";
import { deleteEchoReceiver } from "@/features/echo/service";
import { deleteIncomingWebhook } from "@/features/incoming-webhooks/service";
import { makeSamples } from "@/features/sample-data/make";
import { getSampleData } from "@/features/sample-data/queries";
import type { SampleData } from "@/features/sample-data/schema";
import { deleteSubscription } from "@/features/subscriptions/service";
import { deleteTicket } from "@/features/tickets/service";
import type { Context } from "@/lib/context";
import { ForbiddenError } from "@/lib/errors";
import type { Scope } from "@/lib/scopes";

const SCOPES: Scope[] = [
  "subscriptions:write",
  "incoming_webhooks:write",
  "tickets:write",
  "chats:write",
  "customers:write",
];

/** All of it or nothing; what is there already is not added again. */
export async function addSampleData(ctx: Context): Promise<SampleData> {
  assertMayWriteAll(ctx);
  const { organizationId } = ctx;
  return transaction(async () => {
    await oneAtATime(ctx);
    const present = await getSampleData(ctx);
    if (present.isPresent) return present;
    const made = await makeSamples(ctx);
    await database()
      .insert(sampleRows)
      .values(made.map(({ kind, id: rowId }) => ({ organizationId, kind, rowId })));
    await recordAudit(ctx, { action: "sample_data.added", target: targetOf(ctx) });
    return getSampleData(ctx);
  });
}

/** Whatever is still there of it; what somebody has deleted by hand is left alone. */
export async function removeSampleData(ctx: Context): Promise<void> {
  assertMayWriteAll(ctx);
  await transaction(async () => {
    await oneAtATime(ctx);
    const rows = await database()
      .delete(sampleRows)
      .where(eq(sampleRows.organizationId, ctx.organizationId))
      .returning({ kind: sampleRows.kind, id: sampleRows.rowId });
    if (rows.length === 0) return;
    for (const kind of SAMPLE_KINDS) {
      const ids = rows.filter((row) => row.kind === kind).map(({ id }) => id);
      for (const id of await REMOVERS[kind].find(ctx, ids)) await REMOVERS[kind].remove(ctx, id);
    }
    await recordAudit(ctx, { action: "sample_data.removed", target: targetOf(ctx) });
  });
}

interface Remover {
  /** Those that are still there, in one order for all who lock them. */
  find(ctx: Context, ids: string[]): Promise<string[]>;
  remove(ctx: Context, id: string): Promise<unknown>;
}

const REMOVERS: Record<SampleKind, Remover> = {
  subscription: { find: (ctx, ids) => living(ctx, subscriptions, ids), remove: deleteSubscription },
  echo_receiver: {
    find: async ({ organizationId }, ids) =>
      idsOf(
        await database()
          .select({ id: echoReceivers.id })
          .from(echoReceivers)
          .where(and(eq(echoReceivers.organizationId, organizationId), inArray(echoReceivers.id, ids))),
      ),
    remove: deleteEchoReceiver,
  },
  incoming_webhook: { find: (ctx, ids) => living(ctx, incomingWebhooks, ids), remove: deleteIncomingWebhook },
  ticket: { find: (ctx, ids) => living(ctx, tickets, ids), remove: deleteTicket },
  // Chats end, and are never deleted; a sample was none.
  chat: {
    find: async (_, ids) => ids,
    remove: ({ organizationId }, id) =>
      database()
        .delete(chats)
        .where(and(eq(chats.organizationId, organizationId), eq(chats.id, id))),
  },
  customer: { find: (ctx, ids) => living(ctx, customers, ids), remove: deleteCustomer },
};

async function living(
  { organizationId }: Context,
  table: typeof subscriptions | typeof incomingWebhooks | typeof tickets | typeof customers,
  ids: string[],
): Promise<string[]> {
  const rows = await database()
    .select({ id: table.id })
    .from(table)
    .where(and(eq(table.organizationId, organizationId), inArray(table.id, ids), isNull(table.deletedAt)));
  return idsOf(rows);
}

function idsOf(rows: { id: string }[]): string[] {
  return rows.map(({ id }) => id).toSorted();
}

/** No single scope would help whoever lacks one, so none is offered. */
function assertMayWriteAll({ permissions }: Context): void {
  const missing = SCOPES.filter((scope) => !permissions.has(scope));
  if (missing.length === 0) return;
  throw new ForbiddenError(
    `Sample data is of all kinds, and takes the right to write each. Missing: ${missing.join(", ")}.`,
  );
}

async function oneAtATime({ organizationId }: Context): Promise<void> {
  await currentTransaction().execute(
    sql`select pg_advisory_xact_lock(hashtextextended(${`sample_data|${organizationId}`}, 0))`,
  );
}

function targetOf({ organizationId }: Context) {
  return { type: "organization", id: String(organizationId), name: "Sample data" };
}
