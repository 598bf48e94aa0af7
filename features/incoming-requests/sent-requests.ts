import { randomUUID } from "node:crypto";
import { and, eq } from "drizzle-orm";
import { database } from "@/db/client";
import { comments, tickets } from "@/db/schema";
import { receiveRequest } from "@/features/incoming-requests/receive";
import { signedCall } from "@/features/incoming-requests/signed-call";
import {
  type CreatedIncomingWebhook,
  createIncomingWebhookSchema,
} from "@/features/incoming-webhooks/schema";
import { createIncomingWebhook } from "@/features/incoming-webhooks/service";
import type { Context } from "@/lib/context";

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
