import type { IncomingAction } from "@/db/enums";

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

/** Those of all actions. */
export const MAPPABLE_FIELDS: readonly ActionField[] = [...new Set(Object.values(ACTION_FIELDS).flat())];

export function isFieldOf(action: IncomingAction, field: string): boolean {
  return ACTION_FIELDS[action].some((known) => known === field);
}
