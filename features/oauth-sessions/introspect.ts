import "server-only";
import { queryPrepared } from "@/db/client";
import type { RegisteredClient } from "@/features/oauth-clients/find-client";
import { isLiveAs } from "@/features/oauth-clients/session-states";
import { isSwitchedOnAs } from "@/features/oauth-clients/states";
import { findAccessToken } from "@/features/oauth-sessions/verify";
import { hashToken } from "@/features/tokens/secret";
import { env } from "@/lib/env";

/** RFC 7662 §2.2. */
interface ActiveToken {
  active: true;
  scope: string;
  client_id: string;
  /** Of access tokens only. */
  token_type?: "Bearer";
  sub: string;
  iss: string;
  iat: number;
  exp: number;
}

/** What a token of the app's is good for. Of any other, whatever it is, only that it is good for nothing. */
export async function introspectToken(
  client: RegisteredClient,
  token: string,
): Promise<ActiveToken | { active: false }> {
  const access = await findAccessToken(token);
  if (access) {
    if (access.clientId !== client.id) return { active: false };
    return { ...describe(client, { ...access, scope: access.scopes.join(" ") }), token_type: "Bearer" };
  }
  const [refresh] = await queryPrepared<TokenFacts>(FIND_REFRESH_TOKEN, [hashToken(token), client.id]);
  return refresh ? describe(client, refresh) : { active: false };
}

interface TokenFacts {
  scope: string;
  customerId: string;
  /** Seconds since 1970. */
  issuedAt: number;
  expiresAt: number;
}

export const FIND_REFRESH_TOKEN = `
  select array_to_string(s.scopes, ' ') as scope, c.id as "customerId",
    extract(epoch from t.created_at)::int as "issuedAt", extract(epoch from t.expires_at)::int as "expiresAt"
  from oauth_refresh_tokens t
  join oauth_sessions s on s.id = t.session_id and ${isLiveAs("s")}
  join oauth_clients o on o.id = s.client_id and ${isSwitchedOnAs("o")}
  join customer_accounts a on a.id = s.account_id
  join customers c on c.id = a.customer_id and c.deleted_at is null and c.merged_into_id is null
  where t.hash = $1 and s.client_id = $2 and t.used_at is null and t.expires_at > now()`;

function describe({ clientId }: RegisteredClient, facts: TokenFacts): ActiveToken {
  const { scope, customerId, issuedAt, expiresAt } = facts;
  return {
    active: true,
    scope,
    client_id: clientId,
    sub: customerId,
    iss: env.APP_URL,
    iat: issuedAt,
    exp: expiresAt,
  };
}
