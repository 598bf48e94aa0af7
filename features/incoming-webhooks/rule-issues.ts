import type { IncomingAction } from "@/db/enums";
import { fieldsOf, isFieldOf, possibleActions } from "@/features/incoming-webhooks/fields";
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
export function ruleIssues(settings: Settings): Issue[] {
  const { rules = [], otherwise, mapping: inherited } = settings;
  if (rules.length === 0 && otherwise)
    return [{ path: "otherwise", message: "This is for what no rule fits. Add a rule, or leave it out." }];
  return [
    ...unknownFields(inherited, possibleActions(settings), "mapping"),
    ...[...rules, ...(otherwise ? [otherwise] : [])].flatMap(({ action, mapping, set }, index) => {
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
      const known = fieldsOf(actions).join(", ");
      return {
        path: `${place}.${field}`,
        message: `Not a field of ${actions.join(" or ")}. There are: ${known}.`,
      };
    });
}
