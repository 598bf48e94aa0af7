import { sql } from "drizzle-orm";
import { afterAll, describe, expect, test } from "vitest";
import { closeDatabase, database } from "@/db/client";
import { ownerLacks } from "@/features/subscription-states/owner-lacks";
import { rolesCondition } from "@/features/subscription-states/owner-rule";
import { ROLES } from "@/lib/roles";

afterAll(closeDatabase);

describe("ownerLacks", () => {
  test("asks for subscriptions:write and the scope of each group", () => {
    expect(ownerLacks("admin", ["*"])).toEqual([]);
    expect(ownerLacks("developer", ["*"])).toEqual([]);
    expect(ownerLacks("viewer", ["client.*"])).toEqual(["subscriptions:write"]);
    expect(ownerLacks(null, ["client.*"])).toEqual(["subscriptions:write", "customers:read"]);
  });
});

describe("rolesCondition", () => {
  test("agrees with the rule that it was made of, for every role and type, be it one that the organization added", async () => {
    const may = (role: string, type: string) =>
      role === "admin" ||
      (role === "developer" && type !== "client.created") ||
      (role === "agent" && type.startsWith("ticket."));
    const rows = await database().execute<{ role: string | null; type: string; may: boolean }>(sql`
      select o.role, e.type, ${sql.raw(rolesCondition("e.type", may))} as may
      from unnest(${sql.raw(`array['${ROLES.join("','")}', null]`)}::role[]) o(role),
           (values ('ticket.created'), ('client.created'), ('favorite.deleted'), ('order.shipped')) e(type)`);
    expect(rows).toHaveLength(20);
    for (const row of rows) expect(row.may).toBe(row.role !== null && may(row.role, row.type));
  });
});
