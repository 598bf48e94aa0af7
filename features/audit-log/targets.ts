import "server-only";
import { and, eq, inArray, isNull } from "drizzle-orm";
import * as z from "zod";
import { database } from "@/db/client";
import {
  apiTokens,
  chats,
  customers,
  deliveries,
  echoReceivers,
  incomingWebhooks,
  mails,
  oauthClients,
  subscriptions,
  tickets,
} from "@/db/schema";
import { chatHref } from "@/features/chats/links";
import { customerHref } from "@/features/customers/links";
import { deliveryHref } from "@/features/deliveries/links";
import { echoReceiverHref } from "@/features/echo/links";
import { incomingWebhookHref } from "@/features/incoming-webhooks/links";
import { mailHref } from "@/features/mails/links";
import { oauthClientHref } from "@/features/oauth-clients/links";
import { subscriptionHref } from "@/features/subscriptions/links";
import { ticketHref } from "@/features/tickets/links";
import { tokenHref } from "@/features/tokens/links";
import type { Context } from "@/lib/context";

interface Target {
  type: string;
  id: string;
}

interface TargetPage {
  href(id: string): string;
  /** Those of the ids that exist in the organization. */
  find(ctx: Context, ids: string[]): Promise<{ id: string }[]>;
}

/** Kinds of targets that have a page; a feature with a page of its own adds itself. */
const PAGES: Record<string, TargetPage> = {
  token: {
    href: tokenHref,
    find: (ctx, ids) =>
      database()
        .select({ id: apiTokens.id })
        .from(apiTokens)
        .where(and(eq(apiTokens.organizationId, ctx.organizationId), inArray(apiTokens.id, ids))),
  },
  oauth_client: {
    href: (id) => oauthClientHref(id),
    find: (ctx, ids) =>
      database()
        .select({ id: oauthClients.id })
        .from(oauthClients)
        .where(and(eq(oauthClients.organizationId, ctx.organizationId), inArray(oauthClients.id, ids))),
  },
  subscription: {
    href: (id) => subscriptionHref(id),
    find: (ctx, ids) =>
      database()
        .select({ id: subscriptions.id })
        .from(subscriptions)
        .where(
          and(
            eq(subscriptions.organizationId, ctx.organizationId),
            inArray(subscriptions.id, ids),
            isNull(subscriptions.deletedAt),
          ),
        ),
  },
  ticket: {
    href: ticketHref,
    find: (ctx, ids) =>
      database()
        .select({ id: tickets.id })
        .from(tickets)
        .where(
          and(
            eq(tickets.organizationId, ctx.organizationId),
            inArray(tickets.id, ids),
            isNull(tickets.deletedAt),
          ),
        ),
  },
  customer: {
    href: customerHref,
    find: (ctx, ids) =>
      database()
        .select({ id: customers.id })
        .from(customers)
        .where(
          and(
            eq(customers.organizationId, ctx.organizationId),
            inArray(customers.id, ids),
            isNull(customers.deletedAt),
          ),
        ),
  },
  mail: {
    href: mailHref,
    find: (ctx, ids) =>
      database()
        .select({ id: mails.id })
        .from(mails)
        .where(and(eq(mails.organizationId, ctx.organizationId), inArray(mails.id, ids))),
  },
  chat: {
    href: chatHref,
    find: (ctx, ids) =>
      database()
        .select({ id: chats.id })
        .from(chats)
        .where(and(eq(chats.organizationId, ctx.organizationId), inArray(chats.id, ids))),
  },
  incoming_webhook: {
    href: (id) => incomingWebhookHref(id),
    find: (ctx, ids) =>
      database()
        .select({ id: incomingWebhooks.id })
        .from(incomingWebhooks)
        .where(
          and(
            eq(incomingWebhooks.organizationId, ctx.organizationId),
            inArray(incomingWebhooks.id, ids),
            isNull(incomingWebhooks.deletedAt),
          ),
        ),
  },
  echo_receiver: {
    href: (id) => echoReceiverHref(id),
    find: (ctx, ids) =>
      database()
        .select({ id: echoReceivers.id })
        .from(echoReceivers)
        .where(and(eq(echoReceivers.organizationId, ctx.organizationId), inArray(echoReceivers.id, ids))),
  },
  delivery: {
    href: deliveryHref,
    find: (ctx, ids) =>
      database()
        .select({ id: deliveries.id })
        .from(deliveries)
        .where(and(eq(deliveries.organizationId, ctx.organizationId), inArray(deliveries.id, ids))),
  },
};

/** Tells the page of a target, null where there is none (any more). One query per kind, however many targets. */
export async function targetLinks(
  ctx: Context,
  targets: Target[],
): Promise<(target: Target) => string | null> {
  const links = new Map<string, string>();
  await Promise.all(
    Object.entries(PAGES).map(async ([type, page]) => {
      const ids = new Set(targets.filter((target) => target.type === type).map(({ id }) => id));
      // Ids of the log are text; what is no UUID would fail the query.
      const wellFormed = [...ids].filter((id) => z.uuid().safeParse(id).success);
      if (wellFormed.length === 0) return;
      for (const { id } of await page.find(ctx, wellFormed)) links.set(`${type}:${id}`, page.href(id));
    }),
  );
  return ({ type, id }) => links.get(`${type}:${id}`) ?? null;
}
