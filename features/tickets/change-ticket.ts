import "server-only";
import { isDeepStrictEqual } from "node:util";
import { sql } from "drizzle-orm";
import { database, transaction } from "@/db/client";
import { tickets } from "@/db/schema";
import { applyChange } from "@/features/audit/change";
import { isEnvironmentReport } from "@/features/environment-reports/recognize";
import { replaceEnvironmentReport } from "@/features/environment-reports/service";
import { storeEvents } from "@/features/events/publish";
import { assertReferences } from "@/features/members/references";
import { changeEvents, ownTicket, TICKET } from "@/features/tickets/change";
import type { Ticket, UpdateTicket } from "@/features/tickets/schema";
import { statusColumns } from "@/features/tickets/status-columns";
import { toStored } from "@/features/tickets/stored-diagnostics";
import type { Context } from "@/lib/context";
import { ConflictError } from "@/lib/errors";

/** `updateTicket` for whoever may do so without a permission of their own. */
export async function changeTicket(ctx: Context, id: string, input: UpdateTicket): Promise<Ticket> {
  const { version, diagnostics, ...columns } = input;
  const stored = diagnostics === undefined ? undefined : toStored(diagnostics);
  const change = { ...columns, ...(stored && { diagnostics: stored.report ?? stored.column }) };
  return transaction(async () => {
    // First, as merging customers does: it locks them, and then their tickets.
    await assertReferences(ctx, change);
    return applyChange(ctx, TICKET, id, ({ before }) => {
      if (before.mergedIntoId) throw new TicketMergedError(before);
      if (version !== undefined && version !== before.version) throw new TicketChangedError(before);
      if (changesNothing(before, change)) return null;
      return {
        action: "ticket.updated",
        write: async () => {
          const set = { ...columnsOf(columns), ...(stored && { diagnostics: stored.column }) };
          await database().update(tickets).set(set).where(ownTicket(ctx, id));
          if (stored) await replaceEnvironmentReport(ctx, id, stored.report);
        },
        tell: (after) => storeEvents(ctx, changeEvents(before, after)),
      };
    });
  });
}

function columnsOf({ status, tags, ...columns }: Omit<UpdateTicket, "version" | "diagnostics">) {
  return {
    ...columns,
    ...(status && statusColumns(status, sql`coalesce(${tickets.resolvedAt}, now())`)),
    ...(tags && { tags: [...new Set(tags)] }),
    version: sql`${tickets.version} + 1`,
    lastActivityAt: sql`now()`,
  };
}

class TicketMergedError extends ConflictError {
  constructor({ number, mergedIntoNumber }: Ticket) {
    super(`Ticket #${number} was merged into #${mergedIntoNumber}. Change that one instead.`);
  }
}

export class TicketChangedError extends ConflictError {
  constructor({ version }: Ticket) {
    super(
      `The ticket has changed since you read it (it is at version ${version}). Read it again, then repeat the change.`,
    );
  }
}

function changesNothing(before: Ticket, change: Omit<UpdateTicket, "version">): boolean {
  const present = {
    ...before,
    customerId: before.customer?.id ?? null,
    assigneeId: before.assignee?.id ?? null,
    teamId: before.team?.id ?? null,
  };
  return Object.entries(change).every(
    ([field, value]) =>
      JSON.stringify(Reflect.get(present, field)) === JSON.stringify(value) ||
      // Of a report that was stored, the names are in another order.
      (isEnvironmentReport(value) && isDeepStrictEqual(Reflect.get(present, field), value)),
  );
}
