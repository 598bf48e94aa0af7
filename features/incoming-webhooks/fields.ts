import { INCOMING_ACTIONS, type IncomingAction } from "@/db/enums";

const CUSTOMER_FIELDS = ["customer.email", "customer.name", "customer.phone", "customer.externalId"] as const;

/** The fields that each action works with, and so those that a mapping may fill. */
export const ACTION_FIELDS = {
  create_ticket: [
    "subject",
    "body",
    "status",
    "priority",
    ...CUSTOMER_FIELDS,
    "assigneeId",
    "teamId",
    "tags",
    "diagnostics",
  ],
  add_comment: ["ticketId", "body", "visibility", "authorName", ...CUSTOMER_FIELDS, "status"],
  update_status: ["ticketId", "status", "priority", "assigneeId", "teamId", "tags"],
  post_message: ["chatId", "body", "subject", ...CUSTOMER_FIELDS],
} as const satisfies Record<IncomingAction, readonly string[]>;

export type ActionField = (typeof ACTION_FIELDS)[IncomingAction][number];

/** Those that one of these actions works with. */
export function fieldsOf(actions: readonly IncomingAction[]): ActionField[] {
  return [...new Set(actions.flatMap((action) => ACTION_FIELDS[action]))];
}

export const MAPPABLE_FIELDS: readonly ActionField[] = fieldsOf(INCOMING_ACTIONS);

export function isFieldOf(action: IncomingAction, field: string): boolean {
  return ACTION_FIELDS[action].some((known) => known === field);
}

interface Outcome {
  action: IncomingAction;
}

interface Settings extends Outcome {
  rules?: readonly Outcome[] | undefined;
  otherwise?: Outcome | null | undefined;
}

/** What may come of a request: what the rules say where there are any, else the webhook's own action. */
export function possibleActions({ action, rules = [], otherwise }: Settings): IncomingAction[] {
  const outcomes = rules.length === 0 ? [{ action }] : [...rules, ...(otherwise ? [otherwise] : [])];
  return [...new Set(outcomes.map((outcome) => outcome.action))];
}
