import { setTimeout as sleep } from "node:timers/promises";
import { log } from "@/lib/log";
import { processWide } from "@/lib/process-wide";

export interface LiveRow {
  id: string;
  createdAt: string;
}

/** What one look at a list has found. */
export interface Look {
  /** Newest first. */
  rows: LiveRow[];
  /** From when on it has looked; undefined for everything. What is older may still be as it was. */
  from: string | undefined;
}

/** One list, as everybody with the same rights and filters sees it. */
interface Source {
  /** Equal for what gives equal rows. */
  key: string;
  /** All since then, as far as one look goes. */
  look(since: string | undefined): Promise<Look>;
}

/** Hears of rows that are new or look different, as JSON of an array, newest first. */
type Follower = (rows: string) => void;

interface Known {
  createdAt: string;
  /** As followers last heard of it. */
  text: string;
}

interface Tail {
  source: Source;
  since: string | undefined;
  /** By id, newest first. */
  known: Map<string, Known>;
  followers: Set<Follower>;
}

/** As many rows as a browser keeps. */
export const MAX_ROWS = 500;
const POLL_MS = 1_000;
/** Of all time at most one part in so many is spent reading, however many lists are followed. */
const REST_FACTOR = 4;

const state = processWide("tails", () => ({ tails: new Map<string, Tail>(), isLooping: false }));

/** Has `follower` hear of the list from now on, beginning with what is there; returns how to end it. One reader serves all who follow. */
export function followTail(source: Source, newest: LiveRow[], follower: Follower): () => void {
  const tail = state.tails.get(source.key) ?? {
    source,
    // Of an empty list all that comes is new.
    since: newest.at(-1)?.createdAt,
    known: toKnown(newest),
    followers: new Set(),
  };
  state.tails.set(source.key, tail);
  tail.followers.add(follower);
  follower(toArray([...tail.known.values()]));
  if (!state.isLooping) void keepReading();
  return () => {
    tail.followers.delete(follower);
    if (tail.followers.size === 0 && state.tails.get(source.key) === tail) state.tails.delete(source.key);
  };
}

/** Ends by itself once nobody follows anything. */
async function keepReading(): Promise<void> {
  state.isLooping = true;
  try {
    while (state.tails.size > 0) {
      const startedAt = performance.now();
      for (const tail of state.tails.values()) await readOn(tail);
      await sleep(Math.max(POLL_MS, REST_FACTOR * (performance.now() - startedAt)), undefined, {
        ref: false,
      });
    }
  } finally {
    state.isLooping = false;
  }
}

async function readOn(tail: Tail): Promise<void> {
  try {
    const { rows, from } = await tail.source.look(tail.since);
    const seen = toKnown(rows);
    const changed = [...seen].filter(([id, { text }]) => tail.known.get(id)?.text !== text);
    const unseen = [...tail.known].filter(
      ([id, { createdAt }]) => isBefore(createdAt, from) && !seen.has(id),
    );
    tail.known = new Map([...seen, ...unseen].slice(0, MAX_ROWS));
    tail.since ??= rows.at(-1)?.createdAt;
    if (changed.length === 0) return;
    const news = toArray(changed.map(([, known]) => known));
    for (const follow of tail.followers) follow(news);
  } catch (error) {
    log.warn({ err: error }, "could not read a list that is followed; trying again");
  }
}

function isBefore(moment: string, from: string | undefined): boolean {
  return from !== undefined && Date.parse(moment) < Date.parse(from);
}

function toKnown(rows: LiveRow[]): Map<string, Known> {
  return new Map(rows.map((row) => [row.id, { createdAt: row.createdAt, text: JSON.stringify(row) }]));
}

function toArray(rows: Known[]): string {
  return `[${rows.map(({ text }) => text).join(",")}]`;
}
