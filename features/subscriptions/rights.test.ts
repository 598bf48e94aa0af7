import { eq, sql } from "drizzle-orm";
import { afterAll, describe, expect, test } from "vitest";
import { closeDatabase, database, transaction } from "@/db/client";
import { createContext, createOrganization, createUser, type TestUser } from "@/db/factories";
import { auditLog, deliveries, memberships } from "@/db/schema";
import { listAuditLog } from "@/features/audit-log/queries";
import { listAuditLogQuerySchema } from "@/features/audit-log/schema";
import { getDelivery, listDeliveries } from "@/features/deliveries/queries";
import { listDeliveriesQuerySchema } from "@/features/deliveries/schema";
import { resendDelivery } from "@/features/deliveries/service";
import { publishEvent } from "@/features/events/publish";
import { getEvent, listEvents } from "@/features/events/queries";
import { listEventsQuerySchema } from "@/features/events/schema";
import { listAttention } from "@/features/overview/attention";
import { sendTestEvent } from "@/features/sending/test-event";
import { getSubscription, listSubscriptions } from "@/features/subscriptions/queries";
import { createSubscriptionSchema, listSubscriptionsQuerySchema } from "@/features/subscriptions/schema";
import { createSubscription, deleteSubscription, updateSubscription } from "@/features/subscriptions/service";
import { getEventTrace } from "@/features/trace/queries";
import type { Scope } from "@/lib/scopes";

const SECRET = "hook-s3cret-4711";
const URL_WITH_SECRET = `https://receiver.example/hook?key=${SECRET}&shop=4`;
const MASKED = "https://receiver.example/hook?key=••••&shop=••••";
const PHONE = "+15550142";

afterAll(closeDatabase);

function inputOf(eventTypes: string[], targetUrl = "https://receiver.example/hook") {
  return createSubscriptionSchema.parse({ targetUrl, eventTypes });
}

async function person(): Promise<{
  user: TestUser;
  may(...scopes: Scope[]): ReturnType<typeof createContext>;
}> {
  const user = await createUser(await createOrganization());
  return { user, may: (...permissions) => createContext(user, { permissions }) };
}

const WRITE: Scope[] = ["subscriptions:read", "subscriptions:write"];
const lacking = (missingScope: Scope) => ({ code: "forbidden", members: { missingScope } });

describe("creating and widening", () => {
  test.each([
    ["ticket.*", "tickets:read"],
    ["message.created", "chats:read"],
    ["client.created", "customers:read"],
    ["agent.*", "team:read"],
    ["call.ended", "events:read"],
    ["*", "tickets:read"],
  ] satisfies [string, Scope][])("a subscription to %s takes %s", async (type, scope) => {
    const { may } = await person();
    await expect(createSubscription(may(...WRITE), inputOf([type]))).rejects.toMatchObject(lacking(scope));
  });

  test("own events of the platform take what every writer may", async () => {
    const { may } = await person();
    expect(await createSubscription(may(...WRITE), inputOf(["subscription.*"]))).toMatchObject({
      eventTypes: ["subscription.*"],
    });
  });

  test("neither one more type nor another target comes without the scope; less does", async () => {
    const { user, may } = await person();
    const { id } = await createSubscription(createContext(user), inputOf(["client.*"]));
    const tickets = may(...WRITE, "tickets:read");
    for (const input of [{ targetUrl: "https://evil.example/" }, { ownerId: user.id }]) {
      await expect(updateSubscription(tickets, id, input)).rejects.toMatchObject(lacking("customers:read"));
    }
    expect(
      await updateSubscription(tickets, id, { eventTypes: ["client.created", "ticket.*"] }),
    ).toMatchObject({
      eventTypes: ["client.created", "ticket.*"],
    });
    await updateSubscription(tickets, id, { eventTypes: ["ticket.*"], name: "Tickets" });
    await expect(updateSubscription(tickets, id, { eventTypes: ["*"] })).rejects.toMatchObject(
      lacking("chats:read"),
    );
  });

  test("to leave a type out first opens no way to what was sent of it, and could be sent again", async () => {
    const { user, may } = await person();
    const all = createContext(user);
    const { id } = await createSubscription(all, inputOf(["client.*", "ticket.*"]));
    await publishEvent(all, { type: "client.created", data: { id: crypto.randomUUID(), phone: PHONE } });
    const tickets = may(...WRITE, "tickets:read", "deliveries:write");
    await updateSubscription(tickets, id, { eventTypes: ["ticket.*"] });
    const elsewhere = { targetUrl: "https://evil.example/" };
    await expect(updateSubscription(tickets, id, elsewhere)).rejects.toMatchObject(lacking("customers:read"));
    expect(
      await updateSubscription(may(...tickets.permissions, "customers:read"), id, elsewhere),
    ).toMatchObject(elsewhere);
  });

  test("a type that someone else takes out at the same moment can't be kept without the scope", async () => {
    const { user, may } = await person();
    const { id } = await createSubscription(createContext(user), inputOf(["client.*", "ticket.*"]));
    const tickets = may(...WRITE, "tickets:read");
    const [narrowed, both] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const first = transaction(async () => {
      await updateSubscription(createContext(user), id, { eventTypes: ["ticket.*"] });
      narrowed.resolve();
      await both.promise;
    });
    await narrowed.promise;
    const kept = updateSubscription(tickets, id, { eventTypes: ["client.*", "ticket.*"] });
    kept.catch(() => {});
    both.resolve();
    await first;
    await expect(kept).rejects.toMatchObject(lacking("customers:read"));
  });
});

describe("payloads", () => {
  async function published() {
    const { user, may } = await person();
    const all = createContext(user);
    await createSubscription(all, inputOf(["*"]));
    const event = await publishEvent(all, {
      type: "client.created",
      data: { id: crypto.randomUUID(), phone: PHONE },
    });
    const [delivery] = await database()
      .select({ id: deliveries.id })
      .from(deliveries)
      .where(eq(deliveries.eventId, event.id));
    const deliveryId = delivery?.id ?? "";
    await database().execute(sql`
      insert into attempts (delivery_id, number, subscription_id, trigger, started_at, duration_ms, status_code, success, url,
        request_headers, response_headers, response_body)
      values (${deliveryId}, 1, (select subscription_id from deliveries where id = ${deliveryId}), 'first', now(), 5, 200, true, ${URL_WITH_SECRET}, '{}', '{}', ${PHONE}::bytea)`);
    return { all, may, eventId: event.id, deliveryId };
  }

  test("are shown with the scope of their group", async () => {
    const { all, eventId, deliveryId } = await published();
    expect(await getEvent(all, eventId)).toMatchObject({ data: { phone: PHONE }, withheld: null });
    const delivery = await getDelivery(all, deliveryId);
    expect(delivery).toMatchObject({ withheld: null, attempts: [{ response: { body: PHONE } }] });
    expect(delivery.payload).toContain(PHONE);
  });

  test("are left out everywhere else, with the scope that would show them", async () => {
    const { may, eventId, deliveryId } = await published();
    const ctx = may("events:read", "deliveries:read", "tickets:read", "incoming_webhooks:read");
    const detail = await getDelivery(ctx, deliveryId);
    const answers = [
      await getEvent(ctx, eventId),
      await listEvents(ctx, listEventsQuerySchema.parse({})),
      detail,
      await listDeliveries(ctx, listDeliveriesQuerySchema.parse({})),
      await getEventTrace(ctx, eventId),
    ];
    expect(JSON.stringify(answers)).not.toContain(PHONE);
    const withheld = { missingScope: "customers:read", detail: expect.stringContaining("customers:read") };
    expect(answers[0]).toMatchObject({ data: null, withheld });
    expect(detail).toMatchObject({
      payload: null,
      withheld,
      attempts: [{ request: { body: null }, response: { body: null } }],
    });
  });
});

describe("the query of a target's URL", () => {
  async function secretive() {
    const { user, may } = await person();
    const all = createContext(user);
    const { id } = await createSubscription(all, inputOf(["subscription.*"], URL_WITH_SECRET));
    return { all, id, reader: may("subscriptions:read", "deliveries:read", "subscriptions:read") };
  }

  test("is whole for who may change it, masked for others", async () => {
    const { all, id, reader } = await secretive();
    expect(await getSubscription(all, id)).toMatchObject({ targetUrl: URL_WITH_SECRET });
    expect(await getSubscription(reader, id)).toMatchObject({ targetUrl: MASKED });
    const test = await sendTestEvent(all, id, {});
    expect((await getDelivery(reader, test.id)).targetUrl).toBe(MASKED);
    expect((await getDelivery(all, test.id)).targetUrl).toBe(URL_WITH_SECRET);
  });

  test("finds nothing for others, so that no search can spell it out", async () => {
    const { all, reader } = await secretive();
    const found = async (ctx: typeof all, q: string) =>
      (await listSubscriptions(ctx, listSubscriptionsQuerySchema.parse({ q }))).data.length;
    expect(await found(all, "hook-s3")).toBe(1);
    expect(await found(reader, "hook-s3")).toBe(0);
    expect(await found(reader, "key=")).toBe(0);
    expect(await found(reader, "receiver.example/hook")).toBe(1);
  });

  test("finds its subscription by the exact URL only for who may see it", async () => {
    const { all, id, reader } = await secretive();
    const plain = "https://receiver.example/hook";
    const { id: open } = await createSubscription(all, inputOf(["subscription.*"], plain));
    const found = async (ctx: typeof all, targetUrl: string) =>
      (await listSubscriptions(ctx, listSubscriptionsQuerySchema.parse({ targetUrl }))).data.map(
        (row) => row.id,
      );

    expect(await found(all, URL_WITH_SECRET)).toEqual([id]);
    expect(await found(all, plain)).toEqual([open]);
    expect(await found(all, `${plain}/`)).toEqual([]);
    expect(await found(reader, URL_WITH_SECRET)).toEqual([]);
    expect(await found(reader, MASKED)).toEqual([]);
    expect(await found(reader, plain)).toEqual([open]);

    await deleteSubscription(all, open);
    expect(await found(all, plain)).toEqual([]);
    expect(await found(all, "")).toEqual([]);
  });

  test("is in the audit log with its names only, whoever reads, also of entries from before", async () => {
    const { all, id } = await secretive();
    await updateSubscription(all, id, { targetUrl: `${URL_WITH_SECRET}-new` });
    await deleteSubscription(all, id);
    const stored = await database()
      .select()
      .from(auditLog)
      .where(eq(auditLog.targetId, id))
      .orderBy(auditLog.id);
    expect(JSON.stringify(stored)).not.toContain(SECRET);
    expect(stored.filter(({ changes }) => changes.includes(MASKED))).toHaveLength(3);
    await database()
      .insert(auditLog)
      .values({
        ...entryOf(all.organizationId, id),
        changes: JSON.stringify({ targetUrl: { from: null, to: URL_WITH_SECRET } }),
      });
    const { data } = await listAuditLog(all, listAuditLogQuerySchema.parse({ targetId: id }));
    expect(data).toHaveLength(4);
    expect(JSON.stringify(data)).not.toContain(SECRET);
  });
});

describe("an owner without the right", () => {
  test("shows on the subscription, its deliveries, the trace and the overview, and nothing is sent by hand", async () => {
    const organization = await createOrganization();
    const admin = createContext(await createUser(organization, { name: "Grace" }));
    const owner = await createUser(organization, { role: "developer", name: "Dave" });
    const { id, name } = await createSubscription(createContext(owner), inputOf(["ticket.*"]));
    await database().update(memberships).set({ role: "viewer" }).where(eq(memberships.userId, owner.id));
    const attention = async () =>
      (await listAttention(admin)).data.filter(({ kind }) => kind === "subscription_owner");
    expect(await attention()).toMatchObject([{ id, name, count: 0, detail: "Dave" }]);

    const event = await publishEvent(admin, { type: "ticket.created", data: { subject: "Printer on fire" } });
    expect(await attention()).toMatchObject([{ count: 1 }]);
    expect(await getSubscription(admin, id)).toMatchObject({ ownerMissingScopes: ["subscriptions:write"] });
    const held = { status: "held", heldReason: "owner" };
    const { data } = await listDeliveries(admin, listDeliveriesQuerySchema.parse({}));
    expect(data).toMatchObject([held]);
    expect(await getEvent(admin, event.id)).toMatchObject({ subscriptions: [{ delivery: held }] });
    expect(await getEventTrace(admin, event.id)).toMatchObject({ events: [{ deliveries: [held] }] });

    const refused = {
      code: "conflict",
      message: expect.stringMatching(/owner Dave.*Hand the subscription over/),
    };
    await expect(resendDelivery(admin, data[0]?.id ?? "")).rejects.toMatchObject(refused);
    await expect(sendTestEvent(admin, id, {})).rejects.toMatchObject(refused);

    const adminId = admin.actor.type === "user" ? admin.actor.userId : 0;
    expect(await updateSubscription(admin, id, { ownerId: adminId })).toMatchObject({
      createdBy: { name: "Grace" },
      ownerMissingScopes: [],
    });
    expect(await attention()).toEqual([]);
    expect((await listDeliveries(admin, listDeliveriesQuerySchema.parse({}))).data).toMatchObject([
      { status: "pending", heldReason: null },
    ]);
  });
});

function entryOf(organizationId: number, targetId: string) {
  return {
    organizationId,
    actorType: "system" as const,
    actorId: "test",
    actorName: "Test",
    action: "subscription.created",
    targetType: "subscription",
    targetId,
    targetName: "Old",
    requestId: "req_old",
  };
}
