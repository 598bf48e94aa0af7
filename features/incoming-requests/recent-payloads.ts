import "server-only";
import { and, desc, eq, inArray } from "drizzle-orm";
import { database } from "@/db/client";
import { incomingRequests } from "@/db/schema";
import { type Payload, readKept } from "@/features/incoming-requests/payload";
import { getIncomingWebhook } from "@/features/incoming-webhooks/queries";
import { besideOf, toReceived } from "@/features/incoming-webhooks/received";
import type { RecentPayloads } from "@/features/incoming-webhooks/recent-payloads-schema";
import { credentialHeaders } from "@/features/incoming-webhooks/secrets";
import type { Context } from "@/lib/context";
import { isRecord } from "@/lib/own-path";
import { payloadPaths } from "@/lib/payload-paths";
import { openHeaders } from "@/lib/received-headers";
import { isSenderHeader } from "@/lib/sender-headers";

/** Looked through, however many of them were refused. */
const MAX_ROWS = 50;
const MAX_SAMPLES = 5;
/** Of a body with its files, of which a sample has only the names. */
const MAX_BODY_BYTES = 1024 * 1024;
const MAX_SAMPLE_BYTES = 65_536;

/** What senders sent of late, for whoever writes a mapping: only what was verified, and can be read. */
export async function listRecentPayloads(ctx: Context, webhookId: string): Promise<RecentPayloads> {
  const secret = credentialHeaders(await getIncomingWebhook(ctx, webhookId));
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
      bodyBytes <= MAX_BODY_BYTES &&
      (["accepted", "ignored", "queued", "held"].includes(result) || reason === "unusable_payload"),
  );
  const ids = usable.slice(0, MAX_SAMPLES).map(({ id }) => id);
  const kept = await database()
    .select({
      id: incomingRequests.id,
      createdAt: incomingRequests.createdAt,
      headers: incomingRequests.headers,
      body: incomingRequests.body,
    })
    .from(incomingRequests)
    .where(and(own, inArray(incomingRequests.id, ids)))
    .orderBy(desc(incomingRequests.id));
  const samples: RecentPayloads["samples"] = [];
  const paths = new Set<string>();
  for (const { id, createdAt, headers, body } of kept) {
    const read = readKept({ headers, body });
    if (read === null) continue;
    const open = openHeaders(headers, secret);
    for (const path of pathsIn(read, open)) paths.add(path);
    const text = sampleText(read, { headers, body });
    if (Buffer.byteLength(text) > MAX_SAMPLE_BYTES) continue;
    samples.push({
      requestId: id,
      createdAt: createdAt.toISOString(),
      body: text,
      headers: open,
      files: read.files,
    });
  }
  return { samples, paths: [...paths].toSorted() };
}

/** Where values stand in the payload, and in what can be read beside it. */
function pathsIn(read: Payload, open: Record<string, string>): string[] {
  const { payload: _, ...beside } = besideOf(toReceived({ ...read, headers: sendersOwn(open) }));
  const own = isRecord(read.payload) ? read.payload : {};
  const others = Object.entries(beside).filter(([name]) => !Object.hasOwn(own, name));
  const firsts = others.map(([name, value]) => [name, Array.isArray(value) ? value.slice(0, 1) : value]);
  return [...payloadPaths(read.payload), ...payloadPaths(Object.fromEntries(firsts))].map(({ path }) => path);
}

function sendersOwn(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => isSenderHeader(name)));
}

/** JSON as it came, or what a form or a packed body says. */
function sampleText({ payload }: Payload, { headers, body }: Parameters<typeof readKept>[0]): string {
  const text = headers["content-encoding"] === undefined ? body.toString("utf8") : "";
  return /^\s*[{[]/.test(text) ? text : JSON.stringify(payload);
}
