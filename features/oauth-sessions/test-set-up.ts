import { createHash, randomBytes } from "node:crypto";
import { and, eq } from "drizzle-orm";
import { database } from "@/db/client";
import {
  createContext,
  createCustomerAccount,
  createOAuthClient,
  createOrganization,
  createUser,
} from "@/db/factories";
import { auditLog, oauthSessions } from "@/db/schema";
import { openSession } from "./open";

export const CALLER = { ip: "203.0.113.7", userAgent: "Plugin/1.0" };

/** Where the app of `createWorld` has its answers sent. */
export const REDIRECT_URI = "https://shop.example/wp-admin/admin.php";

/** A customer, and an app that they can connect. */
export async function createWorld(overrides: Parameters<typeof createOAuthClient>[1] = {}) {
  const organization = await createOrganization();
  const client = await createOAuthClient(organization, overrides);
  const account = await createCustomerAccount(organization);
  const opening = {
    client,
    accountId: account.id,
    host: "shop.example",
    origin: "authorization_code",
  } as const;
  return {
    organization,
    client,
    account,
    ctx: createContext(await createUser(organization)),
    open: ({ scopes = client.scopes } = {}) => openSession({ ...opening, scopes }, CALLER),
    sessions: () =>
      database()
        .select()
        .from(oauthSessions)
        .where(eq(oauthSessions.clientId, client.id))
        .orderBy(oauthSessions.id),
    /** What the audit log says of sessions. */
    actions: async () => {
      const rows = await database()
        .select({ action: auditLog.action })
        .from(auditLog)
        .where(and(eq(auditLog.organizationId, organization.id), eq(auditLog.targetType, "oauth_session")))
        .orderBy(auditLog.id);
      return rows.map(({ action }) => action.replace("oauth_session.", ""));
    },
  };
}

/** RFC 7636. */
export function createPkce(): { codeVerifier: string; codeChallenge: string } {
  const codeVerifier = randomBytes(32).toString("base64url");
  return { codeVerifier, codeChallenge: createHash("sha256").update(codeVerifier).digest("base64url") };
}
