import "server-only";
import { database, transaction } from "@/db/client";
import { oauthClients } from "@/db/schema";
import { recordAudit } from "@/features/audit/record";
import { isOwnClient, OAUTH_CLIENT, selectSecretHash } from "@/features/oauth-clients/change";
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

/** An app for good, with all of its sessions: each is told of before it goes. */
export async function deleteOAuthClient(ctx: Context, id: string): Promise<void> {
  authorize(ctx, "oauth_clients:write");
  await transaction(async () => {
    // Nobody connects it from here on: what connects waits for this lock, and then finds no app.
    await selectSecretHash(ctx, id).for("update");
    const { before } = await OAUTH_CLIENT.lock(ctx, id);
    const ended = await endSessions(ctx, { clientId: id }, "admin");
    await database().delete(oauthClients).where(isOwnClient(ctx, id));
    await recordAudit(ctx, {
      action: "oauth_client.deleted",
      target: OAUTH_CLIENT.target(before),
      changes: { activeSessions: { from: ended, to: null } },
    });
  });
}
