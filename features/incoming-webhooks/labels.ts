import type { IncomingAction } from "@/db/enums";

/** What a webhook makes of a request. */
export const ACTION_LABELS: Record<IncomingAction, { label: string; creates: string; hint: string }> = {
  create_ticket: { label: "Create a ticket", creates: "Tickets", hint: "Each request opens a new ticket." },
  add_comment: {
    label: "Add a comment",
    creates: "Comments",
    hint: "Each request adds to a ticket, found by its number or id.",
  },
  update_status: {
    label: "Set a status",
    creates: "Status changes",
    hint: "Each request moves a ticket to another status.",
  },
  post_message: {
    label: "Post a message",
    creates: "Messages",
    hint: "Each request adds to the customer's open chat, or starts one.",
  },
};
