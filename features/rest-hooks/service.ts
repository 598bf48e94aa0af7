import "server-only";
import { shakeHands } from "@/features/handshake/handshake";
import { toFilter } from "@/features/rest-hooks/payload-filter";
import { findRestHook, getRestHook, getRestHookId } from "@/features/rest-hooks/queries";
import { inTheirWords } from "@/features/rest-hooks/refusals";
import type { CreateRestHook, RestHook, UpdateRestHook } from "@/features/rest-hooks/schema";
import { assertFreeTarget } from "@/features/subscriptions/dialect-target";
import { assertTarget, authorizePastEvents, authorizeReading } from "@/features/subscriptions/rules";
import type { CreateSubscription } from "@/features/subscriptions/schema";
import {
  assertMayCreate,
  createSubscription,
  deleteSubscription,
  updateSubscription,
} from "@/features/subscriptions/service";
import type { Verified } from "@/features/subscriptions/verification";
import { assertPresentSecret, type Context } from "@/lib/context";
import { AppError } from "@/lib/errors";

/** Returns the id of the new webhook. Nothing exists before the target has answered, and no transaction is open while it does. */
export async function createRestHook(ctx: Context, body: CreateRestHook): Promise<number> {
  const input: CreateSubscription = {
    targetUrl: body.target_url,
    eventTypes: [body.event],
    format: "rest_hooks",
    subscriptionLevel: "organization",
    filter: toFilter(body.configuration),
    retryPolicy: "standard",
  };
  return inTheirWords(async () => {
    assertMayCreate(ctx, input);
    await assertFreeTarget(ctx, input.targetUrl);
    const verified = await verify(input.targetUrl);
    const { id } = await createSubscription(ctx, input, { dialect: "rest_hooks", verified });
    return getRestHookId(ctx, id);
  });
}

export async function updateRestHook(ctx: Context, id: number, body: UpdateRestHook): Promise<RestHook> {
  const { event, configuration } = body;
  return inTheirWords(async () => {
    const { subscriptionId, targetUrl: present, eventTypes } = await findRestHook(ctx, id);
    const targetUrl = body.target_url === present ? undefined : body.target_url;
    const listed = event === undefined ? eventTypes : [event];
    const verified =
      targetUrl === undefined ? undefined : await verifyOther(ctx, { targetUrl, subscriptionId, listed });
    const input = {
      ...(targetUrl !== undefined && { targetUrl }),
      ...(event !== undefined && { eventTypes: listed }),
      ...(configuration !== undefined && { filter: toFilter(configuration) }),
    };
    await updateSubscription(ctx, subscriptionId, input, { verified });
    return getRestHook(ctx, id);
  });
}

export async function deleteRestHook(ctx: Context, id: number): Promise<void> {
  const { subscriptionId } = await findRestHook(ctx, id);
  await deleteSubscription(ctx, subscriptionId);
}

/** Asks it only for those who may send there what is listed, and what was. */
async function verifyOther(
  ctx: Context,
  { targetUrl, subscriptionId, listed }: { targetUrl: string; subscriptionId: string; listed: string[] },
): Promise<Verified> {
  assertPresentSecret(ctx);
  authorizeReading(ctx, listed);
  await authorizePastEvents(ctx, subscriptionId);
  assertTarget(targetUrl);
  await assertFreeTarget(ctx, targetUrl, subscriptionId);
  return verify(targetUrl);
}

/** Throws with what went wrong, for people. */
async function verify(targetUrl: string): Promise<Verified> {
  const { hookSecret, problem } = await shakeHands(targetUrl);
  if (hookSecret !== null) return { hookSecret };
  const message = problem
    ? `${problem.explanation} ${problem.nextStep}`
    : "The target did not answer the handshake.";
  throw new AppError("handshake_failed", message, { issues: [{ path: "targetUrl", message }] });
}
