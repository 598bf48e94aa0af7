import "server-only";
import { and, eq, sql } from "drizzle-orm";
import { currentTransaction, database, transaction } from "@/db/client";
import { oauthDeviceRequests } from "@/db/schema";
import type { RegisteredClient } from "@/features/oauth-clients/find-client";
import { OAuthError } from "@/features/oauth-clients/oauth-error";
import type { TokenAnswer } from "@/features/oauth-sessions/issue";
import { type Opening, openSession } from "@/features/oauth-sessions/open";
import { hashToken } from "@/features/tokens/secret";
import type { Client } from "@/lib/context";

const SLOW_DOWN_SECONDS = 5;
/** What the network makes of a poll that was on time. */
const TOLERANCE_SECONDS = 0.5;

/** A device asks whether its customer has answered. Throws OAuthError, also while it has to wait. */
export async function exchangeDeviceCode(
  client: RegisteredClient,
  deviceCode: string,
  caller: Client,
): Promise<TokenAnswer> {
  const found = await findRequest(client, deviceCode);
  if (!found) throw new OAuthError("invalid_grant", "The device code is unknown.");
  const { id, status, accountId, scopes, host } = found;
  if (status === "used") throw usedAlready();
  if (found.isExpired)
    throw new OAuthError("expired_token", "The device code has expired. Ask for another one.");
  if (status === "denied") throw new OAuthError("access_denied", "The customer said no.");
  if (status === "pending" || accountId === null) throw await notePoll(id);
  return spendDeviceCode(id, { client, accountId, scopes, host, origin: "device_code" }, caller);
}

function usedAlready(): OAuthError {
  return new OAuthError("invalid_grant", "The device code was used already.");
}

async function findRequest(client: RegisteredClient, deviceCode: string) {
  const [found] = await database()
    .select({
      id: oauthDeviceRequests.id,
      status: oauthDeviceRequests.status,
      accountId: oauthDeviceRequests.accountId,
      scopes: oauthDeviceRequests.scopes,
      host: oauthDeviceRequests.host,
      isExpired: sql<boolean>`${oauthDeviceRequests.expiresAt} <= now()`,
    })
    .from(oauthDeviceRequests)
    .where(
      and(
        eq(oauthDeviceRequests.deviceCodeHash, hashToken(deviceCode)),
        eq(oauthDeviceRequests.clientId, client.id),
      ),
    );
  return found;
}

/** Of several polls at once one gets the tokens. */
function spendDeviceCode(id: string, opening: Opening, caller: Client): Promise<TokenAnswer> {
  return transaction(async () => {
    const answer = await openSession(opening, caller);
    const spent = await currentTransaction()
      .update(oauthDeviceRequests)
      .set({ status: "used" })
      .where(and(eq(oauthDeviceRequests.id, id), eq(oauthDeviceRequests.status, "approved")))
      .returning({ id: oauthDeviceRequests.id });
    if (spent.length === 0) throw usedAlready();
    return answer;
  });
}

/** A poll that comes too early makes the interval longer. */
async function notePoll(id: string): Promise<OAuthError> {
  const [polled] = await database().execute<{ is_early: boolean }>(sql`
    update oauth_device_requests set
      interval_seconds = interval_seconds + case
        when last_polled_at + make_interval(secs => interval_seconds - ${TOLERANCE_SECONDS}::float8) > clock_timestamp()
        then ${SLOW_DOWN_SECONDS}::int else 0 end,
      last_polled_at = clock_timestamp()
    where id = ${id}
    returning new.interval_seconds > old.interval_seconds as is_early`);
  if (polled?.is_early)
    return new OAuthError("slow_down", `Wait ${SLOW_DOWN_SECONDS} s longer between two calls from now on.`);
  return new OAuthError(
    "authorization_pending",
    "The customer has not answered yet. Ask again after the interval.",
  );
}
