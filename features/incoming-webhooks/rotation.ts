import "server-only";
import { sql } from "drizzle-orm";
import { incomingWebhooks } from "@/db/schema";
import {
  changeIncomingWebhook,
  type IncomingColumns,
  selectSecret,
} from "@/features/incoming-webhooks/change";
import { assertSettings } from "@/features/incoming-webhooks/rules";
import type {
  CreatedIncomingWebhook,
  IncomingWebhook,
  RotateIncomingSecret,
} from "@/features/incoming-webhooks/schema";
import { newSecret, secretColumns, withSecret } from "@/features/incoming-webhooks/secrets";
import { endOverlap, extendOverlap, rotateSecret, type SecretKind } from "@/features/rotation/rotation";
import { actorUserId, type Context } from "@/lib/context";
import type { ExtendOverlap } from "@/lib/overlap";

/** Whatever sent requests so far used the old one. */
const SENDER_SECRET: SecretKind<IncomingColumns> = {
  noun: "secret",
  rotated: "secret_rotated",
  keepPrevious: {
    previousSecretCiphertext: sql`${incomingWebhooks.secretCiphertext}`,
    previousSecretLastUsedAt: sql`${incomingWebhooks.lastRequestAt}`,
  },
  dropPrevious: {
    previousSecretCiphertext: null,
    previousSecretExpiresAt: null,
    previousSecretLastUsedAt: null,
  },
  setEnd: (previousSecretExpiresAt) => ({ previousSecretExpiresAt }),
};

/** Of a webhook that isn't there, which is told below. */
const OWN_CHOICE = { signatureScheme: "replify", signature: null } as const;

/** Requests may be signed with either secret until the overlap ends. */
export async function rotateIncomingSecret(
  ctx: Context,
  id: string,
  { overlapSeconds, secret: given }: RotateIncomingSecret,
): Promise<CreatedIncomingWebhook> {
  const [known] = await selectSecret(ctx, id);
  const secret = given ?? newSecret(known ?? OWN_CHOICE);
  const rotated = await changeIncomingWebhook(ctx, id, ({ before, secretCiphertext: present }) => {
    assertSettings({ ...before, secret });
    return rotateSecret(
      ctx,
      SENDER_SECRET,
      { present, endsAt: before.previousSecretExpiresAt },
      {
        known: known?.secretCiphertext ?? "",
        overlapSeconds,
        set: { ...secretColumns(id, secret), secretSeenBy: actorUserId(ctx) },
      },
    );
  });
  return withSecret(rotated, secret);
}

export async function endIncomingOverlap(ctx: Context, id: string): Promise<IncomingWebhook> {
  return changeIncomingWebhook(ctx, id, ({ before }) =>
    endOverlap(SENDER_SECRET, before.previousSecretExpiresAt),
  );
}

export async function extendIncomingOverlap(
  ctx: Context,
  id: string,
  { overlapSeconds }: ExtendOverlap,
): Promise<IncomingWebhook> {
  return changeIncomingWebhook(ctx, id, ({ before }) =>
    extendOverlap(ctx, SENDER_SECRET, { endsAt: before.previousSecretExpiresAt, overlapSeconds }),
  );
}
