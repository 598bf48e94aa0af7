import "server-only";
import { transaction } from "@/db/client";
import { readCustomer } from "@/features/customers/queries";
import { readOAuthClient } from "@/features/oauth-clients/queries";
import { endSessions } from "@/features/oauth-sessions/end";
import { assertSession } from "@/features/oauth-sessions/queries";
import { authorize, type Context } from "@/lib/context";

/** Revoking one that has ended changes nothing. */
export async function revokeOAuthSession(ctx: Context, id: string): Promise<void> {
  authorize(ctx, "oauth_clients:write");
  await transaction(async () => {
    await assertSession(ctx, id);
    await endSessions(ctx, { ids: [id] }, "admin");
  });
}

export async function revokeClientSessions(ctx: Context, clientId: string): Promise<void> {
  authorize(ctx, "oauth_clients:write");
  await transaction(async () => {
    await readOAuthClient(ctx, clientId);
    await endSessions(ctx, { clientId }, "admin");
  });
}

export async function revokeCustomerSessions(ctx: Context, customerId: string): Promise<void> {
  authorize(ctx, "oauth_clients:write");
  await transaction(async () => {
    await readCustomer(ctx, customerId);
    await endSessions(ctx, { customerId }, "admin");
  });
}
