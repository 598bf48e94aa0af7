import "server-only";
import type { IncomingAction, OnClosed } from "@/db/enums";
import { type ActionResult, NO_IDS, runAction } from "@/features/incoming-webhooks/actions";
import { evaluateKey, mapPayload } from "@/features/incoming-webhooks/mapping";
import type { Mapping } from "@/features/incoming-webhooks/mapping-type";
import { planFor } from "@/features/incoming-webhooks/plan";
import { prepareFields } from "@/features/incoming-webhooks/prepare-fields";
import { storedRulesSchema } from "@/features/incoming-webhooks/rule-schema";
import type { Context } from "@/lib/context";
import type { Issue } from "@/lib/errors";

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

/** What a webhook does with a payload, in the caller's transaction. Throws InvalidError for one that its action can't use. */
export async function carryOut(ctx: Context, webhook: StoredWebhook, payload: unknown): Promise<CarriedOut> {
  const plan = planFor({ ...webhook, ...storedRulesSchema.parse(webhook) }, payload);
  if ("ignored" in plan)
    return { ...NO_IDS, action: webhook.action, outcome: "ignored", ignored: plan.ignored, remarks: [] };
  const { action, mapping, set } = plan;
  const { fields: found, problems } = mapPayload(payload, mapping);
  const { fields, remarks } = prepareFields(action, found, { defaults: webhook.defaults, set });
  const { key, remarks: keyRemarks } = keyOf(webhook, payload);
  const done = await runAction(ctx, {
    action,
    fields,
    key,
    hasKey: webhook.correlationKey !== null,
    webhookId: webhook.id,
    onClosed: webhook.onClosed,
  });
  const all = [...problems, ...remarks, ...keyRemarks, ...done.remarks];
  return { ...done, action, remarks: all.slice(0, MAX_REMARKS) };
}

function keyOf(
  { correlationKey }: StoredWebhook,
  payload: unknown,
): { key: string | null; remarks: Issue[] } {
  if (correlationKey === null) return { key: null, remarks: [] };
  const { key, problem } = evaluateKey(correlationKey, payload);
  return { key, remarks: problem === undefined ? [] : [{ path: "correlationKey", message: problem }] };
}
