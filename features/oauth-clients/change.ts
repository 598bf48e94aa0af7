import "server-only";
import { and, eq } from "drizzle-orm";
import type { PgUpdateSetSource } from "drizzle-orm/pg-core";
import { database } from "@/db/client";
import { oauthClients } from "@/db/schema";
import { applyChange, type Changeable, type ColumnsChange, toChange } from "@/features/audit/change";
import { changesBetween } from "@/features/audit/record";
import { readOAuthClient } from "@/features/oauth-clients/queries";
import type { OAuthClient } from "@/features/oauth-clients/schema";
import { authorize, type Context } from "@/lib/context";
import { NotFoundError } from "@/lib/errors";

export type OAuthClientColumns = PgUpdateSetSource<typeof oauthClients>;

interface LockedOAuthClient {
  before: OAuthClient;
  /** Null for a public app. */
  secretHash: string | null;
}

/** `decide` sees the app as it is, while nobody else can change it; null changes nothing. */
export async function changeOAuthClient(
  ctx: Context,
  id: string,
  decide: (locked: LockedOAuthClient) => ColumnsChange<OAuthClientColumns> | null,
): Promise<OAuthClient> {
  authorize(ctx, "oauth_clients:write");
  return applyChange(ctx, OAUTH_CLIENT, id, (locked) =>
    toChange("oauth_client", decide(locked), (set) =>
      database().update(oauthClients).set(set).where(isOwnClient(ctx, id)),
    ),
  );
}

export const OAUTH_CLIENT: Changeable<string, OAuthClient, LockedOAuthClient> = {
  async lock(ctx, id) {
    // Customers go on connecting meanwhile.
    const [row] = await selectSecretHash(ctx, id).for("no key update");
    if (!row) throw new NotFoundError("OAuth client");
    return { ...row, before: await readOAuthClient(ctx, id) };
  },
  read: readOAuthClient,
  target: ({ id, name }) => ({ type: "oauth_client", id, name }),
  difference(before, after) {
    const { previousSecretExpiresAt } = after;
    return changesBetween(before, { ...settingsOf(after), previousSecretExpiresAt });
  },
};

/** What of an app the log tells. */
export function settingsOf(client: OAuthClient) {
  return {
    name: client.name,
    publisher: client.publisher,
    redirectUris: client.redirectUris,
    grants: client.grants,
    scopes: client.scopes,
    firstParty: client.firstParty,
    accessTokenSeconds: client.accessTokenSeconds,
    refreshIdleSeconds: client.refreshIdleSeconds,
    refreshAbsoluteSeconds: client.refreshAbsoluteSeconds,
    refreshGraceSeconds: client.refreshGraceSeconds,
    isActive: client.isActive,
  };
}

export function selectSecretHash(ctx: Context, id: string) {
  return database()
    .select({ secretHash: oauthClients.secretHash })
    .from(oauthClients)
    .where(isOwnClient(ctx, id));
}

export function isOwnClient(ctx: Context, id: string) {
  return and(eq(oauthClients.organizationId, ctx.organizationId), eq(oauthClients.id, id));
}
