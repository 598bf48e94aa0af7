import { inArray } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { database } from "@/db/client";
import { createContext, createOrganization, createUser } from "@/db/factories";
import { customers } from "@/db/schema";
import { readStory } from "@/e2e/audit-story";
import { atOnce } from "@/e2e/held-row";
import { eraseCustomer } from "@/features/customers/erase";
import { mergeCustomer } from "@/features/customers/merge";
import { createCustomerSchema, splitCustomerSchema } from "@/features/customers/schema";
import { createCustomer, updateCustomer } from "@/features/customers/service";
import { splitCustomer } from "@/features/customers/split";
import { createTicketSchema } from "@/features/tickets/schema";
import { createTicket } from "@/features/tickets/service";
import type { Context } from "@/lib/context";

let ctx: Context;

beforeEach(async () => {
  ctx = createContext(await createUser(await createOrganization()));
});

async function add(input: object): Promise<string> {
  return (await createCustomer(ctx, createCustomerSchema.parse(input))).id;
}

test("whoever becomes part of a customer while they are erased is erased with them", async () => {
  const dana = await add({ name: "Dana", email: "dana@example.com" });
  const former = await add({ name: "Dana W.", email: "dana@old.example", phone: "+14165550142" });
  await atOnce<unknown>({ table: "customers", column: "id", value: dana }, [
    () => mergeCustomer(ctx, former, dana),
    () => eraseCustomer(ctx, dana),
  ]);
  const rows = await database()
    .select({ name: customers.name, email: customers.email, phone: customers.phone })
    .from(customers)
    .where(inArray(customers.id, [dana, former]));
  const nothing = { name: null, email: null, phone: null };
  expect(rows).toEqual([nothing, nothing]);
});

test("two merges of which one names whoever became part of a customer before don't wait in a circle", async () => {
  const [earlier, loser, winner] = [
    await add({ name: "Dana" }),
    await add({ name: "Dana W." }),
    await add({ name: "D." }),
  ];
  await mergeCustomer(ctx, earlier, loser);
  const ticket = createTicketSchema.parse({ subject: "Printer on fire", customerId: loser });
  const { id: value } = await createTicket(ctx, ticket);
  await atOnce<unknown>({ table: "tickets", column: "id", value }, [
    () => mergeCustomer(ctx, loser, winner),
    () => expect(mergeCustomer(ctx, earlier, winner)).rejects.toMatchObject({ code: "conflict" }),
  ]);
});

test("a merge is on record with all whom it changes, and so is the way back", async () => {
  const former = await add({ name: "Dana W.", tags: ["printer"] });
  const dana = await add({ name: "Dana", tags: ["vip"] });
  const winner = await add({ name: "Dana Whitfield" });
  await mergeCustomer(ctx, former, dana);
  await mergeCustomer(ctx, dana, winner);
  await updateCustomer(ctx, winner, { tags: [] });
  await splitCustomer(ctx, winner, splitCustomerSchema.parse({ intoId: former }));
  const story = await readStory(ctx.organizationId);
  const told = (customer: string, field: string) =>
    story.flatMap(({ id, action, changes }) =>
      id === customer && changes[field] ? [[action, changes[field].from, changes[field].to]] : [],
    );
  expect(told(winner, "tags")).toEqual([
    ["customer.updated", [], ["vip", "printer"]],
    ["customer.updated", ["vip", "printer"], []],
  ]);
  expect(told(former, "mergedIntoId")).toEqual([
    ["customer.merged", null, dana],
    ["customer.merged", dana, winner],
    ["customer.brought_back", winner, null],
  ]);
});

test("a customer is not merged into themselves, however their id is written", async () => {
  const id = await add({ name: "Dana" });
  await expect(mergeCustomer(ctx, id, id.toUpperCase())).rejects.toMatchObject({
    issues: [{ path: "intoId" }],
  });
});
