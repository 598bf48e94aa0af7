import "server-only";
import { randomBytes } from "node:crypto";
import { and, eq, gt, isNull, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { transaction } from "@/db/client";
import { incomingWebhooks } from "@/db/schema";
import { recordAudit } from "@/features/audit/record";
import { generateSecret } from "@/features/deliveries/signature";
import { actionIssues } from "@/features/incoming-webhooks/actions";
import { ACTION_FIELDS } from "@/features/incoming-webhooks/fields";
import { mapPayload } from "@/features/incoming-webhooks/mapping";
import { getIncomingWebhook } from "@/features/incoming-webhooks/queries";
import type {
  CreatedIncomingWebhook,
  CreateIncomingWebhook,
  IncomingWebhook,
  MappingPreview,
  PreviewMapping,
  RotateIncomingSecret,
  UpdateIncomingWebhook,
} from "@/features/incoming-webhooks/schema";
import { sealSecret } from "@/features/incoming-webhooks/secrets";
import { actorUserId, authorize, type Context } from "@/lib/context";
import { ConflictError, ForbiddenError, InvalidError } from "@/lib/errors";

/** 192 random bits: the address can't be guessed, although it is no credential. */
const KEY_BYTES = 24;

/** The secret is in this answer only. */
export async function createIncomingWebhook(
  ctx: Context,
  { secret = generateSecret(), ...input }: CreateIncomingWebhook,
): Promise<CreatedIncomingWebhook> {
  authorize(ctx, "incoming_webhooks:write");
  const createdBy = actorUserId(ctx);
  if (createdBy === null)
    throw new ForbiddenError("Only a person, or a token of theirs, can create a webhook.");
  return transaction(async (tx) => {
    const id = uuidv7();
    await tx.insert(incomingWebhooks).values({
      id,
      organizationId: ctx.organizationId,
      createdBy,
      key: randomBytes(KEY_BYTES).toString("base64url"),
      secretCiphertext: sealSecret(id, secret),
      ...input,
    });
    await recordAudit(tx, ctx, {
      action: "incoming_webhook.created",
      target: { type: "incoming_webhook", id, name: input.name },
      changes: {
        action: { from: null, to: input.action },
        signatureScheme: { from: null, to: input.signatureScheme },
      },
    });
    return { ...(await getIncomingWebhook(ctx, id)), secret };
  });
}

export async function updateIncomingWebhook(
  ctx: Context,
  id: string,
  input: UpdateIncomingWebhook,
): Promise<IncomingWebhook> {
  authorize(ctx, "incoming_webhooks:write");
  const before = await getIncomingWebhook(ctx, id);
  assertMapping(input.action ?? before.action, input.mapping ?? before.mapping);
  return transaction(async (tx) => {
    await tx.update(incomingWebhooks).set(input).where(own(ctx, id));
    const after = await getIncomingWebhook(ctx, id);
    const changes = difference(before, after);
    if (Object.keys(changes).length === 0) return after;
    await recordAudit(tx, ctx, {
      action: actionName(before, after),
      target: { type: "incoming_webhook", id, name: after.name },
      changes,
    });
    return after;
  });
}

export async function deleteIncomingWebhook(ctx: Context, id: string): Promise<void> {
  authorize(ctx, "incoming_webhooks:write");
  const { name } = await getIncomingWebhook(ctx, id);
  await transaction(async (tx) => {
    await tx.update(incomingWebhooks).set({ deletedAt: sql`now()` }).where(own(ctx, id));
    await recordAudit(tx, ctx, {
      action: "incoming_webhook.deleted",
      target: { type: "incoming_webhook", id, name },
    });
  });
}

/** Both secrets verify until the overlap ends. Of two rotations at once one happens. */
export async function rotateIncomingSecret(
  ctx: Context,
  id: string,
  { overlapSeconds, secret = generateSecret() }: RotateIncomingSecret,
): Promise<CreatedIncomingWebhook> {
  authorize(ctx, "incoming_webhooks:write");
  const before = await getIncomingWebhook(ctx, id);
  if (before.previousSecretExpiresAt !== null) throw new OverlapError();
  return transaction(async (tx) => {
    const rotated = await tx
      .update(incomingWebhooks)
      .set({
        secretCiphertext: sealSecret(id, secret),
        previousSecretCiphertext: overlapSeconds > 0 ? sql`${incomingWebhooks.secretCiphertext}` : null,
        previousSecretExpiresAt:
          overlapSeconds > 0 ? sql`now() + make_interval(secs => ${overlapSeconds})` : null,
        previousSecretLastUsedAt: overlapSeconds > 0 ? sql`${incomingWebhooks.lastRequestAt}` : null,
      })
      .where(
        and(
          own(ctx, id),
          sql`(${incomingWebhooks.previousSecretExpiresAt} is null or ${incomingWebhooks.previousSecretExpiresAt} <= now())`,
        ),
      )
      .returning({ id: incomingWebhooks.id });
    if (rotated.length === 0) throw new OverlapError();
    await recordAudit(tx, ctx, {
      action: "incoming_webhook.secret_rotated",
      target: { type: "incoming_webhook", id, name: before.name },
      changes: {
        secret: { from: "changed", to: "changed" },
        overlapSeconds: { from: null, to: overlapSeconds },
      },
    });
    return { ...(await getIncomingWebhook(ctx, id)), secret };
  });
}

/** Without an overlap there is nothing to do. */
export async function endIncomingOverlap(ctx: Context, id: string): Promise<IncomingWebhook> {
  authorize(ctx, "incoming_webhooks:write");
  const before = await getIncomingWebhook(ctx, id);
  return transaction(async (tx) => {
    const ended = await tx
      .update(incomingWebhooks)
      .set({ previousSecretCiphertext: null, previousSecretExpiresAt: null, previousSecretLastUsedAt: null })
      .where(and(own(ctx, id), gt(incomingWebhooks.previousSecretExpiresAt, sql`now()`)))
      .returning({ id: incomingWebhooks.id });
    if (ended.length === 0) return before;
    await recordAudit(tx, ctx, {
      action: "incoming_webhook.overlap_ended",
      target: { type: "incoming_webhook", id, name: before.name },
    });
    return getIncomingWebhook(ctx, id);
  });
}

/** What the action would work with, and what is wrong with that; nothing is done. */
export function previewMapping(ctx: Context, { action, payload, ...rules }: PreviewMapping): MappingPreview {
  authorize(ctx, "incoming_webhooks:read");
  const fields = mapPayload(payload, rules);
  return { fields, issues: [...mappingIssues(action, rules.mapping), ...actionIssues(action, fields)] };
}

class OverlapError extends ConflictError {
  constructor() {
    super(
      "The secret was just replaced, and the one before it still verifies. End the overlap first, or wait until it is over.",
    );
  }
}

function own(ctx: Context, id: string) {
  return and(
    eq(incomingWebhooks.organizationId, ctx.organizationId),
    eq(incomingWebhooks.id, id),
    isNull(incomingWebhooks.deletedAt),
  );
}

function assertMapping(action: IncomingWebhook["action"], mapping: Record<string, string>): void {
  const issues = mappingIssues(action, mapping);
  if (issues[0]) throw new InvalidError(`${issues[0].path}: ${issues[0].message}`, issues);
}

function mappingIssues(action: IncomingWebhook["action"], mapping: Record<string, string>) {
  const known = ACTION_FIELDS[action];
  return Object.keys(mapping)
    .filter((field) => !known.includes(field))
    .map((field) => ({
      path: `mapping.${field}`,
      message: `Not a field of ${action}. There are: ${known.join(", ")}.`,
    }));
}

const COMPARED = [
  "name",
  "action",
  "signatureScheme",
  "requireTimestamp",
  "mapping",
  "defaults",
  "allowedCidrs",
  "status",
  "holdWhilePaused",
  "ratePerMinute",
] as const;

function difference(before: IncomingWebhook, after: IncomingWebhook) {
  return Object.fromEntries(
    COMPARED.filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field])).map(
      (field) => [field, { from: before[field], to: after[field] }],
    ),
  );
}

function actionName(before: IncomingWebhook, after: IncomingWebhook): string {
  if (before.status === after.status) return "incoming_webhook.updated";
  return after.status === "paused" ? "incoming_webhook.paused" : "incoming_webhook.resumed";
}
