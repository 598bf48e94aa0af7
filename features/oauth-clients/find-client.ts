import "server-only";
import { eq } from "drizzle-orm";
import { database } from "@/db/client";
import { oauthClients } from "@/db/schema";

/** RFC 6749 §A.1, and no longer than ours are. */
const CLIENT_ID = /^[\x20-\x7e]{1,100}$/;

const registeredColumns = {
  id: oauthClients.id,
  organizationId: oauthClients.organizationId,
  name: oauthClients.name,
  publisher: oauthClients.publisher,
  clientId: oauthClients.clientId,
  type: oauthClients.type,
  redirectUris: oauthClients.redirectUris,
  grants: oauthClients.grants,
  scopes: oauthClients.scopes,
  isFirstParty: oauthClients.isFirstParty,
  accessTokenSeconds: oauthClients.accessTokenSeconds,
  refreshIdleSeconds: oauthClients.refreshIdleSeconds,
  refreshAbsoluteSeconds: oauthClients.refreshAbsoluteSeconds,
  refreshGraceSeconds: oauthClients.refreshGraceSeconds,
  disabledAt: oauthClients.disabledAt,
};

/** An app as the protocol's endpoints see it. */
export type RegisteredClient = Pick<typeof oauthClients.$inferSelect, keyof typeof registeredColumns>;

/** By the id that the app presents, in any organization; a disabled one, too. */
export async function findClient(clientId: string): Promise<RegisteredClient | null> {
  if (!CLIENT_ID.test(clientId)) return null;
  const [row] = await database()
    .select(registeredColumns)
    .from(oauthClients)
    .where(eq(oauthClients.clientId, clientId));
  return row ?? null;
}
