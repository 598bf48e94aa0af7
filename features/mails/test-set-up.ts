import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, vi } from "vitest";
import { database } from "@/db/client";
import { createContext, createOrganization, createUser } from "@/db/factories";
import { emptyOwnDatabase, useOwnDatabase } from "@/db/own-database";
import { type MailServer, startMailServer } from "@/e2e/mail-server";
import { sendDueMail } from "@/features/mails/send";
import type { Ticket } from "@/features/tickets/schema";
import { addComment, createTicket } from "@/features/tickets/service";
import type { Context } from "@/lib/context";

export const EMAIL = "dana@example.com";

/** Of the admin of the test's organization. */
export let ctx: Context;
/** Takes every mail until a test says otherwise. */
export let server: MailServer;

/** To be called at the top of a test file: each test starts with one organization, and a mail server that has got nothing. */
export function withOwnDatabaseAndMailServer(settings: Record<string, string> = {}): void {
  let dropDatabase: () => Promise<void>;

  beforeAll(async () => {
    server = await startMailServer();
    // Before anything reads the settings, which happens once.
    const smtp = { SMTP_URL: server.url, MAIL_FROM: "Replify <replify@desk.example>" };
    for (const [name, value] of Object.entries({ ...smtp, ...settings })) vi.stubEnv(name, value);
    dropDatabase = await useOwnDatabase();
  });

  afterAll(async () => {
    await server.stop();
    await dropDatabase();
  });

  beforeEach(async () => {
    await emptyOwnDatabase();
    server.mails.length = 0;
    server.refuse = () => undefined;
    server.onMail = async () => {};
    ctx = createContext(await createUser(await createOrganization({ name: "Acme" }), { name: "Ada" }));
  });
}

export function ticketOf(email: string | null = EMAIL, subject = "Printer broken"): Promise<Ticket> {
  return createTicket(ctx, { subject, customer: { name: "Dana", ...(email && { email }) } });
}

export function answer(ticket: { id: string }, body: string, by = ctx) {
  return addComment(by, ticket.id, { body, visibility: "public" });
}

/** Pulls what waits into the present and sends it, as runs would; returns the ids. */
export async function sendAll(): Promise<string[]> {
  const rows = await database().execute<{ id: string }>(
    sql`update mails set due_at = now() - interval '1 ms' where status = 'waiting' returning id`,
  );
  const ids = rows.map(({ id }) => id);
  for (const id of ids) await sendDueMail(id);
  return ids;
}

export async function rows() {
  return database().execute<{
    id: string;
    status: string;
    obstacle: string | null;
    email: string | null;
    error: string | null;
    message_id: string;
  }>(sql`select id, status, obstacle, email, error, message_id from mails order by id`);
}
