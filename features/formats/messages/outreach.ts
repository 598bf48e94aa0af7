import { duration, join, read, type SubjectMatter } from "./subject-matter";

// What phone systems, mailboxes and outreach tools tell of.

type Data = Parameters<SubjectMatter["name"]>[0];

function contactName(data: Data): string {
  const name =
    read(data, "contact.fullName") ||
    join(" ", read(data, "contact.firstName"), read(data, "contact.lastName"));
  return name || read(data, "contact.email", "contact.id") || "A contact";
}

const category = (data: Data) =>
  read(data, "category") ? `“${read(data, "category")}”` : "another category";

/** What a prospect did, or what was done to reach them. */
export const CONTACTS: SubjectMatter = {
  name: contactName,
  verbs: {
    email_replied: "replied to an email",
    reply_categorized: (data) => `was put in ${category(data)} for a reply`,
    email_auto_reply: "sent an automatic reply",
    email_sent: "was sent an email",
    email_opened: "opened an email",
    email_link_clicked: "clicked a link in an email",
    email_bounced: "could not be reached by email",
    email_spam_reported: "reported an email as spam",
    contact_opted_out: "opted out",
    contact_called: "was called",
    contact_finished: "finished a sequence",
    linkedin_connection_request_sent: "was sent a connection request",
    linkedin_connection_request_accepted: "accepted a connection request",
    linkedin_message_sent: "was sent a LinkedIn message",
    linkedin_message_replied: "replied on LinkedIn",
    linkedin_reply_categorized: (data) => `was put in ${category(data)} for a LinkedIn reply`,
  },
  quote: ["note", "replyText", "message", "link", "reason", "subject"],
  isOurs: false,
  facts: {
    Company: ["contact.company"],
    Sequence: ["sequence.name", "sequence.id"],
    Account: ["emailAccountId", "linkedInAccountId"],
    Outcome: ["outcome"],
  },
};

/** The mailboxes and profiles that reach them. */
export const ACCOUNTS: SubjectMatter = {
  name: (data) => {
    const linkedIn = read(data, "linkedInAccountId");
    return linkedIn
      ? `LinkedIn account ${linkedIn}`
      : join(" ", "Email account", read(data, "emailAccount", "emailAccountId"));
  },
  verbs: {
    email_account_connection_lost: "lost its connection",
    email_account_error: "has an error",
    email_account_reconnected: "is connected again",
    linkedin_account_alerts: "needs attention",
  },
  quote: ["error.message", "message", "alert"],
  isOurs: false,
  facts: { Provider: ["provider"], Code: ["error.code"], Alert: ["alert"] },
};

export const CALLS: SubjectMatter = {
  name: (data) =>
    `Call with ${read(data, "customer.name", "customerName", "customerPhone", "customer.email", "from") || "a customer"}`,
  verbs: { "call.ended": "ended" },
  quote: ["summary", "transcript"],
  isOurs: false,
  facts: {
    Agent: ["agent.name", "agentName"],
    Duration: duration("durationSeconds", "duration"),
    Outcome: ["outcome", "status"],
    Direction: ["direction"],
  },
};

export const MEETINGS: SubjectMatter = {
  name: (data) => `Meeting with ${contactName(data).replace("A contact", "a contact")}`,
  verbs: {
    meeting_booked: "was booked",
    meeting_cancelled: "was cancelled",
    meeting_rescheduled: "was moved",
    meeting_completed: "took place",
  },
  quote: ["title", "subject", "name", "reason"],
  isOurs: false,
  facts: {
    Starts: ["startsAt", "startTime", "start", "meeting.startTime"],
    Company: ["contact.company"],
    Sequence: ["sequence.name", "sequence.id"],
  },
};

export const SEQUENCES: SubjectMatter = {
  name: (data) => join(" ", "Sequence", read(data, "sequence.name", "name", "sequence.id", "id")),
  verbs: {
    autopilot_stopped: "goes on without Autopilot, which stopped",
    sequence_started: "was started",
    sequence_stopped: "was stopped",
    sequence_completed: "was completed",
    sequence_paused: "was paused",
    sequence_resumed: "was resumed",
  },
  quote: ["reason"],
  isOurs: false,
  facts: {
    Contact: (data) => (data.contact ? contactName(data) : ""),
    Step: ["sequence.step", "sequence.stepNumber"],
  },
};
