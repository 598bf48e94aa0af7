import { eq } from "drizzle-orm";
import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import { database } from "@/db/client";
import { createContext, createOrganization, createUser } from "@/db/factories";
import { apiTokens } from "@/db/schema";
import { isAllowedFrom } from "@/lib/allow-list";
import type { Context } from "@/lib/context";
import { expandScopes, SCOPES, type Scope } from "@/lib/scopes";
import { getToken } from "./queries";
import { type Reach, reachBeyond } from "./reach";
import { extendTokenOverlap, revealToken, rotateToken } from "./rotation";
import { createToken, updateToken } from "./service";
import { verifyToken } from "./verify";

const USE = { ip: "203.0.113.7", route: "/api/v1/me" };
const HOUR = { overlapSeconds: 3600 };
const DAY = { overlapSeconds: 86_400 };
const SOON = "2999-01-01T00:00:00.000Z";
const LATER = "2999-06-01T00:00:00.000Z";

/** What the calling token reaches, and one step beyond it in each direction. */
const CALLER: Reach = {
  scopes: ["tokens:write", "events:read"],
  expiresAt: SOON,
  allowedCidrs: ["203.0.113.0/24"],
};
const WITHIN: Reach = { scopes: ["events:read"], expiresAt: SOON, allowedCidrs: ["203.0.113.0/25"] };
const BEYOND: Record<string, Partial<Reach>> = {
  "another scope": { scopes: ["events:write"] },
  "a later end": { expiresAt: LATER },
  "no end": { expiresAt: null },
  "another network": { allowedCidrs: ["203.0.113.0/24", "198.51.100.0/24"] },
  "any network": { allowedCidrs: [] },
};

interface Operation {
  /** Brings the owner's token into the state that the operation starts from. */
  prepare(owner: Context, id: string): Promise<unknown>;
  /** What the calling token tries, with or on the token that reaches as given. */
  run(caller: Context, id: string, reach: Reach): Promise<unknown>;
  /** The token's own reach beforehand. */
  start(reach: Reach): Reach;
}

const nothing = async () => {};
const itself = (reach: Reach) => reach;

/** Every way to get a secret of a token, or to give one more. */
const OPERATIONS: Record<string, Operation> = {
  create: {
    prepare: nothing,
    start: () => WITHIN,
    run: (caller, _, reach) => createToken(caller, { name: "Child", ...reach }),
  },
  update: {
    prepare: nothing,
    start: () => ({ ...WITHIN, allowedCidrs: ["203.0.113.8"], scopes: ["tokens:read"] }),
    run: (caller, id, reach) => updateToken(caller, id, reach),
  },
  "update of the name with anything wider": {
    prepare: nothing,
    start: (reach) => ({ ...reach, scopes: reach.scopes.slice(0, 1) }),
    run: (caller, id, { scopes }) =>
      updateToken(caller, id, { name: "Renamed", scopes: [...scopes, "tokens:read"] }),
  },
  rotate: { prepare: nothing, start: itself, run: (caller, id) => rotateToken(caller, id, DAY) },
  "extend the overlap": {
    prepare: (owner, id) => rotateToken(owner, id, HOUR),
    start: itself,
    run: (caller, id) => extendTokenOverlap(caller, id, DAY),
  },
  reveal: {
    prepare: (_, id) => database().update(apiTokens).set({ secretSeenBy: null }).where(eq(apiTokens.id, id)),
    start: itself,
    run: (caller, id) => revealToken(caller, id),
  },
};

let owner: Context;
let caller: Context;

beforeEach(async () => {
  const user = await createUser(await createOrganization());
  owner = createContext(user);
  const { id, token } = await createToken(owner, { name: "Caller", ...CALLER });
  const verified = await verifyToken(token, USE);
  const actor = { type: "token" as const, tokenId: id, userId: user.id, name: "Caller" };
  caller = { ...owner, actor, permissions: verified?.permissions ?? new Set() };
});

describe.each(Object.entries(OPERATIONS))("a token's call to %s", (_, { prepare, start, run }) => {
  test.each(Object.entries(BEYOND))("is refused where it would reach %s", async (__, step) => {
    const reach = { ...WITHIN, ...step };
    const { id } = await createToken(owner, { name: "Target", ...start(reach) });
    await prepare(owner, id);
    const before = await getToken(owner, id);
    await expect(run(caller, id, reach)).rejects.toMatchObject({
      code: expect.stringMatching(/^(invalid|forbidden)$/),
    });
    expect(await getToken(owner, id)).toEqual(before);
  });

  test("is allowed within its own reach", async () => {
    const { id } = await createToken(owner, { name: "Target", ...start(WITHIN) });
    await prepare(owner, id);
    await expect(run(caller, id, WITHIN)).resolves.toBeDefined();
  });

  test("is refused with the secret from before a rotation", async () => {
    const { id } = await createToken(owner, { name: "Target", ...start(WITHIN) });
    await prepare(owner, id);
    const { actor } = caller;
    if (actor.type !== "token") throw new Error("the caller is a token");
    const old: Context = { ...caller, actor: { ...actor, isOldSecret: true } };
    await expect(run(old, id, WITHIN)).rejects.toMatchObject({ code: "forbidden", message: /old secret/ });
  });
});

const network = fc
  .record({ base: fc.integer({ min: 0, max: 255 }), bits: fc.constantFrom(24, 26, 28, 32) })
  .map(({ base, bits }) => `10.0.0.${base}/${bits}`);
const reaches: fc.Arbitrary<Reach> = fc.record({
  scopes: fc.subarray([...SCOPES], { minLength: 1 }),
  expiresAt: fc.constantFrom(null, SOON, LATER),
  allowedCidrs: fc.array(network, { maxLength: 3 }),
});

test("whatever stays within another can be used nowhere, never and for nothing that the other can't", () => {
  const probe = fc.record({
    address: fc.integer({ min: 0, max: 255 }).map((end) => `10.0.0.${end}`),
    at: fc.constantFrom("2998-01-01T00:00:00.000Z", "2999-03-01T00:00:00.000Z", "3000-01-01T00:00:00.000Z"),
    scope: fc.constantFrom(...SCOPES),
  });
  const works = ({ scopes, expiresAt, allowedCidrs }: Reach, call: Call) =>
    expandScopes(scopes).has(call.scope) &&
    (expiresAt === null || call.at < expiresAt) &&
    isAllowedFrom(call.address, allowedCidrs);
  fc.assert(
    fc.property(reaches, reaches, probe, (wanted, limit, call) => {
      expect(reachBeyond(limit, limit)).toEqual([]);
      if (reachBeyond(wanted, limit).length === 0 && works(wanted, call))
        expect(works(limit, call)).toBe(true);
    }),
    { numRuns: 2_000 },
  );
});

interface Call {
  address: string;
  at: string;
  scope: Scope;
}
