import "server-only";
import { sql } from "drizzle-orm";
import { database, transaction } from "@/db/client";
import { systemContext } from "@/features/auth/system-context";
import { shakeHands } from "@/features/handshake/handshake";
import { SUBSCRIPTION, writeSubscription } from "@/features/subscriptions/change";
import type { Subscription } from "@/features/subscriptions/schema";
import { readHeaders } from "@/features/subscriptions/secrets";
import { type Begun, recordHandshake } from "@/features/subscriptions/verification-result";
import { authorize, type Context } from "@/lib/context";
import { ConflictError, NotFoundError } from "@/lib/errors";

/** Longer than a handshake takes: one that has no result by then died with its process. */
const LEASE_SECONDS = 30;
/** Servers wake a run up to a second early: they round, and their clock is not the database's. */
const EARLY_SECONDS = 2;
/** By then whoever was to ask is late, or gone. */
const OVERDUE_SECONDS = 30;
const MAX_OVERDUE = 100;

/**
 * Asks the target at once, and answers with the subscription as that leaves it; `lastVerification` is this handshake. Throws ConflictError where
 * there is nothing to verify, and where the target was changed before it answered.
 */
export async function verifySubscription(ctx: Context, id: string): Promise<Subscription> {
  authorize(ctx, "subscriptions:write");
  const begun = await begin(ctx, id);
  const result = await shakeHands(begun.targetUrl, { headers: begun.headers });
  return recordHandshake(ctx, id, begun, result);
}

/** The same by ourselves, if it is time. When to come back; null when nothing more is planned. */
export async function verifyWhenDue(organizationId: number, id: string): Promise<string | null> {
  const ctx = systemContext("verification", organizationId);
  if (!(await take(ctx, id))) return nextTryAt(ctx, id);
  try {
    await verifySubscription(ctx, id);
  } catch (error) {
    // Changed or deleted meanwhile, which has plans of its own.
    if (!(error instanceof ConflictError || error instanceof NotFoundError)) throw error;
  }
  return nextTryAt(ctx, id);
}

interface DueTarget extends Record<string, unknown> {
  subscriptionId: string;
  organizationId: number;
}

/** Targets that nobody asked although it was time. */
export async function listOverdueVerifications(): Promise<DueTarget[]> {
  return database().execute<DueTarget>(sql`
    select id as "subscriptionId", organization_id as "organizationId" from subscriptions
    where verification_due_at < now() - make_interval(secs => ${OVERDUE_SECONDS}) and deleted_at is null
    order by verification_due_at limit ${MAX_OVERDUE}`);
}

/** False when it is not time, or someone else took it. */
async function take({ organizationId }: Context, id: string): Promise<boolean> {
  const taken = await database().execute(sql`
    update subscriptions set verification_due_at = ${fromNow(LEASE_SECONDS)}
    where organization_id = ${organizationId} and id = ${id} and deleted_at is null
      and verification_due_at <= ${fromNow(EARLY_SECONDS)}
    returning id`);
  return taken.length > 0;
}

async function nextTryAt({ organizationId }: Context, id: string): Promise<string | null> {
  const [row] = await database().execute<{ at_ms: number | null }>(sql`
    select extract(epoch from verification_due_at)::float8 * 1000 as at_ms
    from subscriptions where organization_id = ${organizationId} and id = ${id} and deleted_at is null`);
  return row?.at_ms ? new Date(row.at_ms).toISOString() : null;
}

/** Notes that the target is being asked. No lock outlives this: the target may take its time. */
function begin(ctx: Context, id: string): Promise<Begun> {
  return transaction(async () => {
    const { before, headersCiphertext, pendingHeadersCiphertext } = await SUBSCRIPTION.lock(ctx, id);
    if (before.verification === "none")
      throw new ConflictError(
        "The target of this subscription need not be verified. Set verification to x_hook_secret first if it should.",
      );
    const handshake = {
      number: (before.lastVerification?.number ?? 0) + 1,
      startedAt: new Date().toISOString(),
      outcome: "sent" as const,
      durationMs: null,
      statusCode: null,
      expected: null,
      received: null,
      failure: null,
      problem: null,
    };
    await writeSubscription(ctx, id, {
      lastVerification: handshake,
      verificationDueAt: fromNow(LEASE_SECONDS),
      // Nothing that its owner set has changed.
      updatedAt: sql`updated_at`,
    });
    return {
      handshake,
      targetUrl: before.pendingTargetUrl ?? before.targetUrl,
      headers: readHeaders({
        id,
        headersCiphertext: pendingHeadersCiphertext ?? headersCiphertext,
      }),
    };
  });
}

function fromNow(seconds: number) {
  return sql`now() + make_interval(secs => ${seconds})`;
}
