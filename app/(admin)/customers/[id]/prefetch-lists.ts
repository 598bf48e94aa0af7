import type { QueryClient } from "@tanstack/react-query";
import { listChats } from "@/features/chats/queries";
import { listChatsQuerySchema } from "@/features/chats/schema";
import { customerChatsQuery, customerTicketsQuery } from "@/features/customer-page/hooks";
import { FIRST_LIMIT } from "@/features/customer-page/row-limits";
import { oauthSessionsQuery, sessionsOfCustomer } from "@/features/oauth-sessions/hooks";
import { listOAuthSessions } from "@/features/oauth-sessions/queries";
import { listTickets } from "@/features/tickets/queries";
import { listTicketsQuerySchema } from "@/features/tickets/schema";
import type { Context } from "@/lib/context";

/** The lists that the first paint shows: what came later would move all below it. */
export async function prefetchLists(ctx: Context, customerId: string, client: QueryClient): Promise<void> {
  const first = { customerId, limit: FIRST_LIMIT };
  const sessions = sessionsOfCustomer(customerId);
  await Promise.all([
    ctx.permissions.has("tickets:read") &&
      client.prefetchQuery({
        ...customerTicketsQuery(customerId, FIRST_LIMIT),
        queryFn: () => listTickets(ctx, listTicketsQuerySchema.parse(first)),
      }),
    ctx.permissions.has("chats:read") &&
      client.prefetchQuery({
        ...customerChatsQuery(customerId, FIRST_LIMIT),
        queryFn: () => listChats(ctx, listChatsQuerySchema.parse(first)),
      }),
    ctx.permissions.has("oauth_clients:read") &&
      client.prefetchQuery({
        ...oauthSessionsQuery(sessions),
        queryFn: () => listOAuthSessions(ctx, sessions),
      }),
  ]);
}
