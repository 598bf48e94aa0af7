import "server-only";
import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { queryLocked, textOf } from "@/db/client";
import type { AttemptTrigger, DeliveryFormat } from "@/db/enums";
import { toSubject } from "@/features/deliveries/content";
import { IS_DUE, IS_IN_FLIGHT, SUBSCRIPTIONS_WITH_OPEN } from "@/features/deliveries/predicates";
import { leaseSeconds, TAKES_LEASE } from "@/features/deliveries/transitions";
import type { DeliveryContent } from "@/features/formats/format";
import { OWNER_JOIN, ownerMayGet } from "@/features/subscription-states/owner-rule";
import { IS_ACTIVE, IS_RESTING } from "@/features/subscription-states/predicates";

/**
 * `steady`: to targets that work. `failing`: to targets that keep failing, which get few slots of their own so that nobody waits for them.
 * `manual`: what a person asked for, which waits for neither.
 */
export const LANES = ["steady", "failing", "manual"] as const;
export type Lane = (typeof LANES)[number];
export type Slots = Record<Lane, number>;

const FAILING_AFTER = sql.raw("5");
const FAILING_MAX_IN_FLIGHT = sql.raw("4");
const CLAIM_LOCK = 7201;

/** A delivery that this process may send until its lease ends, with all that its request is made of. */
export interface ClaimedDelivery extends DeliveryContent {
  format: DeliveryFormat;
  lane: Lane;
  /** Its subscription may have no more in flight, or gets no more of this claim: what else is due for it waits. */
  isLast: boolean;
  /** Changes whenever the subscription's row does. */
  subscriptionVersion: string;
  /** Of the event. */
  hops: number;
  /** Of the attempt that is about to be made, 1-based. */
  attempt: number;
  maxAttempts: number;
  trigger: AttemptTrigger;
  requestedBy: number | null;
  leaseId: string;
  abandonedCount: number;
  /** When it was due, and the claim, in milliseconds by the database's clock. */
  dueAtMs: number;
  claimedAtMs: number;
}

/** How much of a subscription may be claimed: what is due by itself, and what a person asked for. */
export interface ClaimLimit {
  byItself: number;
  byHand: number;
}

export type ClaimLimits = ReadonlyMap<string, ClaimLimit>;

const NO_LIMITS: ClaimLimits = new Map();

/** `$3`. */
const LIMITED = sql.raw(
  "select * from jsonb_to_recordset($3::text::jsonb) as l(id uuid, by_itself int, by_hand int)",
);

/**
 * The one rule of how much a subscription may get at this moment: `free` of what is due by itself, and `free_by_hand` together with what a
 * person asked for; its own limit holds for both. A target that has been left alone gets one at a time until it answers.
 */
const ROOM = sql`
  select s.id, o.role, f.lane, f.slots, ceil(2.0 * f.slots / count(*) over (partition by f.lane))::int + 1 as share, n.has_expired,
         least(s.max_in_flight - n.in_flight, l.by_hand) as free_by_hand,
         least(case when ${IS_RESTING} then 0
              when h.breaker_trips > 0 then 1
              when f.lane = 'failing' then least(s.max_in_flight, ${FAILING_MAX_IN_FLIGHT})
              else s.max_in_flight end - n.in_flight, l.by_itself) as free
  from waiting w
  -- By its key for each: joined, every pair of them would be compared.
  cross join lateral (select * from subscriptions s where s.id = w.subscription_id and ${IS_ACTIVE} offset 0) s
  left join subscription_health h on h.subscription_id = s.id
  left join limited l on l.id = s.id
  ${OWNER_JOIN}
  cross join lateral (
    select 'failing' as lane, $5::int as slots where h.consecutive_failures >= ${FAILING_AFTER}
    union all
    select 'steady', $4::int where (h.consecutive_failures >= ${FAILING_AFTER}) is not true) f
  cross join lateral (
    select count(*) filter (where ${IS_IN_FLIGHT})::int as in_flight, coalesce(bool_or(${IS_DUE}), false) as has_expired
    from open_deliveries q where q.subscription_id = s.id and q.is_sending) n`;

const COLUMNS = sql`select q.organization_id, q.delivery_id, q.due_at`;
const MAY_BE_SENT = sql`q.subscription_id = o.id and ${IS_DUE} and ${ownerMayGet("q.event_type")}`;
const BY_HAND = sql`'manual' as lane, $6::int as slots, $6::int as share, o.free_by_hand as free`;
const BY_ITSELF = sql`o.lane, o.slots, o.share, o.free`;

/**
 * Within a subscription by hand first, so that what is due by itself gets what they leave. Looking at twice its share of the slots is enough of
 * each: where that leaves some free, one of the next claims, which then come with each result, takes them.
 */
const PICKED = sql`
  select organization_id, delivery_id, lane, is_last, place from (
    select ranked.*, ranked.rank >= least(ranked.free, ranked.share) as is_last, row_number() over (partition by ranked.lane order by ranked.rank, ranked.due_at) as place
    from room o cross join lateral (
      select due.*, row_number() over (order by due.lane = 'manual' desc, due.due_at, due.delivery_id) as rank
      from (
        (${COLUMNS}, ${BY_HAND} from open_deliveries q where ${MAY_BE_SENT} and not q.is_sending and q.is_manual
         order by q.due_at, q.delivery_id limit least(greatest(o.free_by_hand, 0), $6))
        union all
        (${COLUMNS}, ${BY_ITSELF} from open_deliveries q where ${MAY_BE_SENT} and not q.is_sending and not q.is_manual
         order by q.due_at, q.delivery_id limit least(greatest(o.free, 0), o.slots, o.share))
        union all
        -- Whose worker is gone: no more than were in flight at once.
        (${COLUMNS}, ${BY_HAND} from open_deliveries q where o.has_expired and ${MAY_BE_SENT} and q.is_sending and q.is_manual)
        union all
        (${COLUMNS}, ${BY_ITSELF} from open_deliveries q where o.has_expired and ${MAY_BE_SENT} and q.is_sending and not q.is_manual)
      ) due
    ) ranked
    where ranked.rank <= ranked.free
  ) placed
  where place <= slots`;

/** `$1` and `$2` are the lease, `$3` the limits as `toRows` makes them, `$4` to `$6` the slots: steady, failing, manual. */
const CLAIM = {
  name: "claim_due",
  text: textOf(sql`
  with recursive ${SUBSCRIPTIONS_WITH_OPEN}, limited as materialized (${LIMITED}), room as materialized (${ROOM}), picked as (${PICKED}), locked as (
    -- Only what is picked is locked, and whatever someone else is changing at this moment is left for the next claim.
    select q.organization_id, q.delivery_id, q.due_at, p.lane, p.is_last, p.place
    from open_deliveries q join picked p on p.organization_id = q.organization_id and p.delivery_id = q.delivery_id
    for update of q skip locked
  )
  update open_deliveries q
  set ${TAKES_LEASE}
  from locked l, deliveries d, events e, subscriptions s
  where q.organization_id = l.organization_id and q.delivery_id = l.delivery_id and ${IS_DUE}
    and d.id = l.delivery_id and e.id = d.event_id and s.id = d.subscription_id
  returning d.id, l.lane, l.is_last, l.place::int as place, d.organization_id, d.subscription_id, s.xmin::text as subscription_version, d.event_id, d.event_type,
            coalesce(d.event_name, d.event_type) as event_name, d.format, e.subject_type, e.subject_id, e.actor_name, e.data, to_char(e.occurred_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as occurred_at,
            e.hops, d.attempt_count, d.max_attempts, d.next_trigger, d.requested_by, q.abandoned_count,
            extract(epoch from l.due_at)::float8 * 1000 as due_at_ms, extract(epoch from clock_timestamp())::float8 * 1000 as claimed_at_ms`),
};

/**
 * Leases due deliveries, first attempts and retries alike, as many of each lane as it has free slots, in their order: the oldest of each
 * subscription first, and one of each before the second of any, so that one huge backlog can't crowd out the rest. No subscription gets more
 * in flight than it may have, or than `limits` says of it.
 */
export async function claimDue(slots: Slots, limits = NO_LIMITS): Promise<ClaimedDelivery[]> {
  const leaseId = randomUUID();
  const { steady, failing, manual } = slots;
  const values = [leaseId, leaseSeconds(), JSON.stringify(toRows(limits)), steady, failing, manual];
  // Locked, or two claims could both count the same free slots of a subscription.
  const rows = await queryLocked<Row>(CLAIM_LOCK, CLAIM, values);
  return rows.toSorted((a, b) => a.place - b.place).map((row) => toClaimed(row, leaseId));
}

function toRows(limits: ClaimLimits) {
  return [...limits].map(([id, { byItself, byHand }]) => ({ id, by_itself: byItself, by_hand: byHand }));
}

interface Row extends Record<string, unknown> {
  id: string;
  lane: Lane;
  is_last: boolean;
  place: number;
  organization_id: number;
  subscription_id: string;
  subscription_version: string;
  event_id: string;
  event_type: string;
  event_name: string;
  format: DeliveryFormat;
  subject_type: string | null;
  subject_id: string | null;
  actor_name: string | null;
  data: string;
  occurred_at: string;
  hops: number;
  attempt_count: number;
  max_attempts: number;
  next_trigger: AttemptTrigger;
  requested_by: number | null;
  abandoned_count: number;
  due_at_ms: number;
  claimed_at_ms: number;
}

function toClaimed(row: Row, leaseId: string): ClaimedDelivery {
  return {
    id: row.id,
    lane: row.lane,
    isLast: row.is_last,
    organizationId: row.organization_id,
    subscriptionId: row.subscription_id,
    subscriptionVersion: row.subscription_version,
    eventId: row.event_id,
    eventType: row.event_type,
    eventName: row.event_name,
    format: row.format,
    subject: toSubject(row.subject_type, row.subject_id),
    actorName: row.actor_name,
    data: row.data,
    occurredAt: row.occurred_at,
    hops: row.hops,
    attempt: row.attempt_count + 1,
    maxAttempts: row.max_attempts,
    trigger: row.next_trigger,
    requestedBy: row.requested_by,
    leaseId,
    abandonedCount: row.abandoned_count,
    dueAtMs: row.due_at_ms,
    claimedAtMs: row.claimed_at_ms,
  };
}
