import { asc, eq } from "drizzle-orm";
import { database } from "@/db/client";
import { incomingRequests } from "@/db/schema";
import { type IncomingAnswer, receiveRequest } from "@/features/incoming-requests/receive";
import { ticketsOf } from "@/features/incoming-requests/sent-requests";
import { signedCall } from "@/features/incoming-requests/signed-call";
import { getIncomingWebhook } from "@/features/incoming-webhooks/queries";
import type { CreatedIncomingWebhook } from "@/features/incoming-webhooks/schema";
import type { Context } from "@/lib/context";

/** For tests: what the sender of a request is answered; without an idempotency key. */
export function sendSubject(
  made: CreatedIncomingWebhook,
  subject: string,
  headers: Record<string, string> = {},
): Promise<IncomingAnswer> {
  return receiveRequest(signedCall(made, JSON.stringify({ subject }), { headers }));
}

/** What each was answered: `created`, `queued`. */
export async function sendSubjects(made: CreatedIncomingWebhook, subjects: string[]): Promise<unknown[]> {
  const outcomes: unknown[] = [];
  for (const subject of subjects) outcomes.push((await sendSubject(made, subject)).body.outcome);
  return outcomes;
}

export function numbered(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `no. ${1 + index}`);
}

/** Of an organization's tickets, in the order in which they were made. */
export async function subjectsOf(ctx: Context): Promise<string[]> {
  return (await ticketsOf(ctx)).toSorted((a, b) => a.number - b.number).map(({ subject }) => subject);
}

/** The rows of a webhook's requests, oldest first. */
export function requestsOf({ id }: Pick<CreatedIncomingWebhook, "id">) {
  const own = eq(incomingRequests.webhookId, id);
  return database().select().from(incomingRequests).where(own).orderBy(asc(incomingRequests.id));
}

export async function queuedAt(ctx: Context, { id }: Pick<CreatedIncomingWebhook, "id">): Promise<number> {
  return (await getIncomingWebhook(ctx, id)).queuedRequests;
}
