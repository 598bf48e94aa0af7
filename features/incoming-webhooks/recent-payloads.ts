import "server-only";
import { desc, eq } from "drizzle-orm";
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
  const latest = await database()
    .select({
      id: incomingRequests.id,
      createdAt: incomingRequests.createdAt,
      result: incomingRequests.result,
      reason: incomingRequests.reason,
      bodyBytes: incomingRequests.bodyBytes,
      isBodyKept: incomingRequests.isBodyKept,
    })
    .from(incomingRequests)
    .where(eq(incomingRequests.webhookId, webhookId))
    .orderBy(desc(incomingRequests.id))
    .limit(MAX_ROWS);
  const usable = latest.filter(
    ({ result, reason, bodyBytes, isBodyKept }) =>
      isBodyKept &&
      bodyBytes <= MAX_BYTES &&
      (["accepted", "ignored", "held"].includes(result) || reason === "unusable_payload"),
  );
  const samples: RecentPayloads["samples"] = [];
  const paths = new Set<string>();
  for (const { id, createdAt } of usable.slice(0, MAX_SAMPLES)) {
    const body = await bodyOf(id);
    const payload = body === null ? undefined : parse(body);
    if (body === null || payload === undefined) continue;
    samples.push({ requestId: id, createdAt: createdAt.toISOString(), body });
    for (const { path } of payloadPaths(payload)) paths.add(path);
  }
  return { samples, paths: [...paths].toSorted() };
}

async function bodyOf(id: string): Promise<string | null> {
  const [row] = await database()
    .select({ body: incomingRequests.body })
    .from(incomingRequests)
    .where(eq(incomingRequests.id, id));
  return row?.body.toString("utf8") ?? null;
}

/** Undefined for what is no JSON. */
function parse(text: string): unknown {
  try {
    return isTooDeep(text) ? undefined : parseJson(text);
  } catch {
    return undefined;
  }
}
