import { duration, join, read, type SubjectMatter } from "./subject-matter";

// What the desk tells of itself. Other systems publish some of these types too, in the shapes of their own.

export const TICKETS: SubjectMatter = {
  name: (data) => (read(data, "number") ? `Ticket #${read(data, "number")}` : "A ticket"),
  verbs: {
    "ticket.created": "was opened",
    "ticket.updated": "was changed",
    "ticket.status_changed": (data) =>
      `went ${join(" ", read(data, "from") && `from ${read(data, "from")}`, `to ${read(data, "to", "status")}`)},`,
    "ticket.comment_added": (data) =>
      read(data, "comment.visibility") === "internal" ? "got a note" : "got a reply",
    "ticket.deleted": "was deleted",
  },
  quote: ["comment.body", "subject"],
  isOurs: true,
  actor: ["comment.author.name"],
  facts: {
    Status: ["status"],
    Priority: ["priority"],
    Customer: ["customer.name", "customer.email"],
    Assignee: ["assignee.name"],
  },
};

export const CHATS: SubjectMatter = {
  name: (data) => `Chat with ${read(data, "customer.name", "customer.email") || "a customer"}`,
  verbs: { "chat.started": "was started", "chat.ended": "was ended" },
  quote: ["subject"],
  isOurs: true,
  actor: ["endedBy.name"],
  facts: {
    Agent: ["assignee.name"],
    Page: ["page.title", "page.url"],
    Duration: duration("durationSeconds"),
    Messages: ["messageCount"],
  },
};

export const MESSAGES: SubjectMatter = {
  name: (data) => `Message from ${read(data, "author.name", "sender") || "somebody"}`,
  verbs: {
    "message.received": "came in",
    "message.created": "was sent",
    "message.updated": "was edited",
    "message.deleted": "was deleted",
  },
  quote: ["body", "content.message"],
  isOurs: false,
  facts: {
    Customer: ["customer.name", "customer.email", "clientId"],
    Agent: ["agentId"],
  },
};

export const CUSTOMERS: SubjectMatter = {
  name: (data) =>
    `Customer ${read(data, "name") || join(" ", read(data, "fname"), read(data, "lname")) || read(data, "email", "id", "clientId")}`,
  verbs: {
    "client.created": "was added",
    "client.updated": "was changed",
    "client.deleted": "was deleted",
    "client.connected": (data) => `was connected to ${read(data, "app.name") || "an app"}`,
    "client.disconnected": (data) => `was disconnected from ${read(data, "app.name") || "an app"}`,
  },
  isOurs: true,
  facts: {
    Email: ["email"],
    Company: ["company"],
    Site: ["session.host"],
    Reason: ["reason"],
    Phone: ["phone"],
    Status: ["status"],
  },
};

export const TEAM_MEMBERS: SubjectMatter = {
  name: (data) =>
    `Agent ${join(" ", read(data, "fname"), read(data, "lname")) || read(data, "email", "agentid")}`,
  verbs: {
    "agent.created": "was added",
    "agent.updated": "was changed",
    "agent.deleted": "was removed",
  },
  isOurs: true,
  facts: { Email: ["email"], Role: ["role", "designation"], Brokerage: ["brokerage"] },
};

export const AUDIT_ENTRIES: SubjectMatter = {
  name: (data) => `Audit log: ${read(data, "action")}`,
  verbs: { "audit.recorded": "was recorded" },
  isOurs: true,
  actor: ["actor.name"],
  facts: { Target: ["target.name"], Outcome: ["outcome"], From: ["ip"] },
};

export const SUBSCRIPTIONS: SubjectMatter = {
  name: (data) => `Event subscription “${read(data, "name", "id")}”`,
  verbs: {
    "subscription.disabled": "was switched off",
    "subscription.enabled": "was switched on again",
  },
  quote: ["detail"],
  isOurs: true,
  actor: ["enabledBy.name"],
  facts: { Target: ["targetUrl"], "Last answer": ["lastStatusCode"], Waiting: ["heldDeliveries"] },
};
