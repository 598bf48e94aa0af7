import "server-only";
import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { database, transaction } from "@/db/client";
import { oauthClients } from "@/db/schema";
import { recordAudit } from "@/features/audit/record";
import { changeOAuthClient, OAUTH_CLIENT, settingsOf } from "@/features/oauth-clients/change";
import { mintClientSecret } from "@/features/oauth-clients/client-secret";
import { readOAuthClient } from "@/features/oauth-clients/queries";
import { secretColumns } from "@/features/oauth-clients/rotation";
import type {
  CreatedOAuthClient,
  CreateOAuthClient,
  OAuthClient,
  UpdateOAuthClient,
} from "@/features/oauth-clients/schema";
import { isWider } from "@/features/oauth-clients/widening";
import { actorUserId, assertPresentSecret, authorize, type Context } from "@/lib/context";
import { randomId } from "@/lib/random-id";

/** The answer is the only place where the secret of a confidential app ever appears. */
export async function createOAuthClient(ctx: Context, input: CreateOAuthClient): Promise<CreatedOAuthClient> {
  authorize(ctx, "oauth_clients:write");
  assertPresentSecret(ctx);
  const id = uuidv7();
  const { firstParty, isActive, ...columns } = input;
  const clientSecret = input.type === "confidential" ? mintClientSecret() : undefined;
  return transaction(async () => {
    await database()
      .insert(oauthClients)
      .values({
        id,
        organizationId: ctx.organizationId,
        createdBy: actorUserId(ctx),
        clientId: `app_${randomId()}`,
        isFirstParty: firstParty,
        disabledAt: isActive ? null : sql`now()`,
        ...columns,
        ...(clientSecret !== undefined && secretColumns(clientSecret)),
      });
    const created = await readOAuthClient(ctx, id);
    await recordAudit(ctx, {
      action: "oauth_client.created",
      target: OAUTH_CLIENT.target(created),
      changes: Object.fromEntries(
        Object.entries({ type: created.type, ...settingsOf(created) }).map(([field, to]) => [
          field,
          { from: null, to },
        ]),
      ),
    });
    return { ...created, ...(clientSecret !== undefined && { clientSecret }) };
  });
}

export async function updateOAuthClient(
  ctx: Context,
  id: string,
  input: UpdateOAuthClient,
): Promise<OAuthClient> {
  const { firstParty, isActive, ...columns } = input;
  return changeOAuthClient(ctx, id, ({ before }) => {
    if (isWider(before, input)) assertPresentSecret(ctx);
    const isSwitched = isActive !== undefined && isActive !== before.isActive;
    const set = {
      ...columns,
      ...(firstParty !== undefined && { isFirstParty: firstParty }),
      ...(isSwitched && { disabledAt: isActive ? null : sql`now()` }),
    };
    return Object.keys(set).length > 0 ? { action: "updated", set } : null;
  });
}
