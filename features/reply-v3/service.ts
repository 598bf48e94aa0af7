import "server-only";
import { transaction } from "@/db/client";
import { toTypes } from "@/features/event-catalog/reply-v3-names";
import { getReplyWebhook } from "@/features/reply-v3/queries";
import type {
  CreatedReplyWebhook,
  CreateReplyWebhook,
  ReplaceReplyWebhook,
  ReplyWebhook,
  UpdateReplyWebhook,
} from "@/features/reply-v3/schema";
import { rotateSubscriptionSecret } from "@/features/subscriptions/rotation";
import type { UpdateSubscription } from "@/features/subscriptions/schema";
import { createSubscription, deleteSubscription, updateSubscription } from "@/features/subscriptions/service";
import { actorUserId, type Context } from "@/lib/context";
import { InvalidError, NotFoundError } from "@/lib/errors";

export async function createReplyWebhook(
  ctx: Context,
  body: CreateReplyWebhook,
): Promise<CreatedReplyWebhook> {
  assertOwnOrganization(ctx, body);
  const { eventTypes, eventNames } = toTypes(body.eventTypes);
  const input = {
    targetUrl: body.targetUrl,
    eventTypes,
    ...(body.secret && { secret: body.secret }),
    ...scopeOf(ctx, body.subscriptionLevel, body),
    format: "reply_v3" as const,
    retryPolicy: "standard" as const,
  };
  return foreignTeamIsNotFound(async () => {
    const { id, secret } = await createSubscription(ctx, input, { dialect: "reply_v3", eventNames });
    return { ...(await getReplyWebhook(ctx, id)), secret };
  });
}

export async function updateReplyWebhook(
  ctx: Context,
  id: string,
  body: ReplaceReplyWebhook | UpdateReplyWebhook,
): Promise<ReplyWebhook> {
  assertOwnOrganization(ctx, body);
  const types = body.eventTypes && toTypes(body.eventTypes);
  const { targetUrl, subscriptionLevel, isActive, secret } = body;
  return foreignTeamIsNotFound(() =>
    transaction(async () => {
      const { subscriptionLevel: present } = await getReplyWebhook(ctx, id);
      const input: UpdateSubscription = {
        ...(targetUrl !== undefined && { targetUrl }),
        ...(types && { eventTypes: types.eventTypes }),
        ...(subscriptionLevel ? scopeOf(ctx, subscriptionLevel, body) : givenOf(ctx, present, body)),
        ...(isActive !== undefined && { isActive }),
      };
      await updateSubscription(ctx, id, input, types && { eventNames: types.eventNames });
      // A client that sends back what it was shown sends null: it doesn't know the secret.
      if (secret) await rotateSubscriptionSecret(ctx, id, { secret, overlapSeconds: 0 });
      return getReplyWebhook(ctx, id);
    }),
  );
}

export async function deleteReplyWebhook(ctx: Context, id: string): Promise<void> {
  await getReplyWebhook(ctx, id);
  await deleteSubscription(ctx, id);
}

type Scope = Pick<UpdateReplyWebhook, "sequenceIds" | "teamIds" | "accountId" | "organizationId">;
type Level = CreateReplyWebhook["subscriptionLevel"];

/** All that a level goes by: fields of other levels are passed over. */
function scopeOf(ctx: Context, subscriptionLevel: Level, { sequenceIds, teamIds, accountId }: Scope) {
  return {
    subscriptionLevel,
    sequenceIds: subscriptionLevel === "sequence" ? (sequenceIds ?? []) : [],
    teamIds: subscriptionLevel === "team" ? (teamIds ?? []) : [],
    accountId: subscriptionLevel === "account" ? (accountId ?? actorUserId(ctx)) : null,
  };
}

/** What a change gives of the level that stays. */
function givenOf(ctx: Context, level: Level, { sequenceIds, teamIds, accountId }: Scope): UpdateSubscription {
  if (level === "sequence" && sequenceIds !== undefined) return { sequenceIds: sequenceIds ?? [] };
  if (level === "team" && teamIds !== undefined) return { teamIds: teamIds ?? [] };
  if (level === "account" && accountId !== undefined) return { accountId: accountId ?? actorUserId(ctx) };
  return {};
}

function assertOwnOrganization(ctx: Context, { organizationId }: Scope): void {
  if (organizationId && organizationId !== ctx.organizationId) throw new NotFoundError("organization");
}

/** Clients of this API take 404 for "no team like that", and go on at the level of the account. */
async function foreignTeamIsNotFound<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const isOfTeam =
      error instanceof InvalidError && error.issues?.some(({ path }) => path.startsWith("teamIds"));
    throw isOfTeam ? new NotFoundError("team") : error;
  }
}
