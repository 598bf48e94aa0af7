import {
  expandScopes,
  RESOURCES,
  type Resource,
  SCOPES,
  type Scope,
  strongestScopes,
  TOKEN_SCOPES,
} from "@/lib/scopes";

export const LEVELS = ["none", "read", "write"] as const;
export type Level = (typeof LEVELS)[number];

interface ResourceText {
  label: string;
  /** What reading and writing it lets a program do. */
  opens: string;
}

export const RESOURCE_TEXT: Record<Resource, ResourceText> = {
  events: { label: "Events", opens: "Read: what happened and where it went. Write: publish events." },
  subscriptions: {
    label: "Subscriptions",
    opens: "Read: event subscriptions, not their secrets. Write: create, change, test and delete them.",
  },
  deliveries: {
    label: "Deliveries",
    opens: "Read: the delivery log with bodies. Write: resend and cancel.",
  },
  incoming_webhooks: {
    label: "Incoming webhooks",
    opens: "Read: webhooks and the requests they got. Write: create, change and delete them.",
  },
  tokens: {
    label: "Tokens",
    opens: "Read: which tokens exist. Write: create, change, rotate and revoke them.",
  },
  oauth_clients: {
    label: "OAuth clients",
    opens: "Read: apps and sessions. Write: register apps, end sessions.",
  },
  tickets: { label: "Tickets", opens: "Read: tickets and comments. Write: create, answer and change them." },
  chats: { label: "Chats", opens: "Read: conversations. Write: send messages and end chats." },
  customers: {
    label: "Customers",
    opens: "Read: names and addresses. Write: create, change and delete them.",
  },
  mails: { label: "Mails", opens: "Read: mails to customers. Write: send again, report bounces." },
  team: {
    label: "Team",
    opens: "Read: members, roles and teams. Write: for members only; a token with it reads.",
  },
  audit_log: { label: "Audit log", opens: "Read: who changed what." },
};

/** The access that the scopes give to one resource. */
export function levelOf(scopes: Iterable<Scope>, resource: Resource): Level {
  const expanded = expandScopes(scopes);
  if (expanded.has(`${resource}:write`)) return "write";
  return expanded.has(`${resource}:read`) ? "read" : "none";
}

export function onlyReads(scopes: Iterable<Scope>): Scope[] {
  return [...expandScopes(scopes)].filter((scope) => scope.endsWith(":read"));
}

/** The scopes with one resource's access changed. */
export function withLevel(scopes: Iterable<Scope>, resource: Resource, level: Level): Scope[] {
  const given = [...scopes];
  return RESOURCES.flatMap((other) => scopeOf(other, other === resource ? level : levelOf(given, other)));
}

/** "read tickets and customers, write chats"; null for none. */
export function describeScopes(scopes: Iterable<Scope>): string | null {
  const given = strongestScopes(scopes);
  const nounsWith = (level: Level) =>
    RESOURCES.filter((resource) => levelOf(given, resource) === level).map(nounOf);
  const [reads, writes] = [nounsWith("read"), nounsWith("write")];
  if (writes.length === RESOURCES.length) return "read and write everything";
  if (reads.length === RESOURCES.length) return "read everything";
  const parts = [
    ...(reads.length > 0 ? [`read ${listed(reads)}`] : []),
    ...(writes.length > 0 ? [`write ${listed(writes)}`] : []),
  ];
  return parts.length > 0 ? parts.join(", ") : null;
}

/** Short enough for a table: "Full access", "Read only", "Write tickets +3". */
export function summarizeScopes(scopes: Iterable<Scope>): string {
  const given = strongestScopes(scopes);
  const granted = expandScopes(given);
  if (TOKEN_SCOPES.every((scope) => granted.has(scope))) return "Full access";
  if (given.length === SCOPES.length / 2 && given.every((scope) => scope.endsWith(":read")))
    return "Read only";
  const first = given.find((scope) => scope.endsWith(":write")) ?? given[0];
  const resource = RESOURCES.find((one) => first?.startsWith(`${one}:`));
  if (!first || !resource) return "Nothing";
  const verb = first.endsWith(":write") ? "Write" : "Read";
  const more = given.length > 1 ? ` +${given.length - 1}` : "";
  return `${verb} ${nounOf(resource)}${more}`;
}

function scopeOf(resource: Resource, level: Level): Scope[] {
  return level === "none" ? [] : [`${resource}:${level}`];
}

function nounOf(resource: Resource): string {
  const { label } = RESOURCE_TEXT[resource];
  return label.startsWith("OAuth") ? label : label.toLowerCase();
}

function listed(nouns: string[]): string {
  return new Intl.ListFormat("en-GB", { type: "conjunction" }).format(nouns);
}
