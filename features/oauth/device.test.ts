import { eq } from "drizzle-orm";
import fc from "fast-check";
import { expect, test } from "vitest";
import { database, queryPrepared } from "@/db/client";
import { createCustomerAccount, createOrganization } from "@/db/factories";
import { oauthDeviceRequests } from "@/db/schema";
import { CALLER, createWorld } from "@/features/oauth-sessions/test-set-up";
import { verifyAccessToken } from "@/features/oauth-sessions/verify";
import { hashToken } from "@/features/tokens/secret";
import { env } from "@/lib/env";
import { exchangeDeviceCode } from "./device-code";
import { createDeviceRequest, decideDeviceRequest, findDeviceRequest } from "./device-request";
import { formatUserCode, mintUserCode, readUserCode } from "./user-code";

test("a device waits until its customer says yes, and then gets tokens once", async () => {
  const { asked, poll, decide, account, sessions } = await asking();
  expect(asked).toEqual({
    device_code: expect.stringMatching(/^rpl_dc_/),
    user_code: expect.stringMatching(/^[B-DF-HJ-NP-TV-XZ]{4}-[B-DF-HJ-NP-TV-XZ]{4}$/),
    verification_uri: `${env.APP_URL}/oauth/device`,
    verification_uri_complete: `${env.APP_URL}/oauth/device?user_code=${asked.user_code}`,
    expires_in: 600,
    interval: 5,
  });
  await expect(poll()).rejects.toMatchObject({ error: "authorization_pending" });
  expect(await decide("approved")).toBe(true);
  const answer = await poll();
  expect(await verifyAccessToken(answer.access_token, CALLER)).toMatchObject({ accountId: account.id });
  expect(await sessions()).toMatchObject([{ origin: "device_code", host: "hidden.example" }]);
  await expect(poll()).rejects.toMatchObject({ error: "invalid_grant" });
  expect(await verifyAccessToken(answer.access_token, CALLER)).not.toBeNull();
});

test("a device that its customer turned away is told so", async () => {
  const { poll, decide } = await asking();
  expect(await decide("denied")).toBe(true);
  await expect(poll()).rejects.toMatchObject({ error: "access_denied" });
  expect(await decide("approved")).toBe(false);
});

test("who asks too often waits 5 s longer each time", async () => {
  const { poll, rowOf } = await asking();
  await expect(poll()).rejects.toMatchObject({ error: "authorization_pending" });
  for (const interval of [10, 15]) {
    await expect(poll()).rejects.toMatchObject({ error: "slow_down" });
    expect(await rowOf()).toMatchObject({ intervalSeconds: interval });
  }
  const { id = "" } = (await rowOf()) ?? {};
  await queryPrepared(
    "update oauth_device_requests set last_polled_at = now() - interval '15 seconds' where id = $1",
    [id],
  );
  await expect(poll()).rejects.toMatchObject({ error: "authorization_pending" });
});

test("of polls at once all but one are too early", async () => {
  const { poll, rowOf } = await asking();
  const results = await Promise.allSettled(Array.from({ length: 5 }, poll));
  const errors = results.map((one) => (one.status === "rejected" ? one.reason.error : "none"));
  expect(errors.toSorted()).toEqual(["authorization_pending", ...Array(4).fill("slow_down")]);
  expect(await rowOf()).toMatchObject({ intervalSeconds: 25 });
});

test("of polls at once after the yes one gets tokens", async () => {
  const { poll, decide, sessions } = await asking();
  await decide("approved");
  const results = await Promise.allSettled(Array.from({ length: 5 }, poll));
  expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect(await sessions()).toMatchObject([{ endedAt: null }]);
});

test("after its time a request is over, for the device and its customer", async () => {
  const { asked, poll, decide, rowOf } = await asking();
  const { id = "" } = (await rowOf()) ?? {};
  await queryPrepared("update oauth_device_requests set expires_at = now() - interval '1 ms' where id = $1", [
    id,
  ]);
  await expect(poll()).rejects.toMatchObject({ error: "expired_token" });
  expect(await decide("approved")).toBe(false);
  expect(await findDeviceRequest(asked.user_code, CALLER)).toBeNull();
});

test("another app's device code is unknown, and customers of another workspace don't decide", async () => {
  const { asked, rowOf } = await asking();
  const { client } = await createWorld();
  await expect(exchangeDeviceCode(client, asked.device_code, CALLER)).rejects.toMatchObject({
    error: "invalid_grant",
  });
  const stranger = await createCustomerAccount(await createOrganization());
  expect(await decideDeviceRequest((await rowOf())?.id ?? "", stranger.id, "approved")).toBe(false);
});

test("of two answers the first one counts", async () => {
  const { decide } = await asking();
  const both = await Promise.all([decide("approved"), decide("denied")]);
  expect(both.filter(Boolean)).toHaveLength(1);
});

test("a code is found however it is typed, until it was answered", async () => {
  const { asked, client, decide } = await asking();
  const plain = asked.user_code.replace("-", "");
  for (const typed of [asked.user_code, plain, ` ${plain.toLowerCase()} `, asked.user_code.replace("-", "–")])
    expect(await findDeviceRequest(typed, CALLER)).toMatchObject({
      clientId: client.clientId,
      host: "hidden.example",
      scopes: ["troubleshooter", "profile"],
    });
  await decide("denied");
  expect(await findDeviceRequest(asked.user_code, CALLER)).toBeNull();
});

test("codes can't be guessed: after 20 wrong ones an address waits, and no other does", async () => {
  const { asked } = await asking();
  const guesser = { ip: "198.51.100.77", userAgent: null };
  for (let guess = 0; guess < 20; guess++) expect(await findDeviceRequest("BBBB-BBBB", guesser)).toBeNull();
  await expect(findDeviceRequest(asked.user_code, guesser)).rejects.toMatchObject({ code: "rate_limited" });
  expect(await findDeviceRequest(asked.user_code, CALLER)).not.toBeNull();
});

test("the database keeps neither code", async () => {
  const { asked, rowOf } = await asking();
  const row = JSON.stringify(await rowOf());
  for (const code of [asked.device_code.slice(7), asked.user_code, asked.user_code.replace("-", "")])
    expect(row).not.toContain(code);
  expect(row).not.toContain(hashToken(asked.user_code.replace("-", "")));
});

test("any code is read as it is shown, and other text is no code", () => {
  for (let round = 0; round < 200; round++) {
    const code = mintUserCode();
    expect(readUserCode(formatUserCode(code).toLowerCase())).toBe(code);
  }
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 12 }), (typed) => {
      const read = readUserCode(typed);
      expect(read === null || /^[B-DF-HJ-NP-TV-XZ]{8}$/.test(read)).toBe(true);
    }),
  );
});

async function asking() {
  const world = await createWorld();
  const { client, account } = world;
  // Each from its own address, as starts are limited.
  const caller = { ip: `2001:db8:${Math.floor(Math.random() * 65_536).toString(16)}::1`, userAgent: null };
  const asked = await createDeviceRequest({ client, scopes: client.scopes, host: "hidden.example" }, caller);
  const rowOf = async () => {
    const [row] = await database()
      .select()
      .from(oauthDeviceRequests)
      .where(eq(oauthDeviceRequests.deviceCodeHash, hashToken(asked.device_code)));
    return row;
  };
  return {
    ...world,
    asked,
    rowOf,
    poll: () => exchangeDeviceCode(client, asked.device_code, CALLER),
    decide: async (decision: "approved" | "denied") =>
      decideDeviceRequest((await rowOf())?.id ?? "", account.id, decision),
  };
}
