import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { database, transaction } from "@/db/client";
import { createContext, createOrganization, createUser } from "@/db/factories";
import { asOwner } from "@/db/own-database";
import { recordAudit } from "@/features/audit/record";
import { publishAuditLog } from "@/features/audit-stream/publish";
import { ctx, subscribe, withOwnDatabaseAndReceiver } from "@/features/deliveries/test-set-up";
import { publishEvent, publishEvents } from "@/features/events/publish";
import type { Context } from "@/lib/context";

withOwnDatabaseAndReceiver();

async function record(name: string, by: Context = ctx): Promise<void> {
  await transaction(() =>
    recordAudit(by, {
      action: "token.created",
      target: { type: "token", id: "t1", name },
      changes: { secret: { from: null, to: "changed" } },
    }),
  );
}

interface Stored {
  organization_id: number;
  data: { target: { name: string }; position: number; hash: string; [field: string]: unknown };
}

/** Of the entries that `record` wrote, in the order of their events. */
async function published(): Promise<Stored[]> {
  const rows = await database().execute<{ organization_id: number; data: string }>(
    sql`select organization_id, data from events where type = 'audit.recorded' order by id`,
  );
  return rows
    .map(({ organization_id, data }) => ({ organization_id, data: JSON.parse(data) }))
    .filter(({ data }) => data.action === "token.created");
}

const namesOf = (stored: Stored[]) => stored.map(({ data }) => data.target.name);

test("sends each entry once, in the order of the chain and with its place and hash", async () => {
  await record("before");
  await publishAuditLog();
  await subscribe({ name: "siem", eventTypes: ["audit.recorded"] });
  for (const name of ["a", "b", "c"]) await record(name);
  await publishAuditLog();
  await publishAuditLog();
  const stored = await published();
  expect(namesOf(stored)).toEqual(["a", "b", "c"]);
  const chain = await database().execute<{ position: string; hash: string }>(
    sql`select c.position::int, c.hash from audit_chain c join audit_log l on l.id = c.entry_id
        where l.action = 'token.created' and l.target_name <> 'before' order by c.position`,
  );
  expect(stored.map(({ data: { position, hash } }) => ({ position, hash }))).toEqual([...chain]);
  expect(stored[0]?.data).toMatchObject({
    actor: { type: "user" },
    changes: [{ field: "secret", from: null, to: "changed" }],
    outcome: "success",
  });
});

test("goes to those that name it, never to those that want everything", async () => {
  await subscribe({ name: "all", eventTypes: ["*"] });
  await subscribe({ name: "by name", eventTypes: ["audit.recorded"] });
  await subscribe({ name: "by group", eventTypes: ["audit.*"] });
  await subscribe({ name: "both", eventTypes: ["*", "audit.recorded"] });
  await record("a");
  await publishAuditLog();
  const rows = await database().execute<{ name: string }>(sql`
    select s.name from deliveries d join subscriptions s on s.id = d.subscription_id join events e on e.id = d.event_id
    where e.type = 'audit.recorded' and event_json(e.data) #>> '{target,name}' = 'a' order by s.name`);
  expect(rows.map(({ name }) => name)).toEqual(["both", "by group", "by name"]);
});

test("stores nothing for an organization in which nobody listens", async () => {
  const other = createContext(await createUser(await createOrganization()));
  await subscribe({ eventTypes: ["*"] }, other);
  await subscribe({ eventTypes: ["audit.*"] });
  await record("theirs", other);
  await record("ours");
  await publishAuditLog();
  expect(await published()).toMatchObject([
    { organization_id: ctx.organizationId, data: { target: { name: "ours" } } },
  ]);
});

test("passes none over and sends none twice, by several workers beside transactions that end in any order", async () => {
  await subscribe({ eventTypes: ["audit.recorded"] });
  const names = Array.from({ length: 30 }, (_, index) => `entry ${index}`);
  const slow = Promise.withResolvers<void>();
  const late = transaction(async () => {
    await recordAudit(ctx, { action: "token.created", target: { type: "token", id: "t", name: "late" } });
    await slow.promise;
  });
  await Promise.all([...names.map((name) => record(name)), ...[1, 2, 3].map(() => publishAuditLog())]);
  slow.resolve();
  await late;
  await Promise.all([1, 2, 3].map(() => publishAuditLog()));
  const stored = await published();
  expect(namesOf(stored).toSorted()).toEqual([...names, "late"].toSorted());
  const positions = stored.map(({ data }) => data.position);
  expect(positions).toEqual(positions.toSorted((a, b) => a - b));
});

test("a run that ends half-way is made up for by the next", async () => {
  await subscribe({ eventTypes: ["audit.recorded"] });
  await record("a");
  const killed = transaction(async () => {
    await publishAuditLog();
    throw new Error("killed");
  });
  await expect(killed).rejects.toThrow("killed");
  expect(await published()).toEqual([]);
  await publishAuditLog();
  expect(namesOf(await published())).toEqual(["a"]);
});

test("where one organization's fails, the others' go on, and its own is made up for", async () => {
  const others = await Promise.all(
    [1, 2].map(async () => createContext(await createUser(await createOrganization()))),
  );
  const all = [ctx, ...others];
  for (const each of all) {
    await subscribe({ eventTypes: ["audit.recorded"] }, each);
    await record(`of ${each.organizationId}`, each);
  }
  const [, failing] = all;
  await asOwner((owner) =>
    owner.unsafe(
      `alter table events add constraint refused check (organization_id <> ${failing?.organizationId}) not valid`,
    ),
  );
  try {
    await publishAuditLog();
  } finally {
    await asOwner((owner) => owner`alter table events drop constraint refused`);
  }
  const told = async () => (await published()).map(({ organization_id }) => organization_id).toSorted();
  const isNotFailing = (id: number) => id !== failing?.organizationId;
  const ids = all.map(({ organizationId }) => organizationId).toSorted();
  expect(await told()).toEqual(ids.filter(isNotFailing));
  await publishAuditLog();
  expect(await told()).toEqual(ids);
});

test("what nobody listened to is passed over at once, however much it is", async () => {
  for (let index = 0; index < 3; index++) await record(`early ${index}`);
  await publishAuditLog();
  const [row] = await database().execute<{ is_at_end: boolean }>(sql`
    select s.position = (select max(position) from audit_chain c where c.organization_id = s.organization_id) as is_at_end
    from audit_streams s where s.organization_id = ${ctx.organizationId}`);
  expect(row?.is_at_end).toBe(true);
  await subscribe({ eventTypes: ["audit.recorded"] });
  await record("late");
  await publishAuditLog();
  expect(namesOf(await published())).toEqual(["late"]);
});

test("nobody else can publish one", async () => {
  const forged = { type: "audit.recorded", data: { id: "1", action: "token.created" } };
  await expect(publishEvent(ctx, forged)).rejects.toMatchObject({ issues: [{ path: "type" }] });
  await expect(publishEvents(ctx, [forged])).rejects.toMatchObject({ issues: [{ path: "events.0.type" }] });
});

test("subscribing takes the scope that shows the log", async () => {
  const scopes = ["subscriptions:write", "tickets:read"] as const;
  const without = { ...ctx, permissions: new Set(scopes) };
  await expect(subscribe({ eventTypes: ["audit.recorded"] }, without)).rejects.toMatchObject({
    message: expect.stringContaining("audit_log:read"),
  });
});
