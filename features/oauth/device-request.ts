import { deviceHref } from "@/features/oauth/links";
import "server-only";
import { and, eq, gt, inArray, sql } from "drizzle-orm";
import { database, transaction } from "@/db/client";
import { customerAccounts, oauthClients, oauthDeviceRequests } from "@/db/schema";
import { consumeRateLimit, perMinute, type RateLimit, refundRateLimit } from "@/features/limits/rate-limit";
import { formatUserCode, hashUserCode, mintUserCode, readUserCode } from "@/features/oauth/user-code";
import type { RegisteredClient } from "@/features/oauth-clients/find-client";
import { OAuthError } from "@/features/oauth-clients/oauth-error";
import type { OAuthScope } from "@/features/oauth-clients/scopes";
import { lockClient } from "@/features/oauth-sessions/locks";
import { usedBy } from "@/features/oauth-sessions/usage";
import { hashToken, mintToken } from "@/features/tokens/secret";
import type { Client } from "@/lib/context";
import { env } from "@/lib/env";
import { limitedAddress } from "@/lib/limited-address";

const LIFETIME_SECONDS = 600;
const INTERVAL_SECONDS = 5;

const STARTS = perMinute("oauth:device", 60);
const GUESSES: RateLimit = { name: "oauth:user-code", max: 20, windowSeconds: 900 };

/** RFC 8628 §3.2. */
export interface DeviceAnswer {
  device_code: string;
  user_code: string;
  verification_uri: string;
  verification_uri_complete: string;
  expires_in: number;
  interval: number;
}

interface DeviceAsking {
  client: RegisteredClient;
  scopes: readonly OAuthScope[];
  /** The site that it says it is. */
  host: string | null;
}

/** A device asks, and shows its customer the code to enter. */
export async function createDeviceRequest(asking: DeviceAsking, caller: Client): Promise<DeviceAnswer> {
  await consumeRateLimit(STARTS, limitedAddress(caller.ip), "Too many devices ask from this address.");
  const deviceCode = mintToken("rpl_dc_");
  const userCode = await transaction(async () => {
    if (!(await lockClient(asking.client.id)))
      throw new OAuthError("invalid_client", "This app is not there any more.");
    return storeRequest(asking, deviceCode, caller);
  });
  const page = new URL(deviceHref(), env.APP_URL);
  return {
    device_code: deviceCode,
    user_code: formatUserCode(userCode),
    verification_uri: page.href,
    verification_uri_complete: `${page.href}?user_code=${formatUserCode(userCode)}`,
    expires_in: LIFETIME_SECONDS,
    interval: INTERVAL_SECONDS,
  };
}

/** A device that waits, as its customer is asked about it. */
export interface DeviceRequest {
  id: string;
  organizationId: number;
  /** The public one. */
  clientId: string;
  scopes: OAuthScope[];
  /** The site that it says it is; nothing proves it. */
  host: string | null;
  ip: string | null;
  createdAt: Date;
}

/** The one that waits with the code that somebody typed. Whoever types many wrong ones has to wait, too: throws RateLimitedError. */
export async function findDeviceRequest(typed: string, caller: Client): Promise<DeviceRequest | null> {
  const address = limitedAddress(caller.ip);
  await consumeRateLimit(GUESSES, address, "Too many wrong codes. Wait a few minutes.");
  const userCode = readUserCode(typed);
  if (userCode === null) return null;
  const [found] = await database()
    .select({
      id: oauthDeviceRequests.id,
      organizationId: oauthDeviceRequests.organizationId,
      clientId: oauthClients.clientId,
      scopes: oauthDeviceRequests.scopes,
      host: oauthDeviceRequests.host,
      ip: oauthDeviceRequests.ip,
      createdAt: oauthDeviceRequests.createdAt,
    })
    .from(oauthDeviceRequests)
    .innerJoin(oauthClients, eq(oauthClients.id, oauthDeviceRequests.clientId))
    .where(and(inArray(oauthDeviceRequests.userCodeHash, hashUserCode(userCode)), IS_WAITING));
  if (!found) return null;
  await refundRateLimit(GUESSES, address);
  return found;
}

/** The answer of a customer; false where the device does not wait any more. Of two answers the first one counts. */
export async function decideDeviceRequest(
  id: string,
  accountId: string,
  decision: "approved" | "denied",
): Promise<boolean> {
  const itsOrganization = database()
    .select({ id: customerAccounts.organizationId })
    .from(customerAccounts)
    .where(eq(customerAccounts.id, accountId));
  const decided = await database()
    .update(oauthDeviceRequests)
    .set({ status: decision, accountId })
    .where(
      and(
        eq(oauthDeviceRequests.id, id),
        IS_WAITING,
        inArray(oauthDeviceRequests.organizationId, itsOrganization),
      ),
    )
    .returning({ id: oauthDeviceRequests.id });
  return decided.length > 0;
}

const IS_WAITING = and(
  eq(oauthDeviceRequests.status, "pending"),
  gt(oauthDeviceRequests.expiresAt, sql`now()`),
);

async function storeRequest(asking: DeviceAsking, deviceCode: string, caller: Client): Promise<string> {
  const { client, scopes, host } = asking;
  for (;;) {
    const userCode = mintUserCode();
    const stored = await database()
      .insert(oauthDeviceRequests)
      .values({
        organizationId: client.organizationId,
        clientId: client.id,
        deviceCodeHash: hashToken(deviceCode),
        userCodeHash: hashUserCode(userCode)[0],
        scopes: [...scopes],
        host,
        intervalSeconds: INTERVAL_SECONDS,
        ...usedBy(caller),
        expiresAt: sql`now() + make_interval(secs => ${LIFETIME_SECONDS})`,
      })
      // Another device has this code at the moment.
      .onConflictDoNothing({ target: oauthDeviceRequests.userCodeHash })
      .returning({ id: oauthDeviceRequests.id });
    if (stored.length > 0) return userCode;
  }
}
