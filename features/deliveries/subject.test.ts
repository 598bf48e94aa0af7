import { expect, test } from "vitest";
import { createContext, createOrganization, createUser } from "@/db/factories";
import { eraseCustomer } from "@/features/customers/erase";
import { mergeCustomer } from "@/features/customers/merge";
import { createCustomer, deleteCustomer } from "@/features/customers/service";
import { getDelivery, listDeliveries } from "@/features/deliveries/queries";
import { listDeliveriesQuerySchema } from "@/features/deliveries/schema";
import { ctx, subscribe, TICKET, withOwnDatabaseAndReceiver } from "@/features/deliveries/test-set-up";
import { publishEvents } from "@/features/events/publish";
import { createTicket, deleteTicket } from "@/features/tickets/service";
import type { Context } from "@/lib/context";

withOwnDatabaseAndReceiver();

test("a delivery names what its event is about, to those who may read that, while it is there", async () => {
  await subscribe({ eventTypes: ["ticket.created", "client.created"] });
  const customer = await createCustomer(ctx, { name: "Dana", email: "dana@example.com" });
  const ticket = await createTicket(ctx, { subject: "Printer on fire" });
  await publishEvents(ctx, [TICKET]);
  const named = { type: "ticket", id: ticket.id, title: `#${ticket.number} Printer on fire` };
  expect(await subjects()).toEqual([null, named, { type: "customer", id: customer.id, title: "Dana" }]);

  const [, about] = (await list()).data;
  expect(await getDelivery(ctx, about?.id ?? "")).toMatchObject({ subject: named });
  const partner = { ...ctx, permissions: new Set(["deliveries:read" as const]) };
  expect(await subjects(partner)).toMatchObject([null, { title: null }, { title: null }]);
  const elsewhere = createContext(await createUser(await createOrganization()));
  expect(await subjects(elsewhere)).toEqual([]);

  await deleteTicket(ctx, ticket.id);
  expect(await subjects()).toMatchObject([null, { id: ticket.id, title: null }, { title: "Dana" }]);
});

test.each([
  ["deleted", deleteCustomer],
  ["erased", eraseCustomer],
])("the name of a customer who was %s is not told", async (_, remove) => {
  await subscribe({ eventTypes: ["client.created", "client.updated"] });
  const into = await createCustomer(ctx, { name: "Dana", email: "dana@example.com" });
  const from = await createCustomer(ctx, { name: "Dana Two", email: "dana2@example.com" });
  await mergeCustomer(ctx, from.id, into.id);
  await remove(ctx, into.id);
  const shown = await subjects();
  expect(shown.length).toBeGreaterThan(1);
  expect(new Set(shown.map((subject) => subject?.title))).toEqual(new Set([null]));
});

function list(by: Context = ctx) {
  return listDeliveries(by, listDeliveriesQuerySchema.parse({}));
}

async function subjects(by?: Context) {
  return (await list(by)).data.map(({ subject }) => subject);
}
