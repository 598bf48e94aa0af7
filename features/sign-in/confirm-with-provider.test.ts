import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createOrganization, createUser, type TestUser } from "@/db/factories";
import { emptyOwnDatabase, useOwnDatabase } from "@/db/own-database";
import { createSession, encodeSessionCookie, findSession, revokeSession } from "@/features/auth/session";
import { confirmWithProvider } from "./confirm-with-provider";

const CLIENT = { ip: "203.0.113.9", userAgent: "Test" };
const THREE_HOURS_AGO = new Date(Date.now() - 3 * 3_600_000);

let dropDatabase: () => Promise<void>;
let grace: TestUser;
let sessionId: string;

// Single sign-on looks at the whole installation, so this file has a database to itself.
beforeAll(async () => {
  dropDatabase = await useOwnDatabase();
});

afterAll(() => dropDatabase());

beforeEach(async () => {
  await emptyOwnDatabase();
  const organization = await createOrganization();
  grace = await createUser(organization, { email: "grace@example.com", role: "agent" });
  await createUser(organization, { email: "eve@example.com", role: "agent" });
  sessionId = (await createSession(grace.id, CLIENT, { authenticatedAt: THREE_HOURS_AGO })) ?? "";
});

function claims(more: object) {
  const email = "grace@example.com";
  const base = { iss: "https://login.example.com", sub: email, email, email_verified: true };
  return { ...base, iat: secondsAgo(0), ...more };
}

function secondsAgo(seconds: number): number {
  return Math.floor(Date.now() / 1000) - seconds;
}

async function open(id: string) {
  return findSession(await encodeSessionCookie({ id, userId: 0 }));
}

test("a sign-in at the provider just now confirms the session, under a new id", async () => {
  const confirmed = await confirmWithProvider(claims({ auth_time: secondsAgo(2) }), { ...CLIENT, sessionId });
  const id = ("sessionId" in confirmed && confirmed.sessionId) || "";
  expect(id).not.toBe(sessionId);
  const session = await open(id);
  expect(session?.userId).toBe(grace.id);
  expect(Date.now() - Number(session?.authenticatedAt)).toBeLessThan(60_000);
});

test("a provider that says nothing of the time is believed, having been asked", async () => {
  const confirmed = await confirmWithProvider(claims({}), { ...CLIENT, sessionId });
  expect(confirmed).toMatchObject({ userId: grace.id });
});

test.each([
  ["that let in whoever sat there", { auth_time: secondsAgo(3600) }, "sso_not_asked"],
  ["without a time at all", { iat: undefined }, "sso_not_asked"],
  ["that vouches for somebody else", { email: "eve@example.com", sub: "eve" }, "sso_other_person"],
])("a provider %s confirms nothing", async (_, more, refusal) => {
  expect(await confirmWithProvider(claims(more), { ...CLIENT, sessionId })).toEqual({ refusal });
  expect(await open(sessionId)).toMatchObject({ id: sessionId, authenticatedAt: THREE_HOURS_AGO });
});

test("whoever's session has ended meanwhile gets another", async () => {
  await revokeSession(sessionId, CLIENT);
  const confirmed = await confirmWithProvider(claims({ auth_time: secondsAgo(2) }), { ...CLIENT, sessionId });
  expect(await open(("sessionId" in confirmed && confirmed.sessionId) || "")).toMatchObject({
    userId: grace.id,
  });
});
