import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { database, transaction } from "@/db/client";
import { createContext, createOrganization, createUser, type TestUser } from "@/db/factories";
import { useOwnDatabase } from "@/db/own-database";
import { auditLog, deliveries, memberships, subscriptions } from "@/db/schema";
import { reconcileDeliveries } from "@/features/deliveries/reconcile";
import { publishEvents } from "@/features/events/publish";
import { claimDue } from "@/features/sending/claim";
import { holdOrReleaseDeliveriesOf, transferSubscriptions } from "@/features/subscriptions/owner";
import { createSubscriptionSchema } from "@/features/subscriptions/schema";
import { createSubscription } from "@/features/subscriptions/service";
import { pauseSubscription, resumeSubscription } from "@/features/subscriptions/status";
import { removeUser } from "@/features/team/removal";
import { updateUser } from "@/features/team/service";
import type { Context } from "@/lib/context";
import type { Role } from "@/lib/roles";

const TICKET = { type: "ticket.created" as const, data: { subject: "Printer on fire" } };

let dropDatabase: () => Promise<void>;

beforeAll(async () => {
  dropDatabase = await useOwnDatabase();
});

afterAll(() => dropDatabase());

interface Desk {
  admin: Context;
  adminId: number;
  owner: TestUser;
  subscriptionId: string;
  member(role: Role, name?: string): Promise<TestUser>;
}

/** A developer with a subscription to tickets, and an admin beside them. */
async function desk(): Promise<Desk> {
  const organization = await createOrganization();
  const admin = await createUser(organization, { name: "Grace" });
  const owner = await createUser(organization, { role: "developer", name: "Dave" });
  const { id } = await createSubscription(
    createContext(owner),
    createSubscriptionSchema.parse({ targetUrl: "https://receiver.example/hook", eventTypes: ["ticket.*"] }),
  );
  return {
    admin: createContext(admin),
    adminId: admin.id,
    owner,
    subscriptionId: id,
    member: (role, name = "Nia") => createUser(organization, { role, name }),
  };
}

async function statusesOf(subscriptionId: string): Promise<string[]> {
  const rows = await database()
    .select({ status: deliveries.status })
    .from(deliveries)
    .where(eq(deliveries.subscriptionId, subscriptionId))
    .orderBy(deliveries.id);
  return rows.map(({ status }) => status);
}

async function ownerOf(subscriptionId: string): Promise<number | undefined> {
  const [row] = await database()
    .select({ owner: subscriptions.createdBy })
    .from(subscriptions)
    .where(eq(subscriptions.id, subscriptionId));
  return row?.owner;
}

/** Past the services, as a lost race would. */
function setRole(user: TestUser, role: Role) {
  return database().update(memberships).set({ role }).where(eq(memberships.userId, user.id));
}

async function claimedOf(subscriptionId: string): Promise<number> {
  const claimed = await claimDue({ steady: 200, failing: 0, manual: 0 });
  return claimed.filter((delivery) => delivery.subscriptionId === subscriptionId).length;
}

describe("an owner who loses the right", () => {
  const WAYS: [string, (desk: Desk) => Promise<unknown>][] = [
    ["by role", ({ admin, owner }) => updateUser(admin, owner.id, { role: "viewer" })],
    ["by being disabled", ({ admin, owner }) => updateUser(admin, owner.id, { status: "disabled" })],
    ["by leaving", ({ owner }) => removeUser(createContext(owner), owner.id, { tokens: "revoke" })],
  ];

  test.each(WAYS)("%s is sent nothing any more, neither what waits nor what comes", async (_, lose) => {
    const here = await desk();
    await publishEvents(here.admin, [TICKET]);
    await lose(here);
    expect(await statusesOf(here.subscriptionId)).toEqual(["held"]);
    await publishEvents(here.admin, [TICKET]);
    await reconcileDeliveries();
    expect(await statusesOf(here.subscriptionId)).toEqual(["held", "held"]);
    expect(await claimedOf(here.subscriptionId)).toBe(0);
  });

  test("resuming does not release it, getting the role back does", async () => {
    const { admin, owner, subscriptionId } = await desk();
    await updateUser(admin, owner.id, { role: "agent" });
    await publishEvents(admin, [TICKET]);
    await pauseSubscription(admin, subscriptionId);
    await resumeSubscription(admin, subscriptionId);
    expect(await statusesOf(subscriptionId)).toEqual(["held"]);
    await updateUser(admin, owner.id, { role: "developer" });
    expect(await statusesOf(subscriptionId)).toEqual(["pending"]);
    expect(await claimedOf(subscriptionId)).toBe(1);
  });

  test("is stopped at the claim when the hold came too early to see it, and the sweep holds it", async () => {
    const { admin, owner, subscriptionId } = await desk();
    await publishEvents(admin, [TICKET]);
    await setRole(owner, "viewer");
    expect(await claimedOf(subscriptionId)).toBe(0);
    await database().execute(sql`
      update deliveries set status = 'retrying', attempt_count = 1, next_attempt_at = now()
      where subscription_id = ${subscriptionId}`);
    expect(await claimedOf(subscriptionId)).toBe(0);
    await reconcileDeliveries();
    expect(await statusesOf(subscriptionId)).toEqual(["held"]);
  });
});

describe("transferSubscriptions", () => {
  test("gives all of them to someone else, on record, and sends what was held", async () => {
    const { admin, adminId, owner, subscriptionId } = await desk();
    await updateUser(admin, owner.id, { role: "viewer" });
    await publishEvents(admin, [TICKET]);
    expect(await transferSubscriptions(admin, { from: owner.id, to: adminId })).toBe(1);
    expect(await ownerOf(subscriptionId)).toBe(adminId);
    expect(await statusesOf(subscriptionId)).toEqual(["pending"]);
    const [entry] = await database()
      .select({ changes: auditLog.changes })
      .from(auditLog)
      .where(
        sql`${auditLog.targetId} = ${subscriptionId} and ${auditLog.action} = 'subscription.transferred'`,
      );
    expect(JSON.parse(entry?.changes ?? "")).toEqual({ owner: { from: "Dave", to: "Grace" } });
  });

  test("refuses whose role lacks the right, who is disabled, and who is of another organization", async () => {
    const { admin, owner, subscriptionId, member } = await desk();
    const viewer = await member("viewer");
    const disabled = await member("admin");
    await updateUser(admin, disabled.id, { status: "disabled" });
    const foreign = (await desk()).owner;
    for (const to of [viewer.id, disabled.id, foreign.id]) {
      await expect(transferSubscriptions(admin, { from: owner.id, to })).rejects.toMatchObject({
        code: "invalid",
        issues: [{ path: "transferTo" }],
      });
    }
    expect(await ownerOf(subscriptionId)).toBe(owner.id);
  });

  test("names the scope that the new owner lacks", async () => {
    const { admin, owner, member } = await desk();
    const viewer = await member("viewer", "Vic");
    await expect(transferSubscriptions(admin, { from: owner.id, to: viewer.id })).rejects.toThrow(
      /The role of Vic lacks subscriptions:write/,
    );
  });

  test("is refused to who may not change people, except to take them over", async () => {
    const { adminId, owner, subscriptionId, member } = await desk();
    const developer = await member("developer");
    const ctx = createContext(developer, { permissions: ["subscriptions:write", "tickets:read"] });
    await expect(transferSubscriptions(ctx, { from: owner.id, to: adminId })).rejects.toMatchObject({
      code: "forbidden",
      members: { missingScope: "team:write" },
    });
    await transferSubscriptions(ctx, { from: owner.id, to: developer.id });
    expect(await ownerOf(subscriptionId)).toBe(developer.id);
  });
});

describe("at the same moment", () => {
  /** Runs `meanwhile` after the work of a transaction that is not yet committed, and commits it then. */
  async function overlap(work: () => Promise<unknown>, meanwhile: () => Promise<unknown>) {
    const others = Promise.withResolvers<void>();
    const worked = Promise.withResolvers<void>();
    const first = transaction(async () => {
      await work();
      worked.resolve();
      await others.promise;
    });
    await worked.promise;
    await meanwhile();
    others.resolve();
    await first;
  }

  test("what is published while its owner is demoted is not sent, and held by the sweep", async () => {
    const { admin, owner, subscriptionId } = await desk();
    await overlap(
      () => publishEvents(admin, [TICKET]),
      () => updateUser(admin, owner.id, { role: "viewer" }),
    );
    expect(await claimedOf(subscriptionId)).toBe(0);
    await reconcileDeliveries();
    expect(await statusesOf(subscriptionId)).toEqual(["held"]);
  });

  test("what is published while it goes to a new owner is sent after the sweep", async () => {
    const { admin, adminId, owner, subscriptionId } = await desk();
    await updateUser(admin, owner.id, { role: "viewer" });
    await overlap(
      () => publishEvents(admin, [TICKET]),
      () => transferSubscriptions(admin, { from: owner.id, to: adminId }),
    );
    await reconcileDeliveries();
    expect(await statusesOf(subscriptionId)).toEqual(["pending"]);
  });

  test("of two transfers one finds nothing left", async () => {
    const { admin, adminId, owner, subscriptionId, member } = await desk();
    const other = await member("admin");
    const moved = await Promise.all([
      transferSubscriptions(admin, { from: owner.id, to: adminId }),
      transferSubscriptions(admin, { from: owner.id, to: other.id }),
    ]);
    expect(moved.toSorted()).toEqual([0, 1]);
    expect(await ownerOf(subscriptionId)).toBe(moved[0] === 1 ? adminId : other.id);
  });

  test("a transfer waits for the new owner's demotion, and is refused then", async () => {
    const { admin, owner, member } = await desk();
    const heir = await member("developer");
    const refused = Promise.withResolvers<unknown>();
    await overlap(
      async () => {
        await setRole(heir, "viewer");
        await holdOrReleaseDeliveriesOf(admin, heir.id);
      },
      async () => {
        transferSubscriptions(admin, { from: owner.id, to: heir.id }).catch(refused.resolve);
      },
    );
    expect(await refused.promise).toMatchObject({ code: "invalid" });
  });
});
