import { asc, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { database } from "@/db/client";
import { createContext, createOrganization, createUser } from "@/db/factories";
import { events } from "@/db/schema";
import { payloadSchema } from "@/features/event-catalog/catalog";
import { isEventType } from "@/features/event-catalog/names";
import { updateProfile } from "@/features/profile/service";
import { acceptInvitation } from "@/features/team/accept-invitation";
import { createInvitations } from "@/features/team/invite";
import { removeUser } from "@/features/team/removal";
import { updateUser } from "@/features/team/service";

test("outside systems hear of members who join, change and leave, with what fits the catalog", async () => {
  const organization = await createOrganization();
  const ctx = createContext(await createUser(organization));
  const { data } = await createInvitations(ctx, { emails: ["grace@hopper.example"], role: "agent" });
  const token = data[0]?.url?.split("/").at(-1) ?? "";
  const person = { kind: "new" as const, name: "Grace Brewster Hopper", password: "a compiler of its own" };
  const { userId } = await acceptInvitation(token, person, { ip: null, userAgent: null });
  await updateUser(ctx, userId, { role: "developer" });
  await updateUser(ctx, userId, { role: "developer", status: "disabled" });
  await updateUser(ctx, userId, { role: "developer" });
  await removeUser(ctx, userId, {});
  await updateProfile(ctx, { name: "Ada King" });

  const told = await database()
    .select({
      type: events.type,
      subjectId: events.subjectId,
      accountId: events.accountId,
      data: events.data,
    })
    .from(events)
    .where(eq(events.organizationId, organization.id))
    .orderBy(asc(events.id));
  const grace = { agentid: userId, fname: "Grace", lname: "Brewster Hopper", email: "grace@hopper.example" };
  expect(told.map(({ type, data: json }) => ({ type, ...JSON.parse(json) }))).toMatchObject([
    { type: "agent.created", ...grace, role: "agent", status: true },
    { type: "agent.updated", ...grace, changed: { role: { from: "agent", to: "developer" } } },
    { type: "agent.updated", ...grace, status: false, changed: { status: { from: true, to: false } } },
    { type: "agent.deleted", ...grace, status: false },
    { type: "agent.updated", fname: "Ada", changed: { name: { from: "Ada", to: "Ada King" } } },
  ]);
  for (const { type, data: json } of told) {
    if (isEventType(type)) expect(payloadSchema(type).safeParse(JSON.parse(json)).error).toBeUndefined();
  }
  expect(told[0]).toMatchObject({ subjectId: String(userId), accountId: userId });
});
