import "server-only";
import { actionIssues } from "@/features/incoming-webhooks/action-schemas";
import { evaluateKey, explainMissing, mapPayload } from "@/features/incoming-webhooks/mapping";
import { planFor } from "@/features/incoming-webhooks/plan";
import { prepareFields } from "@/features/incoming-webhooks/prepare-fields";
import type { MappingPreview, PreviewMapping } from "@/features/incoming-webhooks/preview-schema";
import { templateIssues } from "@/features/incoming-webhooks/template-issues";
import { authorize, type Context } from "@/lib/context";
import { assertNoIssues } from "@/lib/errors";
import { readPath } from "@/lib/own-path";

/** What the action would work with, and what is wrong with that; nothing is done. */
export function previewMapping(ctx: Context, { payload, ...settings }: PreviewMapping): MappingPreview {
  authorize(ctx, "incoming_webhooks:read");
  assertNoIssues(templateIssues(settings));
  const plan = planFor(settings, payload);
  const nothing = { action: null, rule: null, key: null, fields: {}, results: [], issues: [], remarks: [] };
  if ("ignored" in plan) return { ...nothing, ignored: plan.ignored };
  const { action, mapping, rule, set } = plan;
  const { fields: found, problems } = mapPayload(payload, mapping);
  const { fields, remarks } = prepareFields(action, found, { defaults: settings.defaults, set });
  const { correlationKey } = settings;
  const { key, problem } = correlationKey === null ? { key: null } : evaluateKey(correlationKey, payload);
  const results = Object.entries(mapping).map(([field, source]) => ({
    field,
    value: readPath(found, field) ?? null,
    problem:
      problems.find(({ path }) => path === field)?.message ??
      remarks.find(({ path }) => path === field)?.message ??
      explainMissing(source, payload),
  }));
  const keyProblem =
    correlationKey !== null && key === null ? (problem ?? explainMissing(correlationKey, payload)) : null;
  return {
    ignored: null,
    action,
    rule,
    key,
    fields,
    results,
    issues: actionIssues(action, fields, correlationKey !== null),
    remarks: [
      ...problems,
      ...remarks,
      ...(keyProblem ? [{ path: "correlationKey", message: keyProblem }] : []),
    ],
  };
}
