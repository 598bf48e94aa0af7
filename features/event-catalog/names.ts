export const EVENT_GROUPS = [
  { id: "tickets", label: "Tickets", description: "Support requests and their conversations." },
  { id: "chats", label: "Chats and messages", description: "Live conversations and the messages in them." },
  {
    id: "customers",
    label: "Customers",
    description: "The people the desk serves, named clients on the wire.",
  },
  { id: "agents", label: "Agents", description: "The people who answer customers." },
  { id: "calls", label: "Calls", description: "Phone calls, from a phone system or a sequence." },
  { id: "email", label: "Email", description: "Outreach email and the accounts that send it." },
  { id: "linkedin", label: "LinkedIn", description: "LinkedIn outreach and the accounts behind it." },
  {
    id: "sequences",
    label: "Sequences",
    description: "Progress of contacts and Autopilot through sequences.",
  },
  { id: "meetings", label: "Meetings", description: "Meetings that prospects book." },
  { id: "searches", label: "Searches", description: "Saved property searches and the listings they match." },
  { id: "listings", label: "Listings", description: "Property listings." },
  { id: "favorites", label: "Favorites", description: "Listings that clients keep." },
  { id: "system", label: "System", description: "The state of the integration platform itself." },
  {
    id: "audit",
    label: "Audit log",
    description: "What was done in the desk, and by whom. Never part of `*`.",
  },
] as const;

export type EventGroup = (typeof EVENT_GROUPS)[number]["id"];

/** Every event type with its group and description, in catalog order; free of schemas so that a browser may load it. */
export const EVENT_NAMES = {
  "ticket.created": { group: "tickets", description: "A ticket was opened, by a person or a system." },
  "ticket.updated": { group: "tickets", description: "Fields of a ticket changed; `changed` says which." },
  "ticket.status_changed": { group: "tickets", description: "A ticket moved from one status to another." },
  "ticket.comment_added": {
    group: "tickets",
    description: "A public reply or an internal note was added to a ticket.",
  },
  "ticket.deleted": { group: "tickets", description: "A ticket was deleted." },

  "chat.started": { group: "chats", description: "A customer or an agent started a chat." },
  "chat.ended": { group: "chats", description: "A chat ended." },
  "message.received": { group: "chats", description: "A customer wrote a message in a chat." },
  "message.created": { group: "chats", description: "A message was added to a chat, whoever wrote it." },
  "message.updated": { group: "chats", description: "A message was edited." },
  "message.deleted": { group: "chats", description: "A message was deleted." },

  "client.created": { group: "customers", description: "A customer was added." },
  "client.updated": { group: "customers", description: "Fields of a customer changed." },
  "client.deleted": { group: "customers", description: "A customer was deleted." },
  "client.connected": { group: "customers", description: "A customer let an app act for them." },
  "client.disconnected": {
    group: "customers",
    description: "An app can no longer act for a customer; `reason` says why.",
  },

  "agent.created": { group: "agents", description: "An agent was added." },
  "agent.updated": { group: "agents", description: "Fields of an agent changed." },
  "agent.deleted": { group: "agents", description: "An agent was removed." },

  "call.ended": { group: "calls", description: "A phone call ended." },
  contact_called: { group: "calls", description: "A cloud call to a contact was made or logged." },

  email_replied: {
    group: "email",
    description: "A prospect replied for the first time, or their status was set to Replied.",
  },
  email_auto_reply: { group: "email", description: "A mailbox answered by itself, such as out of office." },
  reply_categorized: { group: "email", description: "A reply was given a new inbox category." },
  email_sent: { group: "email", description: "An email was sent: the first step or a follow-up." },
  email_opened: { group: "email", description: "A prospect opened an email." },
  contact_opted_out: { group: "email", description: "A prospect opted out." },
  email_link_clicked: { group: "email", description: "A link in an email was clicked." },
  email_account_connection_lost: {
    group: "email",
    description: "The connection to an email account was lost.",
  },
  email_account_reconnected: {
    group: "email",
    description: "The connection to an email account works again.",
  },
  email_account_error: { group: "email", description: "The email provider returned an error." },
  email_bounced: { group: "email", description: "An email could not be delivered." },
  email_spam_reported: { group: "email", description: "A receiver reported an email as spam." },

  linkedin_connection_request_sent: { group: "linkedin", description: "A connection request was sent." },
  linkedin_message_sent: { group: "linkedin", description: "A LinkedIn message was sent." },
  linkedin_connection_request_accepted: {
    group: "linkedin",
    description: "A prospect accepted a connection request.",
  },
  linkedin_message_replied: {
    group: "linkedin",
    description: "A prospect replied for the first time to a LinkedIn message of a sequence.",
  },
  linkedin_reply_categorized: { group: "linkedin", description: "A LinkedIn reply was given a category." },
  linkedin_account_alerts: {
    group: "linkedin",
    description:
      "Sales Navigator was disconnected, the weekly limit of connection requests was reached, or InMail credits ran out.",
  },

  sequence_started: { group: "sequences", description: "A sequence began to run." },
  sequence_paused: { group: "sequences", description: "A sequence was paused." },
  sequence_resumed: { group: "sequences", description: "A paused sequence goes on." },
  sequence_stopped: { group: "sequences", description: "A sequence was stopped before its end." },
  sequence_completed: { group: "sequences", description: "No contact of a sequence is left." },
  contact_finished: { group: "sequences", description: "A prospect finished a sequence." },
  autopilot_stopped: {
    group: "sequences",
    description: "Autopilot stopped in a sequence, for the first time; `reason` says why.",
  },

  meeting_booked: { group: "meetings", description: "A prospect booked a meeting." },
  meeting_rescheduled: { group: "meetings", description: "A meeting got another time." },
  meeting_cancelled: { group: "meetings", description: "A meeting was called off." },
  meeting_completed: { group: "meetings", description: "A meeting has taken place." },

  "search.created": { group: "searches", description: "A search was saved." },
  "search.updated": { group: "searches", description: "A saved search changed." },
  "search.deleted": { group: "searches", description: "A saved search was deleted." },
  "search.match.created": { group: "searches", description: "A listing began to match a saved search." },
  "search.match.updated": {
    group: "searches",
    description: "A listing that matches a saved search changed.",
  },

  "listing.created": { group: "listings", description: "A listing was added." },
  "listing.updated": { group: "listings", description: "A listing changed." },
  "listing.deleted": { group: "listings", description: "A listing was removed." },

  "favorite.created": { group: "favorites", description: "A client marked a listing as a favorite." },
  "favorite.deleted": { group: "favorites", description: "A client removed a listing from their favorites." },

  "subscription.disabled": {
    group: "system",
    description:
      "An event subscription was switched off after lasting failure, a 410 answer, or by a person.",
  },
  "subscription.enabled": {
    group: "system",
    description: "A disabled event subscription was switched on again.",
  },

  "audit.recorded": { group: "audit", description: "The audit log got an entry." },
} as const satisfies Record<string, { group: EventGroup; description: string }>;

export type EventType = keyof typeof EVENT_NAMES;

/** The event types whose group is `G`. */
export type EventTypeIn<G extends EventGroup> = {
  [T in EventType]: (typeof EVENT_NAMES)[T]["group"] extends G ? T : never;
}[EventType];

// Object.keys forgets the key type; EVENT_NAMES has no other keys.
export const EVENT_TYPES = Object.keys(EVENT_NAMES) as readonly EventType[];

export function isEventType(value: string): value is EventType {
  return Object.hasOwn(EVENT_NAMES, value);
}
