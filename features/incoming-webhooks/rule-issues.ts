import type { IncomingAction } from "@/db/enums";
import { ACTION_FIELDS, isFieldOf } from "@/features/incoming-webhooks/fields";
import type { Issue } from "@/lib/errors";

interface Outcome {
  action: IncomingAction;
  mapping?: object | undefined;
  set?: object | undefined;
}

interface Settings extends Outcome {
  rules?: readonly Outcome[] | undefined;
  otherwise?: Outcome | null | undefined;
}

/** Fields that no action has which could come of a request. */
export function ruleIssues({ rules = [], otherwise, ...own }: Settings): Issue[] {
  if (rules.length === 0 && otherwise)
    return [{ path: "otherwise", message: "This is for what no rule fits. Add a rule, or leave it out." }];
  const outcomes = rules.length === 0 ? [own] : [...rules, ...(otherwise ? [otherwise] : [])];
  const actions = [...new Set(outcomes.map(({ action }) => action))];
  return [
    ...unknownFields(own.mapping, actions, "mapping"),
    ...(rules.length === 0 ? [] : outcomes).flatMap(({ action, mapping, set }, index) => {
      const place = index < rules.length ? `rules.${index}` : "otherwise";
      return [
        ...unknownFields(mapping, [action], `${place}.mapping`),
        ...unknownFields(set, [action], `${place}.set`),
      ];
    }),
  ];
}

function unknownFields(values: object | undefined, actions: IncomingAction[], place: string): Issue[] {
  return Object.keys(values ?? {})
    .filter((field) => !actions.some((action) => isFieldOf(action, field)))
    .map((field) => {
      const known = [...new Set(actions.flatMap((action) => ACTION_FIELDS[action]))].join(", ");
      return {
        path: `${place}.${field}`,
        message: `Not a field of ${actions.join(" or ")}. There are: ${known}.`,
      };
    });
}
