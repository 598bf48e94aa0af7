import { expect, test } from "vitest";
import { OPERATIONS } from "@/app/api/_lib/endpoints";
import { createContext, createOrganization, createUser } from "@/db/factories";
import type { Context } from "@/lib/context";
import { SENSITIVITIES } from "@/lib/endpoint";
import { MINUTE_MS } from "@/lib/time";
import { assertConfirmed, confirmedFor } from "./confirmation";

const sensitive = OPERATIONS.flatMap(({ id, endpoint: { sensitivity } }) =>
  sensitivity ? [{ id, sensitivity }] : [],
);

async function signedIn(minutesAgo: number): Promise<Context> {
  const ctx = createContext(await createUser(await createOrganization()));
  if (ctx.actor.type !== "user") throw new Error("a person was expected");
  const authenticatedAt = new Date(Date.now() - minutesAgo * MINUTE_MS);
  return { ...ctx, actor: { ...ctx.actor, authenticatedAt } };
}

function refused(ctx: Context): string[] {
  return sensitive.flatMap(({ id, sensitivity }) => {
    try {
      assertConfirmed(ctx, sensitivity);
      return [];
    } catch {
      return [id];
    }
  });
}

test("three hours after signing in everything sensitive asks who it is", async () => {
  const ctx = await signedIn(180);
  expect(refused(ctx)).toEqual(sensitive.map(({ id }) => id));
  expect(refused(ctx)).toEqual(
    expect.arrayContaining([
      "createSubscription",
      "updateSubscription",
      "deleteSubscription",
      "deleteCustomer",
      "eraseCustomer",
      "mergeCustomer",
      "exportAuditLog",
      "createToken",
      "rotateToken",
      "rotateIncomingSecret",
      "createInvitations",
      "removeUser",
    ]),
  );
  expect(confirmedFor(ctx)).toEqual([]);
});

test("half an hour after it only what gives access asks", async () => {
  const ctx = await signedIn(30);
  expect(refused(ctx)).toEqual(
    sensitive.filter(({ sensitivity }) => sensitivity === "access").map(({ id }) => id),
  );
  expect(refused(ctx)).toEqual(expect.arrayContaining(["updateUser", "updateToken"]));
  expect(confirmedFor(ctx)).toEqual(["data"]);
});

test("just after it, and with a token, nothing asks", async () => {
  const ctx = await signedIn(5);
  expect(refused(ctx)).toEqual([]);
  expect(confirmedFor(ctx)).toEqual([...SENSITIVITIES]);
  const token = { type: "token" as const, tokenId: crypto.randomUUID(), userId: 1, name: "CI" };
  expect(refused({ ...ctx, actor: token })).toEqual([]);
});
