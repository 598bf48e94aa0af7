import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, expect, test } from "vitest";
import { databaseBefore } from "./test-database";

let database: Awaited<ReturnType<typeof databaseBefore>>;

beforeEach(async () => {
  database = await databaseBefore("customer_identities");
});
afterEach(() => database.drop());

test("identities of before are kept, every phone number counts, and placeholders recognise nobody", async () => {
  const { sql } = database;

  await sql`insert into organizations (name) values ('Desk')`;
  const [first, second] = [randomUUID(), randomUUID()];
  await sql`insert into customers (id, organization_id, phone) values
    (${first}, 1, '+1 416 555 0142'), (${second}, 1, '+1 (416) 555-0142'), (${randomUUID()}, 1, '000 0000')`;
  const identities = [
    ["email", "noreply@example.com"],
    ["phone", "+14165550142"],
    ["phone", "0000000"],
    ...["0", "-1", "(none)", "Guest", "{{ user.id }}", "crm-1", "10", "日本", "guest-7"].map((id) => [
      "external_id",
      id,
    ]),
  ];
  for (const [kind = "", value = ""] of identities)
    await sql`insert into customer_identities (organization_id, kind, value, customer_id) values (1, ${kind}, ${value}, ${first})`;
  await database.migrate();

  const kept = await sql<{ customer_id: string; value: string }[]>`
    select customer_id, value from customer_identities order by value collate "C"`;
  const valuesOf = (id: string) => kept.filter((row) => row.customer_id === id).map(({ value }) => value);
  expect(valuesOf(first)).toEqual(["+14165550142", "10", "crm-1", "guest-7", "noreply@example.com", "日本"]);
  expect(valuesOf(second)).toEqual(["+14165550142"]);
  expect(kept).toHaveLength(7);
});
