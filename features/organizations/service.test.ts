import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { database } from "@/db/client";
import { createContext, createOrganization, createUser } from "@/db/factories";
import { auditLog } from "@/db/schema";
import { getOrganization } from "./queries";
import { updateOrganizationSchema } from "./schema";
import { updateOrganization } from "./service";

test("what is left out stays, what is the same is no change, and each change is in the audit log", async () => {
  const organization = await createOrganization();
  const ctx = createContext(await createUser(organization));
  await updateOrganization(ctx, { brandColor: "#0b7a75" });
  await updateOrganization(ctx, { brandColor: "#0b7a75", name: organization.name });
  expect(await getOrganization(ctx)).toMatchObject({ name: organization.name, brandColor: "#0b7a75" });
  const log = await database()
    .select({ action: auditLog.action, changes: auditLog.changes })
    .from(auditLog)
    .where(eq(auditLog.organizationId, organization.id));
  expect(log.map(({ action, changes }) => [action, JSON.parse(String(changes))])).toEqual([
    ["organization.updated", { brandColor: { from: null, to: "#0b7a75" } }],
  ]);
});

test("what becomes of solved tickets that are answered is a setting, and on record", async () => {
  const ctx = createContext(await createUser(await createOrganization()));
  expect(await getOrganization(ctx)).toMatchObject({ onClosed: "reopen" });
  expect(await updateOrganization(ctx, { onClosed: "new_ticket" })).toMatchObject({ onClosed: "new_ticket" });
  expect(updateOrganizationSchema.safeParse({ onClosed: "burn" }).success).toBe(false);
});

test("two changes at once of different settings are both kept", async () => {
  const ctx = createContext(await createUser(await createOrganization()));
  await Promise.all([
    updateOrganization(ctx, { brandColor: "#112233" }),
    updateOrganization(ctx, { timeZone: "Europe/Berlin" }),
  ]);
  expect(await getOrganization(ctx)).toMatchObject({ brandColor: "#112233", timeZone: "Europe/Berlin" });
});

test.each([
  [{ brandColor: "red" }, "brandColor"],
  [{ brandColor: "#fff" }, "brandColor"],
  [{ brandColor: "#0b7a75;}" }, "brandColor"],
  [{ name: "  " }, "name"],
  [{ timeZone: "Mars/Olympus" }, "timeZone"],
])("%j is refused", (input, field) => {
  expect(updateOrganizationSchema.safeParse(input).error?.issues[0]?.path).toEqual([field]);
});

test("a color is taken in capitals, too", () => {
  expect(updateOrganizationSchema.parse({ brandColor: " #0B7A75 " })).toEqual({ brandColor: "#0b7a75" });
});
