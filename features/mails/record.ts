import "server-only";
import { type SQL, sql } from "drizzle-orm";
import { database } from "@/db/client";
import type { ClaimedMail } from "@/features/mails/claim";
import { env } from "@/lib/env";
import type { MailFailure } from "@/lib/mail";

/** From the end of one attempt to the next; after the last the mail has failed. */
const RETRY_SECONDS = [60, 300, 900, 3600, 4 * 3600, 12 * 3600];

export async function recordSent(mail: ClaimedMail): Promise<void> {
  await record(mail, sql`status = 'sent', sent_at = now(), error = null, due_at = null`);
}

export async function recordFailure(mail: ClaimedMail, { kind, reason }: MailFailure): Promise<void> {
  // Erased meanwhile: what the server said may hold the address.
  const error = sql`error = case when email is null then null else ${reason} end`;
  const delay = kind === "temporary" ? RETRY_SECONDS[mail.attempt - 1] : undefined;
  if (delay !== undefined) {
    const inSeconds = delay * env.DELIVERY_TIME_SCALE;
    await record(
      mail,
      sql`status = 'waiting', ${error}, due_at = now() + make_interval(secs => ${inSeconds})`,
    );
  } else if (kind === "address")
    await record(mail, sql`status = 'bounced', blocks_address = email is not null, ${error}, due_at = null`);
  else await record(mail, sql`status = 'failed', ${error}, due_at = null`);
}

/** A result that comes after its lease was taken over changes nothing. */
async function record({ id, leaseId }: ClaimedMail, how: SQL): Promise<void> {
  await database().execute(sql`
    update mails set ${how}, lease_id = null, updated_at = now() where id = ${id} and lease_id = ${leaseId}`);
}

/** When a mail that waits is due; null when nothing more comes, or somebody is at it. */
export async function nextTry(id: string): Promise<number | null> {
  const [row] = await database().execute<{ due_at_ms: number }>(sql`
    select extract(epoch from due_at)::float8 * 1000 as due_at_ms from mails where id = ${id} and status = 'waiting'`);
  return row ? Math.ceil(row.due_at_ms) : null;
}

const OVERDUE_SECONDS = 5;
const OVERDUE_BATCH = 500;

/** Mails that are due and that no run took up, or whose worker died. */
export async function overdueMails(): Promise<string[]> {
  const rows = await database().execute<{ id: string }>(sql`
    select id from mails where due_at < now() - make_interval(secs => ${OVERDUE_SECONDS}) order by due_at limit ${OVERDUE_BATCH}`);
  return rows.map(({ id }) => id);
}
