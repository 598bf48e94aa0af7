import "server-only";
import { randomUUID } from "node:crypto";
import { type SQL, sql } from "drizzle-orm";
import { currentTransaction, database, transaction } from "@/db/client";
import type { MailObstacle } from "@/db/enums";
import { hasHadTooMany, readRecipient } from "@/features/mails/recipient";
import { MINUTE_MS, SECOND_MS } from "@/lib/time";

/** Longer than all that a mail server may take for one mail. */
const LEASE_MS = 6 * MINUTE_MS;
/** After that many workers died on it, nobody knows how often it went out. */
const MAX_ABANDONED = 1;

/** A mail that this process may send until its lease ends. */
export interface ClaimedMail {
  id: string;
  organizationId: number;
  ticketId: string;
  customerId: string;
  email: string;
  messageId: string;
  leaseId: string;
  /** Of the attempt that is about to be made, 1-based. */
  attempt: number;
}

interface Row extends Record<string, unknown> {
  organization_id: number;
  message_id: string;
  attempt_count: number;
  abandoned_count: number;
  is_abandoned: boolean;
}

/**
 * Leases a mail that is due, once nothing stands in its way any more; what does is noted instead, and ends it. Null where there is nothing to
 * send. The ticket is locked first, as whoever answers does: an answer gets into the mail or into the next one, and of two workers one finds
 * it taken.
 */
export function claimMail(id: string): Promise<ClaimedMail | null> {
  return transaction(async () => {
    const ticketId = await lockTicketOf(id);
    const row = ticketId === null ? null : await lockDue(id, ticketId);
    if (!ticketId || !row) return null;
    const abandoned = row.abandoned_count + (row.is_abandoned ? 1 : 0);
    if (abandoned > MAX_ABANDONED) {
      await end(id, sql`status = 'failed', error = ${ABANDONED}, abandoned_count = ${abandoned}`);
      return null;
    }
    const { customerId, email, obstacle } = await readRecipient(row.organization_id, ticketId);
    const isTooMany = !obstacle && (await hasHadTooMany(ticketId, id));
    if (obstacle || isTooMany || !customerId || !email) {
      await skip(id, obstacle ?? (isTooMany ? "too_many" : "customer_gone"));
      return null;
    }
    const leaseId = randomUUID();
    const attempt = row.attempt_count + 1;
    await database().execute(sql`
      update mails set status = 'sending', lease_id = ${leaseId}, due_at = now() + make_interval(secs => ${LEASE_MS / SECOND_MS}),
        attempt_count = ${attempt}, abandoned_count = ${abandoned}, customer_id = ${customerId}, email = ${email}, updated_at = now()
      where id = ${id}`);
    const { organization_id: organizationId, message_id: messageId } = row;
    return { id, organizationId, ticketId, customerId, email, messageId, leaseId, attempt };
  });
}

const ABANDONED =
  "The worker ended twice while it sent this, so it may have arrived. Resend it if it did not.";

async function lockTicketOf(id: string): Promise<string | null> {
  const [ticket] = await currentTransaction().execute<{ id: string }>(sql`
    select t.id from tickets t where t.id = (select m.ticket_id from mails m where m.id = ${id}) for no key update`);
  return ticket?.id ?? null;
}

/** Null as well where the ticket was merged meanwhile, and another one would have to be locked: it stays due. */
async function lockDue(id: string, ticketId: string): Promise<Row | null> {
  const [row] = await currentTransaction().execute<Row>(sql`
    select organization_id, message_id, attempt_count, abandoned_count, status = 'sending' as is_abandoned
    from mails where id = ${id} and ticket_id = ${ticketId} and due_at <= now() for no key update`);
  return row ?? null;
}

function skip(id: string, obstacle: MailObstacle): Promise<void> {
  return end(id, sql`status = 'skipped', obstacle = ${obstacle}`);
}

async function end(id: string, how: SQL): Promise<void> {
  await database().execute(
    sql`update mails set ${how}, due_at = null, lease_id = null, updated_at = now() where id = ${id}`,
  );
}
