import { eq, ilike, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { database } from "@/db/client";
import { createOrganization } from "@/db/factories";
import { customers } from "@/db/schema";
import { searchedPage } from "@/db/search";

/** In the order of names: more than are walked at first, more than can be sorted, and three. */
async function fill(): Promise<number> {
  const { id } = await createOrganization();
  await database().execute(sql`
    insert into customers (organization_id, name)
    select ${id}, case when n <= 2100 then 'Able ' when n <= 22200 then 'Customer ' else 'Zoe ' end || 100000 + n
    from generate_series(1, 22203) n`);
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
  return rows.map(({ name }) => name ?? "");
}

test("a page is the first in the list's order, however many match and wherever they are", async () => {
  const id = await fill();
  expect(await namesOf(id, "able", false)).toEqual(["Able 100001", "Able 100002"]);
  expect(await namesOf(id, "able", true)).toEqual(["Able 102099", "Able 102100"]);
  expect(await namesOf(id, "zoe", false)).toEqual(["Zoe 122201", "Zoe 122202"]);
  expect(await namesOf(id, "zoe", true)).toEqual(["Zoe 122202", "Zoe 122203"]);
  expect(await namesOf(id, "customer", false)).toEqual(["Customer 102101", "Customer 102102"]);
  expect(await namesOf(id, "customer", true)).toEqual(["Customer 122199", "Customer 122200"]);
  expect(await namesOf(id, "122203", true)).toEqual(["Zoe 122203"]);
  expect(await namesOf(id, "nobody", true)).toEqual([]);
});

test("a page ends at the organization", async () => {
  const { id } = await createOrganization();
  await fill();
  expect(await namesOf(id, "customer", true)).toEqual([]);
});
