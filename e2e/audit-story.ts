import { sql } from "drizzle-orm";
import * as z from "zod";
import { database } from "@/db/client";
import type { Fields } from "./audited-rows";

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
  "discardedEvents",
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
  "handshake",
];

/** Of secrets and of what may have to be erased the log tells only this. */
const HIDDEN = "changed";

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

/** Follows from what is on record, or counts or dates it. */
const DERIVED = [
  "accounts",
  "activeSessions",
  "awaitsReveal",
  "commentCount",
  "heldEvents",
  "heldRequests",
  "isActive",
  "lastFour",
  "lastMessage",
  "lastVerification",
  "mergedCustomers",
  "messageCount",
  "newestHeldId",
  "openTickets",
  "possibleDuplicates",
  "prefix",
  "previousLastFour",
  "previousSecretLastFour",
  "queuedRequests",
  "secretHint",
  "secretLastFour",
  "totalTickets",
  "version",
];

/** Fields that are others now, of which the log says nothing. */
export function unrecorded(
  story: Entry[],
  before: Map<string, Fields>,
  after: Map<string, Fields>,
): string[] {
  return [...before].flatMap(([target, fields]) => {
    const now = after.get(target) ?? {};
    const told = story.filter(({ type, id }) => `${type}:${id}` === target);
    return Object.keys(fields)
      .filter((field) => Object.hasOwn(now, field) && !isSame(fields[field], now[field]))
      .filter((field) => !field.endsWith("At") && !DERIVED.includes(field))
      .filter((field) => !told.some(({ changes }) => Object.hasOwn(changes, field)))
      .map((field) => `${field} of the ${target}`);
  });
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
