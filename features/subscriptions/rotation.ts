import "server-only";
import { sql } from "drizzle-orm";
import { subscriptions } from "@/db/schema";
import { endOverlap, extendOverlap, rotateSecret, type SecretKind } from "@/features/rotation/rotation";
import { generateSecret } from "@/features/signatures/keys";
import { changeSubscription, type SubscriptionColumns, selectSecrets } from "@/features/subscriptions/change";
import type {
  RotatedSubscription,
  RotateSubscriptionSecret,
  Subscription,
} from "@/features/subscriptions/schema";
import { sealSecret } from "@/features/subscriptions/secrets";
import { actorUserId, type Context } from "@/lib/context";
import type { ExtendOverlap } from "@/lib/overlap";

const SIGNING_SECRET: SecretKind<SubscriptionColumns> = {
  noun: "secret",
  rotated: "secret_rotated",
  keepPrevious: { previousSecretCiphertext: sql`${subscriptions.secretCiphertext}` },
  dropPrevious: { previousSecretCiphertext: null, previousSecretExpiresAt: null },
  setEnd: (previousSecretExpiresAt) => ({ previousSecretExpiresAt }),
};

/** Deliveries carry the signatures of both secrets until the overlap ends. */
export async function rotateSubscriptionSecret(
  ctx: Context,
  id: string,
  { overlapSeconds, secret = generateSecret() }: RotateSubscriptionSecret,
): Promise<RotatedSubscription> {
  const [known] = await selectSecrets(ctx, id);
  const rotated = await changeSubscription(ctx, id, ({ before, secretCiphertext: present }) =>
    rotateSecret(
      ctx,
      SIGNING_SECRET,
      { present, endsAt: before.previousSecretExpiresAt },
      {
        known: known?.secretCiphertext ?? null,
        // The first one has none before it that could work on.
        overlapSeconds: known?.secretCiphertext ? overlapSeconds : 0,
        set: { secretCiphertext: sealSecret(id, secret), secretSeenBy: actorUserId(ctx) },
      },
    ),
  );
  return { ...rotated, secret };
}

/** From now on deliveries carry the signature of the new secret alone. */
export async function endSubscriptionOverlap(ctx: Context, id: string): Promise<Subscription> {
  return changeSubscription(ctx, id, ({ before }) =>
    endOverlap(SIGNING_SECRET, before.previousSecretExpiresAt),
  );
}

export async function extendSubscriptionOverlap(
  ctx: Context,
  id: string,
  { overlapSeconds }: ExtendOverlap,
): Promise<Subscription> {
  return changeSubscription(ctx, id, ({ before }) =>
    extendOverlap(ctx, SIGNING_SECRET, { endsAt: before.previousSecretExpiresAt, overlapSeconds }),
  );
}
