import "server-only";
import { and, desc, eq, inArray } from "drizzle-orm";
import { database } from "@/db/client";
import { incomingRequests } from "@/db/schema";
import { getIncomingWebhook } from "@/features/incoming-webhooks/queries";
import type { RecentPayloads } from "@/features/incoming-webhooks/recent-payloads-schema";
import type { Context } from "@/lib/context";
import { isTooDeep } from "@/lib/json-depth";
import { parseJson } from "@/lib/parse-json";
import { payloadPaths } from "@/lib/payload-paths";

/** Looked through, however many of them were refused. */
const MAX_ROWS = 50;
const MAX_SAMPLES = 5;
const MAX_BYTES = 65_536;

/** What senders sent of late, for whoever writes a mapping: only what was verified, and is JSON. */
export async function listRecentPayloads(ctx: Context, webhookId: string): Promise<RecentPayloads> {
  await getIncomingWebhook(ctx, webhookId);
  const own = and(
    eq(incomingRequests.organizationId, ctx.organizationId),
    eq(incomingRequests.webhookId, webhookId),
  );
  const latest = await database()
    .select({
      id: incomingRequests.id,
      result: incomingRequests.result,
      reason: incomingRequests.reason,
      bodyBytes: incomingRequests.bodyBytes,
      isBodyKept: incomingRequests.isBodyKept,
    })
    .from(incomingRequests)
    .where(own)
    .orderBy(desc(incomingRequests.id))
    .limit(MAX_ROWS);
  const usable = latest.filter(
    ({ result, reason, bodyBytes, isBodyKept }) =>
      isBodyKept &&
      bodyBytes <= MAX_BYTES &&
      (["accepted", "ignored", "held"].includes(result) || reason === "unusable_payload"),
  );
  const ids = usable.slice(0, MAX_SAMPLES).map(({ id }) => id);
  const kept = await database()
    .select({
      id: incomingRequests.id,
      createdAt: incomingRequests.createdAt,
      body: incomingRequests.body,
    })
    .from(incomingRequests)
    .where(and(own, inArray(incomingRequests.id, ids)))
    .orderBy(desc(incomingRequests.id));
  const samples: RecentPayloads["samples"] = [];
  const paths = new Set<string>();
  for (const { id, createdAt, body } of kept) {
    const text = body.toString("utf8");
    const payload = parse(text);
    if (payload === undefined) continue;
    samples.push({ requestId: id, createdAt: createdAt.toISOString(), body: text });
    for (const { path } of payloadPaths(payload)) paths.add(path);
  }
  return { samples, paths: [...paths].toSorted() };
}

/** Undefined for what is no JSON. */
function parse(text: string): unknown {
  try {
    return isTooDeep(text) ? undefined : parseJson(text);
  } catch {
    return undefined;
  }
}
