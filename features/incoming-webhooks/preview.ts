import "server-only";
import { actionIssues } from "@/features/incoming-webhooks/action-schemas";
import { fillFields } from "@/features/incoming-webhooks/fill-fields";
import { evaluateKey, explainMissing } from "@/features/incoming-webhooks/mapping";
import { planFor } from "@/features/incoming-webhooks/plan";
import type { MappingPreview, PreviewMapping } from "@/features/incoming-webhooks/preview-schema";
import { type Received, toReceived } from "@/features/incoming-webhooks/received";
import { templateIssues } from "@/features/incoming-webhooks/template-issues";
import { authorize, type Context } from "@/lib/context";
import { assertNoIssues } from "@/lib/errors";
import { readPath } from "@/lib/own-path";
import { openHeaders } from "@/lib/received-headers";

/** What the action would work with, and what is wrong with that; nothing is done. */
export function previewMapping(
  ctx: Context,
  { payload, files, headers, ...settings }: PreviewMapping,
): MappingPreview {
  authorize(ctx, "incoming_webhooks:read");
  assertNoIssues(templateIssues(settings));
  const received = toReceived({ payload, files, headers: openHeaders(headers) });
  const plan = planFor(settings, received);
  const nothing = { action: null, rule: null, key: null, fields: {}, results: [], issues: [], remarks: [] };
  if ("ignored" in plan) return { ...nothing, ignored: plan.ignored };
  const { action, mapping, rule } = plan;
  const { found, fields, problems, remarks } = fillFields(plan, received, settings.defaults);
  const { correlationKey } = settings;
  const { key, problem: keyProblem } = keyOf(correlationKey, received);
  const results = Object.entries(mapping).map(([field, source]) => ({
    field,
    value: readPath(found, field) ?? null,
    problem:
      problems.find(({ path }) => path === field)?.message ??
      remarks.find(({ path }) => path === field)?.message ??
      explainMissing(source, received),
  }));
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

/** The key, or why there is none. */
function keyOf(
  source: string | null,
  received: Received,
): { key: string | null; problem: string | null | undefined } {
  if (source === null) return { key: null, problem: null };
  const { key, problem } = evaluateKey(source, received);
  return { key, problem: key === null ? (problem ?? explainMissing(source, received)) : null };
}
