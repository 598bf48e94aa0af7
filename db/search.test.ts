import { eq, ilike, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { database } from "@/db/client";
import { createOrganization } from "@/db/factories";
import { customers } from "@/db/schema";
import { searchedPage } from "@/db/search";

const MANY = 20_050;

/** More than can be sorted, of which three are rare. */
async function fill(): Promise<number> {
  const { id } = await createOrganization();
  await database().execute(sql`
    insert into customers (organization_id, name)
    select ${id}, case when n <= 3 then 'Old customer ' when n % 2 = 0 then 'Even customer ' else 'Odd customer ' end || n
    from generate_series(1, ${sql.raw(String(MANY))}) n`);
  return id;
}

async function namesOf(organizationId: number, text: string, isDescending: boolean): Promise<string[]> {
  const condition = await searchedPage({
    table: customers,
    within: eq(customers.organizationId, organizationId),
    search: ilike(customers.name, `%${text}%`),
    keys: [customers.name, customers.id],
    isDescending,
    limit: 2,
  });
  const rows = await database()
    .select({ name: customers.name })
    .from(customers)
    .where(condition)
    .orderBy(customers.name);
  return rows.map(({ name }) => name);
}

test("a page is the first in the list's order, whether few match or more than can be sorted", async () => {
  const id = await fill();
  expect(await namesOf(id, "old", false)).toEqual(["Old customer 1", "Old customer 2"]);
  expect(await namesOf(id, "old", true)).toEqual(["Old customer 2", "Old customer 3"]);
  expect(await namesOf(id, "customer", false)).toEqual(["Even customer 10", "Even customer 100"]);
  expect(await namesOf(id, "customer", true)).toEqual(["Old customer 2", "Old customer 3"]);
  expect(await namesOf(id, "nobody", true)).toEqual([]);
});

test("a page ends at the organization", async () => {
  const { id } = await createOrganization();
  await fill();
  expect(await namesOf(id, "customer", true)).toEqual([]);
});
