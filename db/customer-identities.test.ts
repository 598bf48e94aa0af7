import { randomUUID } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import postgres from "postgres";
import { afterEach, beforeEach, expect, test } from "vitest";

const MIGRATIONS = join(import.meta.dirname, "migrations");
const name = `identities_${randomUUID().replaceAll("-", "")}`;
const admin = postgres(process.env.DATABASE_OWNER_URL ?? "", { max: 1 });
const url = (process.env.DATABASE_OWNER_URL ?? "").replace(/[^/]+$/, name);

beforeEach(() => admin`create database ${admin(name)}`);
afterEach(() => admin`drop database ${admin(name)} with (force)`);

test("identities of before are kept, every phone number counts, and placeholders recognise nobody", async () => {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  const files = (await readdir(MIGRATIONS)).filter((file) => file.endsWith(".sql")).toSorted();
  const run = async (file: string) => sql.unsafe(await readFile(join(MIGRATIONS, file), "utf8"));
  const own = files.findIndex((file) => file.endsWith("_customer_identities.sql"));
  for (const file of files.slice(0, own)) await run(file);

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
  await run(files[own] ?? "");

  const kept = await sql<{ customer_id: string; value: string }[]>`
    select customer_id, value from customer_identities order by value collate "C"`;
  await sql.end();
  const valuesOf = (id: string) => kept.filter((row) => row.customer_id === id).map(({ value }) => value);
  expect(valuesOf(first)).toEqual(["+14165550142", "10", "crm-1", "guest-7", "noreply@example.com", "日本"]);
  expect(valuesOf(second)).toEqual(["+14165550142"]);
  expect(kept).toHaveLength(7);
});
