import "server-only";
import { and, eq, sql } from "drizzle-orm";
import { database } from "@/db/client";
import { subscriptions } from "@/db/schema";
import type { ClaimedDelivery } from "@/features/sending/claim";
import { openHookSecret, openSecrets, readHeaders } from "@/features/subscriptions/secrets";
import { echoKeyOf } from "@/lib/echo-address";
import { overlapEnd } from "@/lib/overlap";

/** What sending to a subscription takes, opened once and kept until its row changes. */
export interface Target {
  version: string;
  url: string;
  /** With the port where it is not the usual one. */
  host: string;
  hostname: string;
  /** It doesn't leave this process. */
  isEcho: boolean;
  /** The current secret, then the previous one while a rotation overlaps. */
  secrets: string[];
  /** What it gave back in the handshake; null without one. */
  hookSecret: string | null;
  /** Until when `secrets` is right. */
  validUntilMs: number;
  headers: Record<string, string>;
  retryDelaysSeconds: number[];
}

const CACHE_MAX = 5000;
const cache = new Map<string, Target>();

/** Null when the subscription is gone. */
export async function findTarget(delivery: ClaimedDelivery): Promise<Target | null> {
  const { organizationId, subscriptionId, subscriptionVersion: version } = delivery;
  const known = cache.get(subscriptionId);
  if (known && known.version === version && known.validUntilMs > Date.now()) return known;
  const [row] = await database()
    .select({
      id: subscriptions.id,
      version: sql<string>`xmin::text`,
      targetUrl: subscriptions.targetUrl,
      secretCiphertext: subscriptions.secretCiphertext,
      previousSecretCiphertext: subscriptions.previousSecretCiphertext,
      previousSecretExpiresAt: subscriptions.previousSecretExpiresAt,
      hookSecretCiphertext: subscriptions.hookSecretCiphertext,
      headersCiphertext: subscriptions.headersCiphertext,
      retryDelaysSeconds: subscriptions.retryDelaysSeconds,
    })
    .from(subscriptions)
    .where(and(eq(subscriptions.organizationId, organizationId), eq(subscriptions.id, subscriptionId)));
  if (!row) return null;
  const overlapEndsAt = overlapEnd(row.previousSecretExpiresAt);
  const { host, hostname } = new URL(row.targetUrl);
  const target: Target = {
    version: row.version,
    url: row.targetUrl,
    host,
    hostname,
    isEcho: echoKeyOf(row.targetUrl) !== null,
    secrets: openSecrets(row),
    hookSecret: openHookSecret(row),
    validUntilMs: overlapEndsAt === null ? Number.POSITIVE_INFINITY : Date.parse(overlapEndsAt),
    headers: readHeaders(row),
    retryDelaysSeconds: row.retryDelaysSeconds,
  };
  if (cache.size >= CACHE_MAX) cache.clear();
  cache.set(subscriptionId, target);
  return target;
}
