import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { AUDIT_ACTORS, AUDIT_OUTCOMES } from "@/db/enums";
import { type ChainLink, digestOf, type StoredEntry, walkChain } from "./chain";

const text = fc.string({ unit: "grapheme", maxLength: 20 });
const entry: fc.Arbitrary<StoredEntry> = fc.record({
  id: fc.uuid(),
  organizationId: fc.integer({ min: 1, max: 3 }),
  actorType: fc.constantFrom(...AUDIT_ACTORS),
  actorId: text,
  actorName: text,
  action: text,
  targetType: text,
  targetId: text,
  targetName: text,
  changes: text,
  outcome: fc.constantFrom(...AUDIT_OUTCOMES),
  ip: fc.option(text),
  userAgent: fc.option(text),
  requestId: text,
  createdAt: fc.date({ min: new Date(0), max: new Date("9998-01-01"), noInvalidDate: true }),
});

test("a chain as it was written is whole", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(entry, { maxLength: 8 }), async (entries) => {
      const links = chainOf(entries);
      const head = { position: entries.length, hash: links.at(-1)?.hash ?? "" };
      expect(await walkChain(stream(links))).toEqual({ head, broken: null });
    }),
  );
});

test("any single field of any entry that changes is found at its position", async () => {
  const fields = fc.constantFrom(...keysOf(exampleEntry()));
  await fc.assert(
    fc.asyncProperty(
      fc.array(entry, { minLength: 1, maxLength: 6 }),
      fc.nat(),
      fields,
      entry,
      async (entries, at, field, other) => {
        const links = chainOf(entries);
        const index = at % links.length;
        const link = links[index];
        if (!link?.entry) throw new Error("no link");
        fc.pre(String(link.entry[field]) !== String(other[field]));
        links[index] = { ...link, entry: { ...link.entry, [field]: other[field] } };
        const { broken } = await walkChain(stream(links));
        expect(broken).toMatchObject({ position: index + 1 });
      },
    ),
    { numRuns: 500 },
  );
});

test("no text moved from one field into its neighbour reads the same", () => {
  fc.assert(
    fc.property(entry, fc.integer({ min: 1, max: 5 }), (one, length) => {
      fc.pre(one.actorName.length >= length);
      const moved = {
        ...one,
        actorName: one.actorName.slice(0, -length),
        action: one.actorName.slice(-length) + one.action,
      };
      expect(digestOf("", moved)).not.toBe(digestOf("", one));
    }),
  );
  const base = exampleEntry();
  expect(digestOf("", { ...base, ip: null })).not.toBe(digestOf("", { ...base, ip: "null" }));
});

test("any one entry that is taken out, doubled or moved is found", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(entry, { minLength: 3, maxLength: 7, selector: ({ id }) => id }),
      fc.nat(),
      fc.constantFrom("take out", "take out and renumber", "double", "swap links", "swap entries"),
      async (entries, at, how) => {
        const links = chainOf(entries);
        // The last one is no link's predecessor: a cut tail takes a head that was noted.
        const index = at % (links.length - 1);
        expect((await walkChain(stream(tamper(links, index, how)))).broken).not.toBeNull();
      },
    ),
  );
});

test("what is wrong is named", async () => {
  const links = chainOf(Array.from({ length: 5 }, () => ({ ...exampleEntry(), id: randomUUID() })));
  const kindOf = async (changed: ChainLink[]) => {
    const { broken } = await walkChain(stream(changed));
    return broken && [broken.kind, broken.position];
  };
  const third = linkAt(links, 2);
  const forged = { ...exampleEntry(), id: randomUUID(), actorName: "Mallory" };

  expect(await kindOf(tamper(links, 1, "take out"))).toEqual(["removed", 2]);
  expect(await kindOf(links.map((link) => (link === third ? { ...link, entry: null } : link)))).toEqual([
    "removed",
    3,
  ]);
  expect(await kindOf(tamper(links, 1, "swap links"))).toEqual(["out of order", 2]);
  expect(await kindOf(tamper(links, 1, "swap entries"))).toEqual(["out of order", 2]);
  for (const hash of [digestOf(linkAt(links, 1).hash, forged), "0".repeat(64)]) {
    const slippedIn = { position: 3, entryId: forged.id, hash, entry: forged };
    expect(await kindOf(renumber([...links.slice(0, 2), slippedIn, ...links.slice(2)]))).toEqual([
      "inserted",
      3,
    ]);
  }
  const changed = { ...third, entry: forged };
  expect(await kindOf(links.map((link) => (link === third ? changed : link)))).toEqual(["changed", 3]);
});

function tamper(links: ChainLink[], index: number, how: string): ChainLink[] {
  const [one, next] = [linkAt(links, index), linkAt(links, index + 1)];
  switch (how) {
    case "take out":
      return links.filter((link) => link !== one);
    case "take out and renumber":
      return renumber(links.filter((link) => link !== one));
    case "double":
      return renumber([...links.slice(0, index), one, ...links.slice(index)]);
    case "swap links":
      return renumber([...links.slice(0, index), next, one, ...links.slice(index + 2)]);
    default:
      return links.map((link, at) => {
        if (at === index) return { ...link, entryId: next.entryId, entry: next.entry };
        return at === index + 1 ? { ...link, entryId: one.entryId, entry: one.entry } : link;
      });
  }
}

function chainOf(entries: StoredEntry[]): ChainLink[] {
  let hash = "";
  return entries.map((one, index) => {
    hash = digestOf(hash, one);
    return { position: index + 1, entryId: one.id, hash, entry: one };
  });
}

function renumber(links: ChainLink[]): ChainLink[] {
  return links.map((link, index) => ({ ...link, position: index + 1 }));
}

function linkAt(links: ChainLink[], index: number): ChainLink {
  const link = links[index];
  if (!link) throw new Error(`there is no link ${index}`);
  return link;
}

async function* stream(links: ChainLink[]): AsyncGenerator<ChainLink> {
  yield* links;
}

function exampleEntry(): StoredEntry {
  return {
    id: "01a20199-cc07-734d-b9c7-289e58ff9ee6",
    organizationId: 1,
    actorType: "user",
    actorId: "1",
    actorName: "Ada",
    action: "token.created",
    targetType: "token",
    targetId: "t",
    targetName: "CI",
    changes: "{}",
    outcome: "success",
    ip: "127.0.0.1",
    userAgent: null,
    requestId: "req_1",
    createdAt: new Date("2026-11-22T12:00:00.000Z"),
  };
}

function keysOf(value: StoredEntry): (keyof StoredEntry)[] {
  // The example has every field and no other.
  return Object.keys(value) as (keyof StoredEntry)[];
}
