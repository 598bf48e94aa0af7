import "server-only";
import type { IncomingAction, OnClosed } from "@/db/enums";
import { type ActionResult, NO_IDS, runAction } from "@/features/incoming-webhooks/actions";
import { fillFields } from "@/features/incoming-webhooks/fill-fields";
import { evaluateKey } from "@/features/incoming-webhooks/mapping";
import type { Mapping } from "@/features/incoming-webhooks/mapping-type";
import { planFor } from "@/features/incoming-webhooks/plan";
import type { Received } from "@/features/incoming-webhooks/received";
import { storedRulesSchema } from "@/features/incoming-webhooks/rule-schema";
import type { Context } from "@/lib/context";
import type { Issue } from "@/lib/errors";
import { toStorable } from "@/lib/storable";

/** A webhook as its row has it. */
interface StoredWebhook {
  id: string;
  action: IncomingAction;
  mapping: Mapping;
  defaults: Readonly<Record<string, unknown>>;
  conditions: unknown;
  correlationKey: string | null;
  rules: unknown[];
  otherwise: unknown;
  onClosed: OnClosed | null;
}

interface CarriedOut extends ActionResult {
  action: IncomingAction;
}

const MAX_REMARKS = 20;

/** What a webhook does with what came, in the caller's transaction. Throws InvalidError for what its action can't use. */
export async function carryOut(
  ctx: Context,
  webhook: StoredWebhook,
  received: Received,
): Promise<CarriedOut> {
  const plan = planFor({ ...webhook, ...storedRulesSchema.parse(webhook) }, received);
  if ("ignored" in plan)
    return { ...NO_IDS, action: webhook.action, outcome: "ignored", ignored: plan.ignored, remarks: [] };
  const { action } = plan;
  const { fields, problems, remarks } = fillFields(plan, received, webhook.defaults);
  const { key, remarks: keyRemarks } = keyOf(webhook, received);
  const done = await runAction(ctx, {
    action,
    fields,
    key,
    hasKey: webhook.correlationKey !== null,
    webhookId: webhook.id,
    onClosed: webhook.onClosed,
  });
  const all = [...problems, ...remarks, ...keyRemarks, ...done.remarks].slice(0, MAX_REMARKS);
  return { ...done, action, ignored: done.ignored && toStorable(done.ignored), remarks: all.map(storable) };
}

/** What is told of a payload may repeat a part of it, cut anywhere. */
function storable({ path, message }: Issue): Issue {
  return { path, message: toStorable(message) };
}

function keyOf(
  { correlationKey }: StoredWebhook,
  received: Received,
): { key: string | null; remarks: Issue[] } {
  if (correlationKey === null) return { key: null, remarks: [] };
  const { key, problem } = evaluateKey(correlationKey, received);
  return { key, remarks: problem === undefined ? [] : [{ path: "correlationKey", message: problem }] };
}
