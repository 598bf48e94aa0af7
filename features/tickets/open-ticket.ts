import "server-only";
import { sql } from "drizzle-orm";
import { database, transaction } from "@/db/client";
import type { TicketSource } from "@/db/enums";
import { ticketCounters, tickets } from "@/db/schema";
import { recordAudit } from "@/features/audit/record";
import { identifyCustomer } from "@/features/customers/identify";
import type { EnvironmentReport } from "@/features/environment-reports/schema";
import { storeEnvironmentReport } from "@/features/environment-reports/service";
import { storeEvents } from "@/features/events/publish";
import { assertReferences } from "@/features/members/references";
import { ticketTarget } from "@/features/tickets/change";
import { ticketEvent } from "@/features/tickets/event";
import { readTicket } from "@/features/tickets/queries";
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
    const [row] = await database()
      .insert(tickets)
      .values({
        organizationId: ctx.organizationId,
        number: await nextNumber(ctx),
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
      })
      .returning({ id: tickets.id });
    if (!row) throw new Error("insert returned no row");
    if (report) await storeEnvironmentReport(ctx, row.id, report);
    const ticket = await readTicket(ctx, row.id);
    await storeEvents(ctx, [ticketEvent("ticket.created", ticket)]);
    await recordAudit(ctx, {
      action: "ticket.created",
      target: ticketTarget(ticket),
      changes: { status: { from: null, to: ticket.status }, priority: { from: null, to: ticket.priority } },
    });
    return ticket;
  });
}

async function nextNumber(ctx: Context): Promise<number> {
  const [row] = await database()
    .insert(ticketCounters)
    .values({ organizationId: ctx.organizationId, lastNumber: 1 })
    .onConflictDoUpdate({
      target: ticketCounters.organizationId,
      set: { lastNumber: sql`${ticketCounters.lastNumber} + 1` },
    })
    .returning({ number: ticketCounters.lastNumber });
  if (!row) throw new Error("insert returned no row");
  return row.number;
}
