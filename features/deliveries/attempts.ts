import "server-only";
import { desc, eq } from "drizzle-orm";
import { database } from "@/db/client";
import { attempts, users } from "@/db/schema";
import { explain, isErrorClass } from "@/features/deliveries/error-classes";
import { type Attempt, MAX_ATTEMPTS_SHOWN } from "@/features/deliveries/schema";
import { shownTarget } from "@/features/deliveries/target-url";
import type { Context } from "@/lib/context";
import { maskCredentials } from "@/lib/credential-headers";

/** Newest first, for a caller that may see the delivery; `payload` is null where what was sent and answered must not be told. */
export async function listAttempts(
  ctx: Context,
  { deliveryId, payload }: { deliveryId: string; payload: string | null },
): Promise<Attempt[]> {
  const rows = await database()
    .select({ attempt: attempts, requestedBy: users.name })
    .from(attempts)
    .leftJoin(users, eq(users.id, attempts.requestedBy))
    .where(eq(attempts.deliveryId, deliveryId))
    .orderBy(desc(attempts.number))
    .limit(MAX_ATTEMPTS_SHOWN);
  return rows.map((row) => toAttempt(ctx, row, payload));
}

function toAttempt(
  ctx: Context,
  { attempt: row, requestedBy }: { attempt: typeof attempts.$inferSelect; requestedBy: string | null },
  payload: string | null,
): Attempt {
  const body = row.responseBody ?? Buffer.alloc(0);
  const text = decodeUtf8(body);
  return {
    number: row.number,
    startedAt: row.startedAt.toISOString(),
    durationMs: row.durationMs,
    statusCode: row.statusCode,
    success: row.success,
    errorClass: row.errorClass,
    errorMessage: row.errorMessage,
    explanation:
      row.errorClass && isErrorClass(row.errorClass)
        ? explain(row.errorClass, { statusCode: row.statusCode, host: URL.parse(row.url)?.host ?? null })
        : null,
    trigger: row.trigger,
    requestedBy,
    request: { url: shownTarget(ctx, row.url), headers: row.requestHeaders, body: payload },
    response: row.responseHeaders && {
      headers: maskCredentials(row.responseHeaders),
      // A receiver may well answer with what it was sent.
      body: payload === null ? null : (text ?? body.toString("base64")),
      encoding: text === null ? "base64" : "utf8",
      truncated: row.responseTruncated,
    },
    timings: row.timings,
  };
}

function decodeUtf8(bytes: Buffer): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
