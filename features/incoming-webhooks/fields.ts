import type { IncomingAction } from "@/db/enums";

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
