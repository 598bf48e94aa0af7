import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { queryPrepared, transaction } from "@/db/client";
import { createCustomerAccount } from "@/db/factories";
import { createLink } from "@/features/customer-accounts/one-time-links";
import { resetPassword } from "@/features/customer-accounts/reset-password";
import { createCustomerSession, findCustomerSession } from "@/features/customer-accounts/session";
import { eraseCustomer } from "@/features/customers/erase";
import { mergeCustomer } from "@/features/customers/merge";
import { splitCustomerSchema } from "@/features/customers/schema";
import { splitCustomer } from "@/features/customers/split";
import { createCode, exchangeCode } from "@/features/oauth/authorization-code";
import { exchangeDeviceCode } from "@/features/oauth/device-code";
import { createDeviceRequest, decideDeviceRequest, findDeviceRequest } from "@/features/oauth/device-request";
import { whileSignedIn } from "@/features/oauth/signed-in-transaction";
import { deleteOAuthClient } from "@/features/oauth-sessions/service";
import { endSessions } from "./end";
import { refreshSession } from "./refresh";
import { CALLER, createPkce, createWorld, REDIRECT_URI } from "./test-set-up";

const NEW_PASSWORD = "a sentence nobody guesses at all";
type World = Awaited<ReturnType<typeof createWorld>>;

const WAYS: [string, (world: World) => Promise<unknown>][] = [
  ["a reset of the password", reset],
  [
    "the end of all of the customer's sessions",
    ({ ctx, account }) => transaction(() => endSessions(ctx, { customerId: account.customerId }, "admin")),
  ],
  [
    "the end of all of the app's sessions",
    ({ ctx, client }) => transaction(() => endSessions(ctx, { clientId: client.id }, "admin")),
  ],
];

test.each(WAYS)("%s takes back what was agreed to before", async (_, end) => {
  const world = await createWorld();
  const { deviceCode, code, codeVerifier } = await agree(world);
  await end(world);
  const refused = { error: "invalid_grant" };
  await expect(exchangeDeviceCode(world.client, deviceCode, CALLER)).rejects.toMatchObject(refused);
  const exchange = exchangeCode(world.client, { code, redirectUri: REDIRECT_URI, codeVerifier }, CALLER);
  await expect(exchange).rejects.toMatchObject(refused);
});

test("who was signed out meanwhile agrees to nothing", async () => {
  const world = await createWorld();
  const cookie = (await createCustomerSession(world.account.id, CALLER)) ?? "";
  const session = await findCustomerSession(cookie);
  if (!session) throw new Error("nobody is signed in");
  expect(await whileSignedIn(session, async () => "done")).toBe("done");
  await reset(world);
  expect(await whileSignedIn(session, async () => "done")).toBeNull();
});

test("an app is deleted while its sites refresh, and nobody waits in a circle", async () => {
  const world = await createWorld();
  const answers = await Promise.all(Array.from({ length: 12 }, () => world.open()));
  await queryPrepared("update oauth_clients set last_token_at = null where id = $1", [world.client.id]);
  const refreshes = answers.map(
    ({ refresh_token = "" }) =>
      () =>
        refreshSession(world.client, { refreshToken: refresh_token, scope: undefined }, CALLER),
  );
  const results = await Promise.allSettled([
    ...refreshes.slice(0, 6).map((refresh) => refresh()),
    deleteOAuthClient(world.ctx, world.client.id),
    ...refreshes.slice(6).map((refresh) => refresh()),
  ]);
  const failed = results.flatMap((one) => (one.status === "rejected" ? [one.reason] : []));
  expect(failed.filter((reason) => reason?.error !== "invalid_grant")).toEqual([]);
});

test("a customer is erased while their password is reset, and nobody waits in a circle", async () => {
  const world = await createWorld();
  for (let round = 0; round < 10; round++) {
    const account = await createCustomerAccount(world.organization);
    const results = await Promise.allSettled([
      reset({ ...world, account }),
      // Hashing the new one takes a while; then both begin to lock.
      new Promise((resolve) => setTimeout(resolve, 40 + round * 4)).then(() =>
        eraseCustomer(world.ctx, account.customerId),
      ),
    ]);
    const failed = results.flatMap((one) => (one.status === "rejected" ? [one.reason] : []));
    expect(failed.filter((reason) => reason?.code !== "conflict")).toEqual([]);
  }
});

test("a customer is erased while a site of theirs exchanges its code, and nobody waits in a circle", async () => {
  const world = await createWorld();
  const { code, codeVerifier } = await agree(world);
  const opened = Promise.withResolvers<void>();
  const goOn = Promise.withResolvers<void>();
  const exchanging = transaction(async () => {
    await world.open();
    opened.resolve();
    await goOn.promise;
    await exchangeCode(world.client, { code, redirectUri: REDIRECT_URI, codeVerifier }, CALLER);
  });
  await opened.promise;
  const erasing = eraseCustomer(world.ctx, world.account.customerId);
  await waitingFor("customer_accounts");
  goOn.resolve();
  await Promise.all([exchanging, erasing]);
  expect(await world.sessions()).toEqual([]);
});

test("an account moves to another customer while its password is reset, and nobody waits in a circle", async () => {
  const world = await createWorld();
  const { ctx, organization, account: first } = world;
  const account = await createCustomerAccount(organization);
  const merged = Promise.withResolvers<void>();
  const goOn = Promise.withResolvers<void>();
  const merging = transaction(async () => {
    await mergeCustomer(ctx, account.customerId, first.customerId);
    merged.resolve();
    await goOn.promise;
  });
  await merged.promise;
  const resetting = reset({ organization, account });
  await waitingFor("customers");
  const { customerId: intoId, email } = account;
  const split = splitCustomerSchema.parse({ intoId, emails: [email] });
  const splitting = splitCustomer(ctx, first.customerId, split);
  await waitingFor("customers", 2);
  goOn.resolve();
  await Promise.all([merging, resetting, splitting]);
});

async function reset({ organization, account }: Pick<World, "organization" | "account">): Promise<void> {
  const { url } = await createLink({
    organizationId: organization.id,
    purpose: "reset_password",
    email: account.email,
    accountId: account.id,
  });
  await resetPassword(new URL(url).searchParams.get("token") ?? "", NEW_PASSWORD, CALLER);
}

/** The customer said yes to a device and to a site, and neither has come back yet. */
async function agree({ client, account }: World) {
  const caller = { ...CALLER, ip: `test-${randomUUID()}` };
  const asked = await createDeviceRequest({ client, scopes: client.scopes, host: null }, caller);
  const device = await findDeviceRequest(asked.user_code, caller);
  await decideDeviceRequest(device?.id ?? "", account.id, "approved");
  const { codeVerifier, codeChallenge } = createPkce();
  const consent = { client, accountId: account.id, redirectUri: REDIRECT_URI, codeChallenge };
  const code = await createCode({ ...consent, scopes: client.scopes });
  return { deviceCode: asked.device_code, code, codeVerifier };
}

/** Until so many wait for a row of the table. */
async function waitingFor(table: string, count = 1): Promise<void> {
  await expect
    .poll(async () => {
      const waiting = await queryPrepared(
        "select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database() and query like $1",
        [`%"${table}"%`],
      );
      return waiting.length;
    })
    .toBeGreaterThanOrEqual(count);
}
