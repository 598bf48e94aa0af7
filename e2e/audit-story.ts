import { sql } from "drizzle-orm";
import * as z from "zod";
import { database } from "@/db/client";
import type { Api } from "./api";

const changesSchema = z.record(z.string(), z.object({ from: z.unknown(), to: z.unknown() }));

const entrySchema = z.object({
  action: z.string(),
  outcome: z.string(),
  type: z.string(),
  id: z.string(),
  changes: z.string().transform((text) => changesSchema.parse(JSON.parse(text))),
});

export type Entry = z.output<typeof entrySchema>;

/** What an organization's audit log says, in the order in which it was committed. */
export async function readStory(organizationId: number): Promise<Entry[]> {
  const rows = await database().execute(sql`
    select action, outcome, target_type as type, target_id as id, changes
    from audit_log join audit_chain on entry_id = audit_log.id
    where audit_log.organization_id = ${organizationId} order by position`);
  return entrySchema.array().parse(rows);
}

/** What an organization's events told outside systems of changes. */
export async function readEventStory(organizationId: number): Promise<Entry[]> {
  const rows = await database().execute(sql`
    select type as action, 'success' as outcome, subject_id as id,
           case type when 'ticket.status_changed' then 'ticket status' else subject_type end as type,
           case type when 'ticket.status_changed'
             then json_build_object('status', json_build_object('from', data::json -> 'from', 'to', data::json -> 'to'))
             else data::json -> 'changed' end::text as changes
    from events where organization_id = ${organizationId}
      and (type = 'ticket.status_changed' or data::json -> 'changed' is not null)
    order by events.id`);
  return entrySchema.array().parse(rows);
}

/** Says of an event what no field of its target holds, so that two in a row don't follow from each other. */
const NOTES = [
  "visibility",
  "author",
  "overlap",
  "overlapSeconds",
  "discardedRequests",
  "request",
  "requestId",
  "ticketId",
  "merged",
  "splitInto",
  "splitFrom",
  "tickets",
  "chats",
  "otherSessions",
  "duplicateOf",
  "known",
];

/** Of secrets and of what may have to be erased the log tells only this. */
const HIDDEN = "changed";

export type Fields = Record<string, unknown>;

/** How the fields of a target are read that are on record under another name or in another form than the API shows them. */
const READERS: Record<string, { path: string; fields(row: Fields): Fields }> = {
  token: { path: "/api/v1/tokens", fields: (row) => row },
  ticket: {
    path: "/api/v1/tickets",
    fields: ({ mergedIntoId, mergedIntoNumber: number, customer, ...row }) => ({
      ...row,
      customer: idOf(customer),
      mergedInto: mergedIntoId === null ? null : { id: mergedIntoId, number },
    }),
  },
  chat: { path: "/api/v1/chats", fields: ({ ticket, ...row }) => ({ ...row, ticket: numberOf(ticket) }) },
  customer: { path: "/api/v1/customers", fields: ({ agent, ...row }) => ({ ...row, agentId: idOf(agent) }) },
  incoming_webhook: {
    path: "/api/v1/incoming-webhooks",
    fields: ({ paused, ...row }) => ({ ...row, pauseNote: Object(paused).note ?? null }),
  },
  subscription: {
    path: "/api/v1/subscriptions",
    fields: ({ createdBy, ...row }) => ({ ...row, owner: Object(createdBy).name }),
  },
  delivery: { path: "/api/v1/deliveries", fields: (row) => row },
  user: { path: "/api/v1/users", fields: (row) => row },
  invitation: { path: "/api/v1/invitations", fields: (row) => row },
  team: {
    path: "/api/v1/teams",
    fields: ({ members, ...row }) => ({
      ...row,
      members: Array.isArray(members) ? members.map(({ id, name }) => `${name} (${id})`) : members,
    }),
  },
};

/** As `api` sees the target now; empty for what has no page of its own, or is gone. */
export async function readFields(api: Api, { type, id }: Pick<Entry, "type" | "id">): Promise<Fields> {
  const reader = READERS[type];
  if (!reader) return {};
  const { status, body } = await api.get(`${reader.path}/${id}`);
  return status === 200 ? reader.fields(Object(body)) : {};
}

const TOLD = ["ticket", "customer"];

/** The same as the API shows it, of what events tell of in that form. */
export async function readRow(api: Api, { type, id }: Pick<Entry, "type" | "id">): Promise<Fields> {
  if (!TOLD.includes(type)) return {};
  const { status, body } = await api.get(`${READERS[type]?.path}/${id}`);
  return status === 200 ? Object(body) : {};
}

/**
 * Where the log contradicts itself or the rows: each value a field changed from has to be the one it had come to, and the last one the one it
 * has. `before` and `after` give a target's fields as they were when the story began and are now.
 */
export function contradictions(
  story: Entry[],
  before: Map<string, Fields>,
  after: Map<string, Fields>,
): string[] {
  const known = new Map<string, unknown>(
    [...before].flatMap(([target, fields]) =>
      Object.entries(fields).map(([field, value]) => [`${target} ${field}`, value] as const),
    ),
  );
  const found: string[] = [];
  for (const { action, type, id, changes } of story) {
    for (const [field, { from, to }] of Object.entries(changes)) {
      if (NOTES.includes(field) || from === HIDDEN) continue;
      const key = `${type}:${id} ${field}`;
      if (known.has(key) && !isSame(known.get(key), from))
        found.push(
          `${action}: ${field} was ${show(known.get(key))}, and the log says it changed from ${show(from)}`,
        );
      if (isSame(from, to)) found.push(`${action}: ${field} did not change from ${show(from)}`);
      known.set(key, to);
    }
  }
  for (const [target, fields] of after) {
    for (const [field, value] of Object.entries(fields)) {
      const key = `${target} ${field}`;
      if (
        known.has(key) &&
        story.some((entry) => isAbout(entry, target, field)) &&
        !isSame(known.get(key), value)
      )
        found.push(`${field} is ${show(value)}, and the log's last word is ${show(known.get(key))}`);
    }
  }
  return found;
}

function isAbout({ type, id, changes }: Entry, target: string, field: string): boolean {
  return `${type}:${id}` === target && Object.hasOwn(changes, field) && changes[field]?.from !== HIDDEN;
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function show(value: unknown): string {
  return JSON.stringify(value);
}

function idOf(value: unknown): unknown {
  return value === null ? null : Object(value).id;
}

function numberOf(ticket: unknown): string | null {
  return ticket === null ? null : `#${Object(ticket).number}`;
}
