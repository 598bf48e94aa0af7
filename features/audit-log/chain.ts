import { createHash } from "node:crypto";
import type { auditLog } from "@/db/schema";

export type StoredEntry = typeof auditLog.$inferSelect;

/** One row of the chain, with the entry it names if that is still there. */
export interface ChainLink {
  position: number;
  entryId: string;
  hash: string;
  entry: StoredEntry | null;
}

export const BREAKS = {
  changed: "was changed, or one before it was taken out and the rest renumbered",
  removed: "was removed",
  inserted: "was slipped in",
  "out of order": "was swapped with the next one",
  "not linked": "is in the log without being part of the chain",
} as const;

export interface ChainBreak {
  /** Null for an entry that the chain doesn't know. */
  position: number | null;
  entryId: string | null;
  kind: keyof typeof BREAKS;
}

export interface ChainHead {
  position: number;
  /** Empty at position 0. */
  hash: string;
}

/** The hash that the database's `audit_digest` gives an entry; computed here on its own, so that the two check each other. */
export function digestOf(previous: string, entry: StoredEntry): string {
  const fields = [
    previous,
    entry.id,
    String(entry.organizationId),
    entry.actorType,
    entry.actorId,
    entry.actorName,
    entry.action,
    entry.targetType,
    entry.targetId,
    entry.targetName,
    entry.changes,
    entry.outcome,
    entry.ip,
    entry.userAgent,
    entry.requestId,
    entry.createdAt.toISOString(),
  ];
  const text = fields.map((field) => (field === null ? "null" : `${Buffer.byteLength(field)}:${field}`));
  return createHash("sha256").update(text.join(",")).digest("hex");
}

/** Walks the links in the order of their positions up to the first one that does not hold. */
export async function walkChain(
  links: AsyncIterable<ChainLink>,
): Promise<{ head: ChainHead; broken: ChainBreak | null }> {
  let before: ChainHead | null = null;
  let head: ChainHead = { position: 0, hash: "" };
  for await (const [link, next] of withNext(links)) {
    const broken = judge(link, { before, head, next });
    if (broken) return { head, broken };
    before = head;
    head = { position: link.position, hash: link.hash };
  }
  return { head, broken: null };
}

interface Neighbours {
  /** Of the link before the last good one; null at the start. */
  before: ChainHead | null;
  /** Of the last good link. */
  head: ChainHead;
  next: ChainLink | null;
}

function judge(link: ChainLink, { before, head, next }: Neighbours): ChainBreak | null {
  const position = head.position + 1;
  const { entry, entryId, hash } = link;
  if (link.position !== position) return { position, entryId: null, kind: "removed" };
  if (!entry) return { position, entryId, kind: "removed" };
  if (digestOf(head.hash, entry) === hash) return null;
  // What follows only tells which change it was; that there was one is certain already.
  if (before && digestOf(before.hash, entry) === hash)
    return { position: head.position, entryId: null, kind: "inserted" };
  if (!next?.entry) return { position, entryId, kind: "changed" };
  const afterHead = digestOf(head.hash, next.entry);
  const isEntrySwapped = afterHead === hash;
  const isLinkSwapped = afterHead === next.hash && digestOf(next.hash, entry) === hash;
  if (isEntrySwapped || isLinkSwapped) return { position, entryId, kind: "out of order" };
  return { position, entryId, kind: afterHead === next.hash ? "inserted" : "changed" };
}

async function* withNext<Item>(items: AsyncIterable<Item>): AsyncGenerator<[Item, Item | null]> {
  let held: { item: Item } | null = null;
  for await (const item of items) {
    if (held) yield [held.item, item];
    held = { item };
  }
  if (held) yield [held.item, null];
}
