import type { IncomingAction, OnClosed, TicketPriority, TicketStatus } from "@/db/enums";
import { type FilterValues, toFilter, toFilterValues } from "@/features/event-filter/rows";
import { isFieldOf } from "@/features/incoming-webhooks/fields";
import type { Rule, RuleSettings } from "@/features/incoming-webhooks/rule-schema";
import type { Issue } from "@/lib/errors";

export interface MappingRow {
  field: string;
  source: string;
}

/** What is done with a request, as the form edits it. */
export interface OutcomeValues {
  action: IncomingAction;
  mapping: MappingRow[];
  /** Empty: not set. */
  status: TicketStatus | "";
  priority: TicketPriority | "";
  /** What else is set, which the form leaves as it is. */
  stored: NonNullable<Rule["set"]>;
}

export interface RuleValues extends OutcomeValues {
  /** By which the form tells rows apart while they change places. */
  id: string;
  name: string;
  when: FilterValues;
}

export interface RulesValues {
  when: FilterValues;
  correlationKey: string;
  rules: RuleValues[];
  otherwise: OutcomeValues | null;
  onClosed: OnClosed | "";
}

export const NO_RULES: RulesValues = {
  when: toFilterValues(null),
  correlationKey: "",
  rules: [],
  otherwise: null,
  onClosed: "",
};

export function newRule(id: string): RuleValues {
  const when = { filterMatch: "all" as const, conditions: [] };
  return { id, name: "", when, ...newOutcome("create_ticket") };
}

export function newOutcome(action: IncomingAction): OutcomeValues {
  return { action, mapping: [], status: "", priority: "", stored: {} };
}

export function toRulesValues(stored: RuleSettings): RulesValues {
  return {
    when: toFilterValues(stored.conditions),
    correlationKey: stored.correlationKey ?? "",
    rules: stored.rules.map((rule, index) => ({
      id: `stored-${index}`,
      name: rule.name ?? "",
      when: toFilterValues(rule.conditions),
      ...toOutcomeValues(rule),
    })),
    otherwise: stored.otherwise && toOutcomeValues(stored.otherwise),
    onClosed: stored.onClosed ?? "",
  };
}

function toOutcomeValues({
  action,
  mapping = {},
  set = {},
}: Pick<Rule, "action" | "mapping" | "set">): OutcomeValues {
  const { status = "", priority = "", ...stored } = set;
  return { action, mapping: toRows(mapping), status, priority, stored };
}

export function toRows(mapping: Readonly<Record<string, string>>): MappingRow[] {
  return Object.entries(mapping).map(([field, source]) => ({ field, source }));
}

export function toMapping(rows: readonly MappingRow[]): Record<string, string> {
  return Object.fromEntries(rows.map(({ field, source }) => [field, source.trim()]));
}

/** As the API takes them; a rule without conditions is for the API to refuse. */
export function toRules({ when, correlationKey, rules, otherwise, onClosed }: RulesValues) {
  return {
    conditions: toFilter(when),
    correlationKey: correlationKey.trim() || null,
    rules: rules.map(({ name, when: fitting, ...outcome }) => ({
      ...(name.trim() && { name: name.trim() }),
      conditions: toFilter(fitting) ?? { all: [] },
      ...toOutcome(outcome),
    })),
    otherwise: otherwise && rules.length > 0 ? toOutcome(otherwise) : null,
    onClosed: onClosed || null,
  };
}

/** Rows that are lost in the record that is made of them, so that the API can't see them. */
export function mappingIssues({ mapping }: { mapping: readonly MappingRow[] }): Issue[] {
  const fields = mapping.map(({ field }) => field);
  return fields.flatMap((field, index) =>
    fields.indexOf(field) < index
      ? [{ path: `mapping.${index}.source`, message: `${field} is filled by a row above already.` }]
      : [],
  );
}

/** Mistakes of rules that the API would put into words of its own, or not see at all. */
export function rulesIssues({ rules, otherwise }: Pick<RulesValues, "rules" | "otherwise">): Issue[] {
  const ofRules = rules.flatMap(({ when, mapping }, index) => {
    return [
      ...(when.conditions.length === 0
        ? [
            {
              path: `rules.${index}.conditions`,
              message: "Add a condition, so that the rule fits some payloads only.",
            },
          ]
        : []),
      ...filledTwice(mapping, `rules.${index}.mapping`),
    ];
  });
  return [...ofRules, ...(otherwise ? filledTwice(otherwise.mapping, "otherwise.mapping") : [])];
}

function filledTwice(mapping: readonly MappingRow[], path: string): Issue[] {
  const fields = mapping.map(({ field }) => field);
  const twice = fields.find((field, place) => fields.indexOf(field) < place);
  return twice === undefined ? [] : [{ path, message: `Its mapping fills ${twice} more than once.` }];
}

/** What another action than before has no use for is not set: the form no longer shows it. */
function toOutcome({ action, mapping, status, priority, stored }: OutcomeValues) {
  const chosen = { ...stored, ...(status && { status }), ...(priority && { priority }) };
  const set = Object.fromEntries(Object.entries(chosen).filter(([field]) => isFieldOf(action, field)));
  return {
    action,
    ...(mapping.length > 0 && { mapping: toMapping(mapping) }),
    ...(Object.keys(set).length > 0 && { set }),
  };
}
