import type { IncomingAction } from "@/db/enums";
import type { Issue } from "@/lib/errors";

/** The fields that each action works with, and so those that a mapping may fill. */
export const ACTION_FIELDS: Record<IncomingAction, readonly string[]> = {
  create_ticket: [
    "subject",
    "body",
    "status",
    "priority",
    "customer.email",
    "customer.name",
    "customer.phone",
    "customer.externalId",
    "assigneeId",
    "teamId",
    "tags",
    "diagnostics",
  ],
  add_comment: ["ticketId", "body", "visibility", "authorName", "status"],
  update_status: ["ticketId", "status"],
};

/** Those of all actions. */
export const MAPPABLE_FIELDS = [...new Set(Object.values(ACTION_FIELDS).flat())];

export function mappingIssues(action: IncomingAction, mapping: object): Issue[] {
  const known = ACTION_FIELDS[action];
  return Object.keys(mapping)
    .filter((field) => !known.includes(field))
    .map((field) => ({
      path: `mapping.${field}`,
      message: `Not a field of ${action}. There are: ${known.join(", ")}.`,
    }));
}
