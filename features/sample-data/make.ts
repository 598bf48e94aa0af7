import "server-only";
import { and, eq, inArray } from "drizzle-orm";
import { database } from "@/db/client";
import type { SampleKind } from "@/db/enums";
import { customerIdentities } from "@/db/schema";
import { createMessage } from "@/features/chats/messages";
import { createChat } from "@/features/chats/service";
import { createCustomer } from "@/features/customers/service";
import { createEchoReceiver } from "@/features/echo/service";
import { receiveRequest } from "@/features/incoming-requests/receive";
import {
  type CreatedIncomingWebhook,
  createIncomingWebhookSchema,
} from "@/features/incoming-webhooks/schema";
import { createIncomingWebhook } from "@/features/incoming-webhooks/service";
import { CHATS, CRASHES, CUSTOMERS, NOTES } from "@/features/sample-data/texts";
import { SCHEMES } from "@/features/signatures/schemes/schemes";
import { signRequest } from "@/features/signatures/sign-request";
import { createSubscriptionSchema } from "@/features/subscriptions/schema";
import { createSubscription } from "@/features/subscriptions/service";
import { addComment } from "@/features/tickets/service";
import type { Context } from "@/lib/context";

export interface Sample {
  kind: SampleKind;
  id: string;
}

const TAG = "sample";

/** Makes the sample data, with what sends and receives first, so that each ticket has a trace from its request to its delivery. */
export async function makeSamples(ctx: Context): Promise<Sample[]> {
  return [
    ...(await makeReceiver(ctx)),
    ...(await makeCustomers(ctx)),
    ...(await makeTickets(ctx)),
    ...(await makeChat(ctx)),
  ];
}

async function makeReceiver(ctx: Context): Promise<Sample[]> {
  const receiver = await createEchoReceiver(ctx, { name: "Sample receiver" });
  const input = { name: "Sample subscription", targetUrl: receiver.url, eventTypes: ["ticket.*", "chat.*"] };
  const subscription = await createSubscription(ctx, createSubscriptionSchema.parse(input));
  return [
    { kind: "echo_receiver", id: receiver.id },
    { kind: "subscription", id: subscription.id },
  ];
}

async function makeCustomers(ctx: Context): Promise<Sample[]> {
  const made: Sample[] = [];
  const known = await knownIdentities(ctx);
  for (const { tags = [], ...customer } of CUSTOMERS) {
    // Somebody has tried the API's examples, which speak of the same people: these are no samples.
    if ([customer.email, customer.externalId].some((one) => one !== undefined && known.has(one))) continue;
    const { id } = await createCustomer(ctx, { ...customer, tags: [TAG, ...tags] });
    made.push({ kind: "customer", id });
  }
  return made;
}

async function knownIdentities({ organizationId }: Context): Promise<Set<string>> {
  const values = CUSTOMERS.flatMap(({ email, externalId }) => [email, ...(externalId ? [externalId] : [])]);
  const rows = await database()
    .select({ value: customerIdentities.value })
    .from(customerIdentities)
    .where(
      and(eq(customerIdentities.organizationId, organizationId), inArray(customerIdentities.value, values)),
    );
  return new Set(rows.map(({ value }) => value));
}

/** By the door that senders take. Nobody answers them: what is answered would be mailed. */
async function makeTickets(ctx: Context): Promise<Sample[]> {
  const input = { name: "Sample webhook", action: "create_ticket", defaults: { tags: [TAG] } };
  const webhook = await createIncomingWebhook(ctx, createIncomingWebhookSchema.parse(input));
  const made: Sample[] = [{ kind: "incoming_webhook", id: webhook.id }];
  for (const crash of CRASHES) made.push({ kind: "ticket", id: await send(ctx, webhook, crash) });
  const last = made.at(-1)?.id ?? "";
  await addComment(ctx, last, { body: NOTES[0] ?? "", visibility: "internal" });
  return made;
}

async function send(ctx: Context, { url, secret }: CreatedIncomingWebhook, payload: object): Promise<string> {
  const body = Buffer.from(JSON.stringify(payload));
  const { body: answer } = await receiveRequest({
    key: url.split("/").at(-1) ?? "",
    headers: {
      "content-type": "application/json",
      "user-agent": "Replify sample",
      ...signRequest(SCHEMES.replify, { secret, body, nowMs: Date.now() }),
    },
    body,
    bodyBytes: body.length,
    ip: ctx.ip,
  });
  if (typeof answer.ticketId !== "string") throw new Error("A sample request opened no ticket.");
  return answer.ticketId;
}

async function makeChat(ctx: Context): Promise<Sample[]> {
  const { lines, subject, customer, page } = CHATS[0];
  const { id } = await createChat(ctx, { subject: `Sample: ${subject}`, customer, page });
  for (const { by, body } of lines)
    await createMessage(ctx, id, { body, ...(by === "customer" && { author: { type: by } }) });
  return [{ kind: "chat", id }];
}
