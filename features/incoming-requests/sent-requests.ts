import { randomUUID } from "node:crypto";
import { and, eq, inArray, sql } from "drizzle-orm";
import { database } from "@/db/client";
import { comments, rateLimits, tickets } from "@/db/schema";
import { processWaitingOf } from "@/features/incoming-requests/process-waiting";
import { processingLimit } from "@/features/incoming-requests/queue";
import { type IncomingAnswer, receiveRequest } from "@/features/incoming-requests/receive";
import { signedCall } from "@/features/incoming-requests/signed-call";
import {
  type CreatedIncomingWebhook,
  createIncomingWebhookSchema,
} from "@/features/incoming-webhooks/schema";
import { createIncomingWebhook } from "@/features/incoming-webhooks/service";
import { perMinute, rateLimitKey } from "@/features/limits/rate-limit";
import type { Context } from "@/lib/context";
import { processWide } from "@/lib/process-wide";

/** For tests: a webhook that opens tickets, unless it is told otherwise. */
export function makeWebhook(ctx: Context, more: object = {}): Promise<CreatedIncomingWebhook> {
  const input = { name: "Sender", action: "create_ticket", ...more };
  return createIncomingWebhook(ctx, createIncomingWebhookSchema.parse(input));
}

/** For tests: what the sender is answered to a payload, which is no repeat of another. */
export async function send(made: CreatedIncomingWebhook, payload: unknown): Promise<Record<string, unknown>> {
  return sendText(made, JSON.stringify(payload));
}

export async function sendText(made: CreatedIncomingWebhook, text: string): Promise<Record<string, unknown>> {
  const headers = { "idempotency-key": randomUUID() };
  return (await receiveRequest(signedCall(made, text, { headers }))).body;
}

/** What the sender of these bytes is answered: signed or not is for the headers to say. */
export function sendBytes(
  { url }: Pick<CreatedIncomingWebhook, "url">,
  headers: Record<string, string>,
  body: Buffer,
): Promise<IncomingAnswer> {
  const key = url.split("/").at(-1) ?? "";
  return receiveRequest({ key, headers, body, bodyBytes: body.length, ip: "203.0.113.7" });
}

export function ticketsOf({ organizationId }: Context) {
  const own = eq(tickets.organizationId, organizationId);
  return database().select().from(tickets).where(own).orderBy(tickets.id);
}

export async function commentsOf(ticketId: unknown) {
  return database()
    .select({ body: comments.body, author: comments.authorType, name: comments.authorName })
    .from(comments)
    .where(and(eq(comments.ticketId, String(ticketId)), eq(comments.visibility, "public")))
    .orderBy(comments.id);
}

/** All that may be processed now of what waits at one webhook: other tests have others in the same database. Resolves to when there is more. */
export async function drain({ id }: Pick<CreatedIncomingWebhook, "id">): Promise<number | null> {
  let next: number | null;
  do next = await processWaitingOf(id);
  while (next === 0);
  return next;
}

/** As if a minute had passed since a webhook got its first request, or will have in so many seconds. */
export async function endMinute(webhook: CreatedIncomingWebhook, inSeconds = 0): Promise<void> {
  const limits = [processingLimit(webhook), perMinute("incoming:queue", 0)];
  const keys = limits.map((limit) => rateLimitKey(limit, webhook.id));
  await database()
    .update(rateLimits)
    .set({ windowEndsAt: sql`now() + make_interval(secs => ${inSeconds})` })
    .where(inArray(rateLimits.key, keys));
  processWide("quota shares", () => new Map()).clear();
}
