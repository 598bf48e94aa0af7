import "server-only";
import { queryPrepared } from "@/db/client";
import { OAUTH_SCOPES, type OAuthScope } from "@/db/enums";
import { isLiveAs } from "@/features/oauth-clients/session-states";
import { isSwitchedOnAs } from "@/features/oauth-clients/states";
import { noteUse } from "@/features/oauth-sessions/usage";
import { hashToken, isWellFormedToken } from "@/features/tokens/secret";
import type { Client } from "@/lib/context";

/** A customer, as an app of theirs may see them. */
export interface VerifiedCustomer {
  sessionId: string;
  organizationId: number;
  customerId: string;
  accountId: string;
  name: string;
  email: string;
  emailVerified: boolean;
  scopes: ReadonlySet<OAuthScope>;
  oauthClientName: string;
}

interface AccessTokenRow {
  sessionId: string;
  organizationId: number;
  customerId: string;
  accountId: string;
  name: string;
  email: string;
  emailVerified: boolean;
  /** Our own id. */
  clientId: string;
  oauthClientName: string;
  /** Space-separated. */
  scopes: string;
  clientScopes: string;
  isUseDue: boolean;
  /** Seconds since 1970. */
  issuedAt: number;
  expiresAt: number;
}

export const FIND_ACCESS_TOKEN = `
  select s.id as "sessionId", s.organization_id as "organizationId", c.id as "customerId", a.id as "accountId",
    coalesce(c.name, a.email) as name, a.email, a.email_verified_at is not null as "emailVerified",
    o.id as "clientId", o.name as "oauthClientName", array_to_string(t.scopes, ' ') as scopes,
    array_to_string(o.scopes, ' ') as "clientScopes", s.last_used_at < now() - interval '1 minute' as "isUseDue",
    extract(epoch from t.created_at)::int as "issuedAt", extract(epoch from t.expires_at)::int as "expiresAt"
  from oauth_access_tokens t
  join oauth_sessions s on s.id = t.session_id and ${isLiveAs("s")}
  join oauth_clients o on o.id = s.client_id and ${isSwitchedOnAs("o")}
  join customer_accounts a on a.id = s.account_id
  join customers c on c.id = a.customer_id and c.deleted_at is null and c.merged_into_id is null
  where t.hash = $1 and t.revoked_at is null and t.expires_at > now()`;

export type FoundAccessToken = Omit<AccessTokenRow, "scopes" | "clientScopes"> & { scopes: OAuthScope[] };

/**
 * An access token that works at this moment. Null when it is malformed, unknown, expired or revoked, its session has ended, its app is switched
 * off, or there is no such customer any more. Nothing is remembered from one call to the next.
 */
export async function findAccessToken(token: string): Promise<FoundAccessToken | null> {
  if (!isWellFormedToken(token, "rpl_at_")) return null;
  const [row] = await queryPrepared<AccessTokenRow>(FIND_ACCESS_TOKEN, [hashToken(token)]);
  if (!row) return null;
  const { scopes, clientScopes, ...found } = row;
  const [granted, offered] = [scopes.split(" "), clientScopes.split(" ")];
  return {
    ...found,
    scopes: OAUTH_SCOPES.filter((scope) => granted.includes(scope) && offered.includes(scope)),
  };
}

/** Whose access token it is, who uses it at this moment; null for one that does not work. */
export async function verifyAccessToken(token: string, client: Client): Promise<VerifiedCustomer | null> {
  const found = await findAccessToken(token);
  if (!found) return null;
  const { sessionId, organizationId, customerId, accountId, name, email, emailVerified } = found;
  if (found.isUseDue) await noteUse(sessionId, client);
  return {
    sessionId,
    organizationId,
    customerId,
    accountId,
    name,
    email,
    emailVerified,
    scopes: new Set(found.scopes),
    oauthClientName: found.oauthClientName,
  };
}
