import { expect, test } from "vitest";
import { database, transaction } from "@/db/client";
import { createContext, createCustomerContext, createOrganization, createUser } from "@/db/factories";
import { publishEventsEndpoint } from "@/features/events/contract";
import { withIdempotencyKey } from "@/features/limits/idempotency";
import { createRestHookEndpoint } from "@/features/rest-hooks/contract";
import { createTicketEndpoint } from "@/features/tickets/contract";
import type { Context } from "@/lib/context";
import { env } from "@/lib/env";
import { AppError, InvalidError } from "@/lib/errors";
import { limitCreating } from "./calls";

const PER_MINUTE = 120;

const create = (ctx: Context) => limitCreating(createTicketEndpoint, ctx, async () => "created");
const creations = (ctx: Context, count: number) =>
  Promise.allSettled(Array.from({ length: count }, () => create(ctx)));
const made = (results: PromiseSettledResult<unknown>[]) =>
  results.filter(({ status }) => status === "fulfilled").length;

async function newContext(): Promise<Context> {
  return createContext(await createUser(await createOrganization()));
}

test("120 is the default", () => {
  expect(env.CREATE_RATE_PER_MINUTE).toBe(PER_MINUTE);
});

test("a person creates so much in a minute, however many at once, and with all of their tokens together", async () => {
  const ctx = await newContext();
  if (ctx.actor.type !== "user") throw new Error("not a person");
  const { userId } = ctx.actor;
  const withToken: Context = {
    ...ctx,
    actor: { type: "token", tokenId: crypto.randomUUID(), userId, name: "CI" },
  };
  const results = await Promise.all([creations(ctx, 70), creations(withToken, 70)]);
  expect(made(results.flat())).toBe(PER_MINUTE);
  await expect(create(ctx)).rejects.toMatchObject({
    code: "rate_limited",
    headers: { "retry-after": expect.stringMatching(/^([1-9]|[1-5]\d|60)$/) },
  });
  expect(made(await creations(await newContext(), 1))).toBe(1);
});

test("a customer creates half as much, with all of their apps together", async () => {
  const organization = await createOrganization();
  const ctx = await createCustomerContext(organization);
  const elsewhere: Context = { ...ctx, actor: { ...ctx.actor, sessionId: crypto.randomUUID() } };
  const results = await Promise.all([creations(ctx, 40), creations(elsewhere, 40)]);
  expect(made(results.flat())).toBe(env.CREATE_RATE_PER_CUSTOMER);
  expect(made(await creations(await createCustomerContext(organization), 1))).toBe(1);
});

test("a handshake in vain counts, as its target was asked", async () => {
  const ctx = await newContext();
  const fail = () => {
    throw new AppError("handshake_failed", "No.");
  };
  await Promise.allSettled(
    Array.from({ length: PER_MINUTE }, () => limitCreating(createRestHookEndpoint, ctx, fail)),
  );
  await expect(create(ctx)).rejects.toMatchObject({ code: "rate_limited" });
});

test("what fails does not count, in a transaction or without one", async () => {
  const ctx = await newContext();
  const fail = () => {
    throw new InvalidError("No.", []);
  };
  for (let turn = 0; turn < 3; turn++) {
    await expect(limitCreating(createTicketEndpoint, ctx, fail)).rejects.toThrow("No.");
    await expect(transaction(() => limitCreating(createTicketEndpoint, ctx, fail))).rejects.toThrow("No.");
    await expect(
      transaction(() => limitCreating(createTicketEndpoint, ctx, () => database().execute("select 1/0"))),
    ).rejects.toThrow();
  }
  expect(made(await creations(ctx, PER_MINUTE + 1))).toBe(PER_MINUTE);
});

test("answering an Idempotency-Key again is no creation, also when no more may be created", async () => {
  const ctx = await newContext();
  const send = () =>
    withIdempotencyKey(
      ctx,
      { key: "once", method: "POST", path: "/api/v1/tickets", body: "{}" },
      async () => ({
        status: 201,
        body: await create(ctx),
      }),
    );
  await send();
  expect(made(await creations(ctx, PER_MINUTE))).toBe(PER_MINUTE - 1);
  expect(await send()).toMatchObject({ replayed: true, body: "created" });
});

test("publishing is not limited so", async () => {
  const ctx = await newContext();
  const publish = () => limitCreating(publishEventsEndpoint, ctx, async () => "published");
  await Promise.all(Array.from({ length: PER_MINUTE + 1 }, publish));
});
