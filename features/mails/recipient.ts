import "server-only";
import { sql } from "drizzle-orm";
import { database } from "@/db/client";
import type { MailObstacle } from "@/db/enums";
import { env } from "@/lib/env";
import { isMailConfigured } from "@/lib/mail";

/** Who a ticket's answers go to now, and what stands in the way of that. */
export interface Recipient {
  /** Null: the ticket has no customer. */
  customerId: string | null;
  email: string | null;
  obstacle: MailObstacle | null;
}

interface Facts extends Record<string, unknown> {
  customer_id: string | null;
  email: string | null;
  is_ticket_gone: boolean;
  is_customer_gone: boolean | null;
  receives_mails: boolean | null;
  is_blocked: boolean;
}

/** To be asked again whenever a mail is about to go: the customer may have changed their mind, or the ticket its customer. */
export async function readRecipient(organizationId: number, ticketId: string): Promise<Recipient> {
  const [facts] = await database().execute<Facts>(sql`
    select c.id as customer_id, c.email, t.deleted_at is not null as is_ticket_gone,
           c.deleted_at is not null or c.merged_into_id is not null as is_customer_gone, c.receives_mails,
           exists (select from mails b where b.organization_id = t.organization_id and b.email = c.email and b.blocks_address) as is_blocked
    from tickets t left join customers c on c.id = t.customer_id
    where t.organization_id = ${organizationId} and t.id = ${ticketId}`);
  if (!facts) return { customerId: null, email: null, obstacle: "ticket_gone" };
  return { customerId: facts.customer_id, email: facts.email, obstacle: obstacleIn(facts) };
}

function obstacleIn(facts: Facts): MailObstacle | null {
  if (facts.is_ticket_gone) return "ticket_gone";
  if (facts.customer_id === null || facts.is_customer_gone) return "customer_gone";
  if (facts.email === null) return "no_address";
  if (!facts.receives_mails) return "switched_off";
  if (facts.is_blocked) return "address_bounced";
  return isMailConfigured() ? null : "no_server";
}

/**
 * What ends every loop: whatever answers a mail of ours by itself, and whatever answers that with another comment. The ticket is locked, so no
 * two of its mails are counted at once.
 */
export async function hasHadTooMany(ticketId: string, mailId: string): Promise<boolean> {
  const [row] = await database().execute<{ count: number }>(sql`
    select count(*)::int as count from mails
    where ticket_id = ${ticketId} and id <> ${mailId} and (status = 'sending' or sent_at > now() - interval '1 hour')`);
  return (row?.count ?? 0) >= env.MAILS_PER_TICKET_AND_HOUR;
}
