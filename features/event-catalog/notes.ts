import type { EventType } from "./names";

const OUTSIDE = "When another system publishes it with POST /api/v1/events:";

/** When each type is sent, in a sentence. */
export const FIRES_WHEN: Record<EventType, string> = {
  "ticket.created":
    "Once per new ticket: from the inbox, the API, an incoming webhook, a chat or the Troubleshooter.",
  "ticket.updated":
    "Once per change of a ticket's fields, whoever makes it. A change of status sends its own type besides.",
  "ticket.status_changed": "Each time a ticket's status becomes another one.",
  "ticket.comment_added":
    "Once per reply or note. Internal notes are sent too; `comment.visibility` tells them apart.",
  "ticket.deleted": "Once, when somebody deletes a ticket. It tells what the ticket was.",
  "chat.started": "Once per chat, when it is opened.",
  "chat.ended": "Once per chat, when an agent, the customer or the API ends it.",
  "message.received": "Once per message that a customer writes in a chat of the desk.",
  "message.created":
    "Once per message in a chat of the desk, whoever writes it; or as another system publishes it.",
  "message.updated":
    "Each time a message in a chat of the desk is edited; or as another system publishes it.",
  "message.deleted":
    "Once, when a message in a chat of the desk is deleted; or as another system publishes it.",
  "client.created": "Once per new customer of the desk; or as another system publishes it.",
  "client.updated": "Once per change of a customer of the desk; or as another system publishes it.",
  "client.deleted":
    "Once, when a customer of the desk is deleted, merged away or erased; or as another system publishes it.",
  "client.connected": "Each time a customer lets an app act for them through OAuth.",
  "client.disconnected": "Each time such a session ends: by the customer, an admin, the app or for safety.",
  "agent.created": "Once per person who joins the desk; or as another system publishes it.",
  "agent.updated": "Each time a member's name, role or status changes; or as another system publishes it.",
  "agent.deleted": "Once, when a member leaves the desk; or as another system publishes it.",
  "call.ended": `${OUTSIDE} once per call, after it ends.`,
  contact_called: `${OUTSIDE} when a cloud call is made, or a call is logged.`,
  email_replied: `${OUTSIDE} at a prospect's first reply, or when their status is set to Replied.`,
  email_auto_reply: `${OUTSIDE} when a mailbox answers by itself, such as out of office.`,
  reply_categorized: `${OUTSIDE} when a reply gets a new inbox category.`,
  email_sent: `${OUTSIDE} for each email, be it the first step or a follow-up.`,
  email_opened: `${OUTSIDE} when a prospect opens an email.`,
  contact_opted_out: `${OUTSIDE} when a prospect opts out.`,
  email_link_clicked: `${OUTSIDE} when a link in an email is clicked.`,
  email_account_connection_lost: `${OUTSIDE} when the connection to an email account is lost.`,
  email_account_reconnected: `${OUTSIDE} when such a connection works again.`,
  email_account_error: `${OUTSIDE} when the email provider returns an error.`,
  email_bounced: `${OUTSIDE} when an email can't be delivered.`,
  email_spam_reported: `${OUTSIDE} when a receiver reports an email as spam.`,
  linkedin_connection_request_sent: `${OUTSIDE} when a connection request is sent.`,
  linkedin_message_sent: `${OUTSIDE} when a LinkedIn message is sent.`,
  linkedin_connection_request_accepted: `${OUTSIDE} when a connection request is accepted.`,
  linkedin_message_replied: `${OUTSIDE} at the first reply to a LinkedIn message of a sequence.`,
  linkedin_reply_categorized: `${OUTSIDE} when a LinkedIn reply gets a category.`,
  linkedin_account_alerts: `${OUTSIDE} when Sales Navigator is disconnected, the weekly limit of requests is reached or InMail credits run out.`,
  sequence_started: `${OUTSIDE} when a sequence begins to run.`,
  sequence_paused: `${OUTSIDE} when a sequence is paused.`,
  sequence_resumed: `${OUTSIDE} when a paused sequence goes on.`,
  sequence_stopped: `${OUTSIDE} when a sequence is stopped before its end.`,
  sequence_completed: `${OUTSIDE} when no contact of a sequence is left.`,
  contact_finished: `${OUTSIDE} when a prospect finishes a sequence.`,
  autopilot_stopped: `${OUTSIDE} when Autopilot stops in a sequence for the first time.`,
  meeting_booked: `${OUTSIDE} when a prospect books a meeting.`,
  meeting_rescheduled: `${OUTSIDE} when a meeting gets another time.`,
  meeting_cancelled: `${OUTSIDE} when a meeting is called off.`,
  meeting_completed: `${OUTSIDE} when a meeting has taken place.`,
  "search.created": `${OUTSIDE} when a client saves a search.`,
  "search.updated": `${OUTSIDE} when a saved search changes.`,
  "search.deleted": `${OUTSIDE} when a saved search is deleted.`,
  "search.match.created": `${OUTSIDE} when a listing begins to match a saved search.`,
  "search.match.updated": `${OUTSIDE} when a listing changes that matches a saved search.`,
  "listing.created": `${OUTSIDE} when a listing is added.`,
  "listing.updated": `${OUTSIDE} when a listing changes.`,
  "listing.deleted": `${OUTSIDE} when a listing is removed.`,
  "favorite.created": `${OUTSIDE} when a client marks a listing as a favorite.`,
  "favorite.deleted": `${OUTSIDE} when a client takes such a mark away.`,
  "subscription.disabled":
    "Each time a subscription is switched off: its target failed for days, or said 410 Gone.",
  "subscription.enabled": "Each time a subscription that was switched off is resumed.",
  "audit.recorded":
    "Once per entry of the audit log, in its order and within about a minute, to subscriptions that name it: `*` does not include it.",
};

/** Types that came with a later version of the catalog, and which one. */
const ADDED_IN: Partial<Record<EventType, number>> = {
  email_auto_reply: 2,
  email_spam_reported: 2,
  email_account_reconnected: 2,
  sequence_started: 2,
  sequence_paused: 2,
  sequence_resumed: 2,
  sequence_stopped: 2,
  sequence_completed: 2,
  meeting_booked: 2,
  meeting_rescheduled: 2,
  meeting_cancelled: 2,
  meeting_completed: 2,
  "audit.recorded": 3,
};

const STRICT = /^(ticket|chat|subscription|audit)\.|^message\.received$/;

/** Whether only the desk sends it, whose schema refuses what does not fit; other systems' types are described. */
export function isStrict(type: EventType): boolean {
  return STRICT.test(type);
}

/** Since when it is in the catalog, and what changed since. */
export function versionNoteOf(type: EventType): string {
  const version = ADDED_IN[type];
  if (version !== undefined) return `Added in version ${version} of the catalog.`;
  if (isStrict(type)) return "In the catalog since version 1, unchanged.";
  return "In the catalog since version 1. Since version 2 its schema describes and no longer refuses, and its sample has the shape that other systems send.";
}
