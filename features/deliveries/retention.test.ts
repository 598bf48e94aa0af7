import { randomUUID } from "node:crypto";
import { and, eq, inArray, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { database } from "@/db/client";
import { createOrganization, createUser } from "@/db/factories";
import { idempotencyKeys, rateLimits, sessions } from "@/db/schema";
import { pruneExpired } from "./retention";

test("ended windows, stored answers of yesterday and sessions long over go; what still counts stays", async () => {
  const organization = await createOrganization();
  const user = await createUser(organization);
  const [ended, running] = [randomUUID(), randomUUID()];
  await database()
    .insert(rateLimits)
    .values([
      { key: ended, count: 5, windowEndsAt: sql`now() - interval '1 second'` },
      { key: running, count: 5, windowEndsAt: sql`now() + interval '1 minute'` },
    ]);
  const answer = { organizationId: organization.id, actor: "token:1", requestHash: "0", status: 201 };
  await database()
    .insert(idempotencyKeys)
    .values([
      { ...answer, key: "old", answerCiphertext: "-", createdAt: sql`now() - interval '24 hours 1 minute'` },
      {
        ...answer,
        key: "young",
        answerCiphertext: "-",
        createdAt: sql`now() - interval '23 hours 59 minutes'`,
      },
    ]);
  const session = { organizationId: organization.id, userId: user.id };
  await database()
    .insert(sessions)
    .values([
      { ...session, userAgent: "long over", expiresAt: sql`now() - interval '8 days'` },
      { ...session, userAgent: "just over", expiresAt: sql`now() - interval '6 days'` },
    ]);

  await pruneExpired();
  // Running again changes nothing.
  await pruneExpired();

  const windows = await database()
    .select({ key: rateLimits.key })
    .from(rateLimits)
    .where(inArray(rateLimits.key, [ended, running]));
  expect(windows).toEqual([{ key: running }]);
  const answers = await database()
    .select({ key: idempotencyKeys.key })
    .from(idempotencyKeys)
    .where(eq(idempotencyKeys.organizationId, organization.id));
  expect(answers).toEqual([{ key: "young" }]);
  const kept = await database()
    .select({ userAgent: sessions.userAgent })
    .from(sessions)
    .where(and(eq(sessions.userId, user.id), eq(sessions.organizationId, organization.id)));
  expect(kept).toEqual([{ userAgent: "just over" }]);
});
