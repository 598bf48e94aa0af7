import "server-only";
import { randomBytes } from "node:crypto";
import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { afterCommit, database, transaction } from "@/db/client";
import { incomingWebhooks } from "@/db/schema";
import { applyChange } from "@/features/audit/change";
import { recordAudit } from "@/features/audit/record";
import { INCOMING_WEBHOOK, writeWebhook } from "@/features/incoming-webhooks/change";
import { getIncomingWebhook } from "@/features/incoming-webhooks/queries";
import { ruleIssues } from "@/features/incoming-webhooks/rule-issues";
import { assertSettings } from "@/features/incoming-webhooks/rules";
import type {
  CreatedIncomingWebhook,
  CreateIncomingWebhook,
  IncomingWebhook,
  UpdateIncomingWebhook,
} from "@/features/incoming-webhooks/schema";
import { newSecret, openSecret, secretColumns, withSecret } from "@/features/incoming-webhooks/secrets";
import { chosenSender, senderColumns, type senderSettings } from "@/features/incoming-webhooks/sender-schema";
import { templateIssues } from "@/features/incoming-webhooks/template-issues";
import { wakeWaitingRequests } from "@/features/incoming-webhooks/wake";
import { assertReferences } from "@/features/members/references";
import { actorUserId, assertPresentSecret, authorize, type Context } from "@/lib/context";
import { assertNoIssues, ForbiddenError, InvalidError } from "@/lib/errors";

/** 192 random bits: the address can't be guessed, although it is no credential. */
const KEY_BYTES = 24;

type Status = IncomingWebhook["status"];

/** The secret is in this answer only. */
export async function createIncomingWebhook(
  ctx: Context,
  { sender, signature, signatureScheme, ...settings }: CreateIncomingWebhook,
): Promise<CreatedIncomingWebhook> {
  const choice = chosenSender({ sender, signature, signatureScheme });
  const { secret = newSecret(choice), ...rest } = settings;
  const input = { ...rest, ...choice };
  authorize(ctx, "incoming_webhooks:write");
  const createdBy = actorUserId(ctx);
  if (createdBy === null)
    throw new ForbiddenError("Only a member, or a token of theirs, can create a webhook.");
  assertPresentSecret(ctx);
  return transaction(async () => {
    await assertRules(ctx, input);
    const id = uuidv7();
    await database()
      .insert(incomingWebhooks)
      .values({
        id,
        organizationId: ctx.organizationId,
        createdBy,
        key: randomBytes(KEY_BYTES).toString("base64url"),
        ...secretColumns(id, secret),
        secretSeenBy: createdBy,
        ...input,
      });
    await recordAudit(ctx, {
      action: "incoming_webhook.created",
      target: { type: "incoming_webhook", id, name: input.name },
      changes: {
        action: { from: null, to: input.action },
        signatureScheme: { from: null, to: input.signatureScheme },
      },
    });
    return withSecret(await getIncomingWebhook(ctx, id), secret);
  });
}

export async function updateIncomingWebhook(
  ctx: Context,
  id: string,
  { pauseNote, processHeld, sender, signature, signatureScheme, ...settings }: UpdateIncomingWebhook,
): Promise<IncomingWebhook> {
  const input = { ...settings, ...senderColumns({ sender, signature, signatureScheme }) };
  authorize(ctx, "incoming_webhooks:write");
  return applyChange(ctx, INCOMING_WEBHOOK, id, async ({ before, secretCiphertext }) => {
    assertNoIssues(ruleIssues({ ...before, ...input }));
    assertSettings({ ...before, ...input, secret: openSecret(id, secretCiphertext) });
    await assertRules(ctx, input);
    const status = input.status ?? before.status;
    assertDecidable(status, processHeld);
    const keepsHeld = status === "active" && keepsHeldNow(before, processHeld);
    const isHolding = before.status === "paused" || before.keepsHeld;
    const isFaster = (input.ratePerMinute ?? 0) > before.ratePerMinute;
    const columns = {
      ...input,
      keepsHeld,
      ...(isHolding && status === "active" && !keepsHeld && { hasWaiting: true }),
      ...pauseColumns(ctx, { from: before.status, to: status, pauseNote }),
    };
    return {
      action: actionName(before.status, status),
      write: () => writeWebhook(ctx, id, columns),
      tell: async () => {
        if ((isHolding || isFaster) && status === "active") afterCommit(() => wakeWaitingRequests());
      },
    };
  });
}

/** While the webhook is paused nothing is processed, so there is nothing to decide yet. */
function assertDecidable(status: Status, processHeld: boolean | undefined): void {
  if (processHeld === undefined || status === "active") return;
  const message =
    'The webhook is paused, so what it holds goes on waiting. Resume it in the same call with status "active", or leave processHeld out.';
  throw new InvalidError(message, [{ path: "processHeld", message }]);
}

/** A resume processes what was held unless told otherwise; any other change leaves the choice as it was made. */
function keepsHeldNow(before: IncomingWebhook, processHeld: boolean | undefined): boolean {
  if (processHeld !== undefined) return !processHeld;
  return before.status === "active" && before.keepsHeld;
}

function pauseColumns(
  ctx: Context,
  { from, to, pauseNote }: { from: Status; to: Status; pauseNote: string | null | undefined },
) {
  if (to === "active") return { pausedAt: null, pausedBy: null, pauseNote: null };
  const note = pauseNote === undefined ? {} : { pauseNote: pauseNote || null };
  return from === to ? note : { ...note, pausedAt: sql`now()`, pausedBy: ctx.actor.name };
}

export async function deleteIncomingWebhook(ctx: Context, id: string): Promise<void> {
  authorize(ctx, "incoming_webhooks:write");
  await transaction(async () => {
    const { before } = await INCOMING_WEBHOOK.lock(ctx, id);
    await writeWebhook(ctx, id, { deletedAt: sql`now()` });
    await recordAudit(ctx, {
      action: "incoming_webhook.deleted",
      target: INCOMING_WEBHOOK.target(before),
    });
  });
}

/** What the rules name is there, and what they say can be read. */
async function assertRules(
  ctx: Context,
  input: Omit<UpdateIncomingWebhook, keyof typeof senderSettings>,
): Promise<void> {
  assertNoIssues(templateIssues(input));
  await assertReferences(ctx, input.defaults ?? {}, "defaults.");
  for (const [index, { set }] of (input.rules ?? []).entries())
    await assertReferences(ctx, set ?? {}, `rules.${index}.set.`);
  await assertReferences(ctx, input.otherwise?.set ?? {}, "otherwise.set.");
}

function actionName(from: Status, to: Status): string {
  if (from === to) return "incoming_webhook.updated";
  return to === "paused" ? "incoming_webhook.paused" : "incoming_webhook.resumed";
}
