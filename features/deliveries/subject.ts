import "server-only";
import { sql } from "drizzle-orm";
import { deliveries } from "@/db/schema";
import type { Delivery } from "@/features/deliveries/schema";
import type { Context } from "@/lib/context";
import type { Scope } from "@/lib/scopes";

/** What it takes to be told what the thing is called. */
const SCOPES: Record<string, Scope> = {
  ticket: "tickets:read",
  customer: "customers:read",
  chat: "chats:read",
};

/**
 * What the event of a delivery is about. Looked up by keys for each row that is shown: as joins these would have the planner read whole tables
 * before the first row.
 */
export const SUBJECT = sql<Delivery["subject"]>`(
  select jsonb_build_object('type', e.subject_type, 'id', e.subject_id, 'title', case e.subject_type
    when 'ticket' then (
      select '#' || t.number || ' ' || t.subject from tickets t
      where t.id = e.subject_id::uuid and t.organization_id = e.organization_id and t.deleted_at is null)
    when 'customer' then (
      select coalesce(c.name, c.email, 'Customer')
      from customers c join customers kept on kept.id = coalesce(c.merged_into_id, c.id)
      where c.id = e.subject_id::uuid and c.organization_id = e.organization_id and c.deleted_at is null and kept.deleted_at is null)
    when 'chat' then (
      select coalesce(c.subject, 'Chat') from chats c
      where c.id = e.subject_id::uuid and c.organization_id = e.organization_id)
    end)
  from events e where e.id = ${deliveries.eventId} and e.subject_type is not null)`;

/** Without its title for those who may not read it. */
export function shownSubject(ctx: Context, subject: Delivery["subject"]): Delivery["subject"] {
  const scope = subject && SCOPES[subject.type];
  return subject && { ...subject, title: scope && ctx.permissions.has(scope) ? subject.title : null };
}
