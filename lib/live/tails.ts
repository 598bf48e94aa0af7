import { setTimeout as sleep } from "node:timers/promises";
import { log } from "@/lib/log";
import { processWide } from "@/lib/process-wide";

export interface LiveRow {
  id: string;
  createdAt: string;
}

/** The newest rows of one list, as everybody with the same rights and filters sees it. */
interface Source {
  /** Equal for what gives equal rows. */
  key: string;
  /** Newest first: a page, or all since then, as far as somebody keeps them. */
  read(since: string | undefined): Promise<LiveRow[]>;
}

/** Hears of rows that are new or look different, as JSON of an array, newest first. */
type Follower = (rows: string) => void;

interface Tail {
  source: Source;
  since: string | undefined;
  /** By id, as followers last heard of them; undefined until they have been read. */
  known: Map<string, string> | undefined;
  followers: Set<Follower>;
}

const POLL_MS = 1_000;
/** Of all time at most one part in so many is spent reading, however many lists are followed. */
const REST_FACTOR = 4;

const state = processWide("tails", () => ({ tails: new Map<string, Tail>(), isLooping: false }));

/** Has `follower` hear of the list from now on, beginning with what is there; returns how to end it. One reader serves all who follow. */
export function followTail(source: Source, follower: Follower): () => void {
  const tail = state.tails.get(source.key) ?? {
    source,
    since: undefined,
    known: undefined,
    followers: new Set(),
  };
  state.tails.set(source.key, tail);
  tail.followers.add(follower);
  if (tail.known) follower(toArray([...tail.known.values()]));
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
    const rows = await tail.source.read(tail.since);
    const next = new Map(rows.map((row) => [row.id, JSON.stringify(row)]));
    const changed = [...next].filter(([id, text]) => tail.known?.get(id) !== text).map(([, text]) => text);
    const isFirst = tail.known === undefined;
    tail.known = next;
    // Of an empty list all that comes is new.
    tail.since ??= rows.at(-1)?.createdAt;
    if (isFirst || changed.length > 0) for (const follow of tail.followers) follow(toArray(changed));
  } catch (error) {
    log.warn({ err: error }, "could not read a list that is followed; trying again");
  }
}

function toArray(rows: string[]): string {
  return `[${rows.join(",")}]`;
}
