import "server-only";
import { sql } from "drizzle-orm";
import type { PgInsertValue } from "drizzle-orm/pg-core";
import { database, transaction } from "@/db/client";
import type { TicketSource } from "@/db/enums";
import { ticketCounters, tickets } from "@/db/schema";
import { recordAudit } from "@/features/audit/record";
import { identifyCustomer } from "@/features/customers/identify";
import type { EnvironmentReport } from "@/features/environment-reports/schema";
import { storeEnvironmentReport } from "@/features/environment-reports/service";
import { sendEvents } from "@/features/events/publish";
import { assertReferences } from "@/features/members/references";
import { ticketTarget } from "@/features/tickets/change";
import { ticketEvent } from "@/features/tickets/event";
import { readInserted, readTicket } from "@/features/tickets/queries";
import type { CreateTicket, Ticket } from "@/features/tickets/schema";
import { statusColumns } from "@/features/tickets/status-columns";
import { toStored } from "@/features/tickets/stored-diagnostics";
import type { Context } from "@/lib/context";

export interface Origin {
  source: TicketSource;
  chatId?: string;
  /** Through which a customer filed it. */
  app?: { name: string; host: string | null };
  /** What was read of the customer's site already. */
  report?: EnvironmentReport | null;
}

/** `createTicket` for whoever may do so without a permission of their own. */
export async function openTicket(ctx: Context, input: CreateTicket, origin: Origin): Promise<Ticket> {
  return transaction(async () => {
    await assertReferences(ctx, input);
    const customerId = input.customer ? await identifyCustomer(ctx, input.customer) : input.customerId;
    const { column, report } = toStored(origin.report ?? input.diagnostics);
    const opened = await readInserted(
      insertNumbered({
        organizationId: ctx.organizationId,
        subject: input.subject,
        body: input.body ?? "",
        priority: input.priority ?? "normal",
        ...statusColumns(input.status ?? "open", sql`now()`),
        customerId: customerId ?? null,
        assigneeId: input.assigneeId ?? null,
        teamId: input.teamId ?? null,
        source: origin.source,
        requestId: ctx.cause?.requestId ?? null,
        chatId: origin.chatId ?? null,
        appName: origin.app?.name ?? null,
        appHost: origin.app?.host ?? null,
        tags: [...new Set(input.tags)],
        diagnostics: column,
      }),
    );
    if (report) await storeEnvironmentReport(ctx, opened.id, report);
    const ticket = report ? await readTicket(ctx, opened.id) : opened;
    await sendEvents(ctx, [ticketEvent("ticket.created", ticket)]);
    await recordAudit(ctx, {
      action: "ticket.created",
      target: ticketTarget(ticket),
      changes: { status: { from: null, to: ticket.status }, priority: { from: null, to: ticket.priority } },
    });
    return ticket;
  });
}

/**
 * Gives the ticket its number and inserts it, for a select that reads it. From here on whoever opens another ticket of the organization waits until
 * we have committed, so that no number is left out: all that can come before this does, and nothing after it waits for an answer.
 */
function insertNumbered(ticket: Omit<PgInsertValue<typeof tickets>, "number">) {
  const numbered = database()
    .$with("numbered")
    .as(
      database()
        .insert(ticketCounters)
        .values({ organizationId: ticket.organizationId, lastNumber: 1 })
        .onConflictDoUpdate({
          target: ticketCounters.organizationId,
          set: { lastNumber: sql`${ticketCounters.lastNumber} + 1` },
        })
        .returning({ lastNumber: ticketCounters.lastNumber }),
    );
  const number = sql<number>`(select last_number from numbered)`;
  const inserted = database()
    .$with("tickets")
    .as(
      database()
        .insert(tickets)
        .values({ ...ticket, number })
        .returning(),
    );
  return database().with(numbered, inserted);
}
