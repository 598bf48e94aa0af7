import { randomUUID } from "node:crypto";
import { eq, inArray, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { database } from "@/db/client";
import { createOrganization } from "@/db/factories";
import { idempotencyKeys, rateLimits } from "@/db/schema";
import { pruneLimits } from "./retention";

test("ended windows and stored answers of yesterday go; what still counts stays", async () => {
  const organization = await createOrganization();
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
  await pruneLimits();
  // Running again changes nothing.
  await pruneLimits();

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
});
