import "server-only";
import { sql } from "drizzle-orm";
import { database } from "@/db/client";
import { log } from "@/lib/log";
import { beforeExit } from "@/lib/on-shutdown";
import { processWide } from "@/lib/process-wide";
import { SECOND_MS } from "@/lib/time";

const FLUSH_MS = 2 * SECOND_MS;
const ROUTE_MAX = 200;

export interface TokenUse {
  /** The client's address. */
  ip: string | null;
  /** The path that was called. */
  route: string;
}

/** What one token did on one day since the last flush. */
interface Tally {
  tokenId: string;
  day: string;
  requests: number;
  lastUsedAt: string;
  ip: string | null;
  route: string;
  /** Last use of the secret before a rotation. */
  previousLastUsedAt: string | null;
}

// Counted per process and written every few seconds: a process that is killed outright takes its last seconds of counts with it.
const pending = processWide(
  "token usage",
  (): { tallies: Map<string, Tally>; timer?: NodeJS.Timeout | undefined; written: Promise<void> } => {
    beforeExit(flushUsage);
    return { tallies: new Map(), written: Promise.resolve() };
  },
);

/** Counts a call made with the token; it shows in the database within a few seconds. */
export function noteUse(tokenId: string, { ip, route }: TokenUse, isPrevious: boolean): void {
  const now = new Date().toISOString();
  const day = now.slice(0, 10);
  const tally = pending.tallies.get(`${tokenId} ${day}`) ?? newTally(tokenId, day);
  tally.requests++;
  tally.lastUsedAt = now;
  tally.ip = ip;
  tally.route = route.slice(0, ROUTE_MAX);
  if (isPrevious) tally.previousLastUsedAt = now;
  schedule();
}

/** Writes what was counted so far, also what is being written. What can't be written now is kept for the next time. */
export function flushUsage(): Promise<void> {
  clearTimeout(pending.timer);
  pending.timer = undefined;
  pending.written = pending.written.then(writePending);
  return pending.written;
}

async function writePending(): Promise<void> {
  const batch = pending.tallies;
  if (batch.size === 0) return;
  pending.tallies = new Map();
  try {
    await write([...batch.values()]);
  } catch (error) {
    log.warn({ err: error, tokens: batch.size }, "could not write the use of tokens");
    for (const tally of batch.values()) putBack(tally);
    schedule();
  }
}

function newTally(tokenId: string, day: string): Tally {
  const tally = { tokenId, day, requests: 0, lastUsedAt: "", ip: null, route: "", previousLastUsedAt: null };
  pending.tallies.set(`${tokenId} ${day}`, tally);
  return tally;
}

function putBack(older: Tally): void {
  const key = `${older.tokenId} ${older.day}`;
  const newer = pending.tallies.get(key);
  if (!newer) pending.tallies.set(key, older);
  else {
    newer.requests += older.requests;
    newer.previousLastUsedAt ??= older.previousLastUsedAt;
  }
}

function schedule(): void {
  pending.timer ??= setTimeout(() => void flushUsage(), FLUSH_MS).unref();
}

/** One statement. Rows are locked in one order, so that two processes writing at once don't wait for each other in a circle. */
async function write(batch: Tally[]): Promise<void> {
  await database().execute(sql`
    with used as (
      select * from json_to_recordset(${JSON.stringify(batch)}) as used(
        "tokenId" uuid, day date, requests integer, "lastUsedAt" timestamptz, ip text, route text, "previousLastUsedAt" timestamptz)
    ), locked as (
      select id from api_tokens where id in (select "tokenId" from used) order by id for no key update
    ), latest as (
      select distinct on ("tokenId") *, max("previousLastUsedAt") over (partition by "tokenId") as previous
      from used join locked on locked.id = "tokenId"
      order by "tokenId", day desc
    ), touched as (
      update api_tokens set
        last_used_at = greatest(last_used_at, latest."lastUsedAt"),
        last_used_ip = case when last_used_at > latest."lastUsedAt" then last_used_ip else latest.ip end,
        last_used_route = case when last_used_at > latest."lastUsedAt" then last_used_route else latest.route end,
        previous_last_used_at = greatest(previous_last_used_at, latest.previous)
      from latest where api_tokens.id = latest."tokenId"
    )
    insert into token_usage (token_id, day, requests)
    select "tokenId", day, requests from used join locked on locked.id = "tokenId" order by "tokenId", day
    on conflict (token_id, day) do update set requests = token_usage.requests + excluded.requests`);
}
