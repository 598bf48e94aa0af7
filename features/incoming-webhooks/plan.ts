import type { IncomingAction } from "@/db/enums";
import { conditionsOf } from "@/features/event-filter/conditions";
import { describeCondition, describeFilter } from "@/features/event-filter/describe";
import type { PayloadFilter } from "@/features/event-filter/schema";
import { isFieldOf } from "@/features/incoming-webhooks/fields";
import type { Mapping } from "@/features/incoming-webhooks/mapping-type";
import { fitsReceived, holdsFor, type Received } from "@/features/incoming-webhooks/received";
import type { Rule, RuleSettings } from "@/features/incoming-webhooks/rule-schema";

interface Webhook extends Pick<RuleSettings, "conditions" | "rules" | "otherwise"> {
  action: IncomingAction;
  mapping: Mapping;
}

/** What is to be done with a payload. */
export interface Plan {
  action: IncomingAction;
  mapping: Mapping;
  set: Readonly<Record<string, unknown>>;
  /** By which rule, in words; null for the webhook's own action. */
  rule: string | null;
}

/** What a webhook makes of a payload by its conditions and rules, or why nothing. */
export function planFor(webhook: Webhook, received: Received): Plan | { ignored: string } {
  const { conditions, rules, otherwise } = webhook;
  const against = conditions && failing(conditions, received);
  if (against) return { ignored: against };
  if (rules.length === 0) return { action: webhook.action, mapping: webhook.mapping, set: {}, rule: null };
  const index = rules.findIndex((rule) => fitsReceived(received, rule.conditions));
  const rule = rules[index];
  if (rule) return inheriting(webhook, rule, nameOf(rule, index));
  if (otherwise) return inheriting(webhook, otherwise, "Otherwise");
  return { ignored: `None of the ${rules.length === 1 ? "one rule" : `${rules.length} rules`} fits it.` };
}

function nameOf({ name }: Pick<Rule, "name">, index: number): string {
  return name ?? `Rule ${index + 1}`;
}

/** Of what a rule inherits, only what its action has. */
function inheriting(
  { mapping }: Webhook,
  { action, mapping: own = {}, set = {} }: Pick<Rule, "action" | "mapping" | "set">,
  rule: string,
): Plan {
  const inherited = Object.entries(mapping).filter(([field]) => isFieldOf(action, field));
  return { action, mapping: { ...Object.fromEntries(inherited), ...own }, set, rule };
}

/** The condition that decided against a payload, in words; null where it fits. */
function failing(filter: PayloadFilter, received: Received): string | null {
  if (fitsReceived(received, filter)) return null;
  if (filter.any && filter.any.length > 1)
    return `None of the webhook's conditions holds: ${describeFilter(filter)}.`;
  const deciding = conditionsOf(filter).find((condition) => !holdsFor(received, condition));
  return deciding ? `The webhook's condition does not hold: ${describeCondition(deciding)}.` : null;
}
