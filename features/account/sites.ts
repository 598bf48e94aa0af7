import "server-only";
import { transaction } from "@/db/client";
import { requireCustomer } from "@/features/auth/customer-context";
import { endSessions } from "@/features/oauth-sessions/end";
import { assertSession, readOAuthSessions } from "@/features/oauth-sessions/queries";
import type { OAuthSession } from "@/features/oauth-sessions/schema";
import type { Context } from "@/lib/context";
import type { Page, PageQuery } from "@/lib/pagination";

/** What the customer has connected and can cut off, newest first. */
export function listConnectedSites(ctx: Context, query: PageQuery): Promise<Page<OAuthSession>> {
  const { customerId } = requireCustomer(ctx);
  return readOAuthSessions(ctx, { ...query, customerId, status: "active" });
}

/** None of its tokens works from the next call on. Disconnecting one that has ended changes nothing. */
export async function disconnectSite(ctx: Context, id: string): Promise<void> {
  const { customerId } = requireCustomer(ctx);
  await transaction(async () => {
    await assertSession(ctx, id, customerId);
    await endSessions(ctx, { ids: [id] }, "customer");
  });
}
