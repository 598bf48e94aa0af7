import { eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { database } from "@/db/client";
import { createOrganization, createUser } from "@/db/factories";
import { sessions } from "@/db/schema";
import { pruneSessions } from "./retention";

test("a session goes a week after its end", async () => {
  const organization = await createOrganization();
  const user = await createUser(organization);
  const session = { organizationId: organization.id, userId: user.id };
  await database()
    .insert(sessions)
    .values([
      { ...session, userAgent: "long over", expiresAt: sql`now() - interval '8 days'` },
      { ...session, userAgent: "just over", expiresAt: sql`now() - interval '6 days'` },
    ]);

  await pruneSessions();

  const left = await database()
    .select({ userAgent: sessions.userAgent })
    .from(sessions)
    .where(eq(sessions.userId, user.id));
  expect(left).toEqual([{ userAgent: "just over" }]);
});
