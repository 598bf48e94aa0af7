interface ResourceText {
  title: string;
  description: string;
}

const RESOURCES: Record<string, ResourceText> = {
  me: { title: "Account", description: "Who the credential belongs to, and what it may do." },
  "event-types": {
    title: "Event types",
    description: "The catalog: every type of event, with its JSON Schema and a sample.",
  },
  overview: { title: "Overview", description: "The traffic both ways in numbers, and what needs attention." },
  "sample-data": {
    title: "Sample data",
    description: "Tickets, customers and a chat to look around with, and what sends and receives for them.",
  },
  tickets: {
    title: "Tickets",
    description: "Support requests, their conversation, and the trace of where each came from and went.",
  },
  "incoming-webhooks": {
    title: "Incoming webhooks",
    description: "Endpoints that outside systems send signed requests to, and the log of what they sent.",
  },
  events: {
    title: "Events",
    description: "Things that happened. Publishing one delivers it to every subscription that matches.",
  },
  subscriptions: {
    title: "Event subscriptions",
    description: "Where events go: a target URL, the types it wants, and how failures are retried.",
  },
  "echo-receivers": {
    title: "Echo receivers",
    description:
      "Targets of our own for whoever has no server yet: they show what they got, check its signatures and fail when told to.",
  },
  deliveries: {
    title: "Deliveries",
    description: "One event on its way to one subscription, with every attempt and its answer.",
  },
  tokens: {
    title: "Tokens",
    description: "API tokens. A token may do what its scopes say, as far as its maker may.",
  },
  "oauth-clients": {
    title: "OAuth clients",
    description: "Apps that customers connect: where they return to, what they may do, and their secrets.",
  },
  "oauth-sessions": {
    title: "OAuth sessions",
    description: "Which customers have connected which apps. Revoking takes effect on the next call.",
  },
  "customer-registration": {
    title: "Customer registration",
    description: "Who may make an account to connect apps with.",
  },
  organization: {
    title: "Organization",
    description: "Settings of the workspace as a whole: its name, and how it looks to customers.",
  },
  members: { title: "Team", description: "The people of the organization and their roles." },
  users: { title: "Team", description: "The people of the organization and their roles." },
  invitations: { title: "Invitations", description: "Links that let people join the organization." },
  teams: { title: "Teams", description: "Groups of people that events and subscriptions can be limited to." },
  troubleshooter: {
    title: "Troubleshooter",
    description:
      "For customers' apps: file tickets that already hold what support would ask for, and read and answer them. Each customer sees their own.",
  },
  "audit-log": { title: "Audit log", description: "Who did what, when and from where. It can't be changed." },
  reply_v3: {
    title: "Moving from Reply",
    description:
      "What calls Reply's API of webhooks, version 3, goes on as it is. Change the base URL from `https://api.reply.io/v3` to `/api/v3` of this server, and send one of our tokens as `X-API-Key`, with the scopes `subscriptions:write` and `events:read`.\n\n" +
      "Deliveries look as Reply's do. Where a webhook has a secret, `X-Reply-Signature` holds the hex HMAC-SHA256 of the raw body under it; `webhook-signature` is there as well, for any library of Standard Webhooks. A webhook made here is an event subscription like any other: its log, its retries and its settings are on the screen and under `/api/v1/subscriptions`.\n\n" +
      "What differs: errors say in `errors` which field is meant, as a JSON Pointer; an `organizationId` or a team that isn't yours is `404`; fields of the API before this version are refused, and the answer says which ones to send.",
  },
  rest_hooks: {
    title: "Moving from Repliers",
    description:
      "What subscribes by Repliers' API of webhooks goes on as it is. Change the base URL from `https://api.repliers.io` to `/api` of this server, and send one of our tokens as the key: in `Authorization` with or without `Bearer`, in `REPLIERS-API-KEY`, or in `X-API-Key`. It needs the scope `subscriptions:write`, and the one to read what the events tell of.\n\n" +
      "The target proves first that it wants the events: it gets an empty `POST` with a random `X-Hook-Secret` and answers `200` with the same header. Until then nothing exists. Each delivery carries that value again, and is a list of the event's data.\n\n" +
      "What differs: `Location` of the answer names the new webhook; errors are lists of `{param, msg}`.",
  },
  "asyncapi.json": { title: "API description", description: "This API in a form that tools can read." },
  "openapi.json": { title: "API description", description: "This API in a form that tools can read." },
};

/** A resource in words; one that is new here is called by its path. */
export function describeResource(name: string): ResourceText {
  const words = name.replaceAll("-", " ");
  return RESOURCES[name] ?? { title: words.charAt(0).toUpperCase() + words.slice(1), description: "" };
}
