import { randomUUID } from "node:crypto";
import { createUser } from "@/db/factories";
import { hashPassword } from "@/features/auth/password";
import { env } from "@/lib/env";
import { cookiesOf, postCredentials, signInByPassword } from "../../scripts/password-sign-in";
import { expect, test } from "../fixtures";
import { signInFrom } from "../sign-in-from";

const ME = "/api/v1/me";
const PASSWORD = "correct horse battery staple";

test("signing in with the password gives a cookie that dies with the sign-out", async ({
  organization,
  anonymous,
}) => {
  const user = await createUser(organization, { passwordHash: await hashPassword(PASSWORD) });
  const credentials = { email: user.email.toUpperCase(), password: PASSWORD };

  const answer = await postCredentials(env.APP_URL, credentials);
  const [setCookie] = answer.headers.getSetCookie().filter((cookie) => cookie.includes("session-token"));
  expect(setCookie).toMatch(/HttpOnly/i);
  expect(setCookie).toMatch(/SameSite=Lax/i);
  expect(setCookie).toMatch(/Path=\//i);

  const cookie = cookiesOf(answer);
  expect((await anonymous.get(ME, { headers: { cookie } })).body).toMatchObject({ user: { id: user.id } });

  const csrf = await fetch(`${env.APP_URL}/api/auth/csrf`, { headers: { cookie } });
  const { csrfToken } = Object(await csrf.json());
  const signedOut = await fetch(`${env.APP_URL}/api/auth/signout`, {
    method: "POST",
    headers: { cookie: `${cookie}; ${cookiesOf(csrf)}` },
    body: new URLSearchParams({ csrfToken }),
    redirect: "manual",
  });
  expect(signedOut.status).toBe(302);

  // The very cookie that worked before, as somebody who copied it would send it.
  expect((await anonymous.get(ME, { headers: { cookie } })).status).toBe(401);
  const page = await anonymous.get("/settings/api/tokens", { headers: { cookie } });
  expect(page.headers.get("location")).toContain("/sign-in?next=");
});

test("a wrong password and an unknown account get the same answer", async ({ organization }) => {
  const user = await createUser(organization, { passwordHash: await hashPassword(PASSWORD) });
  const answers = [];
  for (const email of [user.email, `${randomUUID()}@example.com`]) {
    const answer = await postCredentials(env.APP_URL, { email, password: "not it at all" });
    answers.push({ status: answer.status, location: answer.headers.get("location") });
    expect(cookiesOf(answer)).not.toContain("session-token");
  }
  expect(answers[0]).toEqual(answers[1]);
  await expect(
    signInByPassword(env.APP_URL, { email: user.email, password: PASSWORD }),
  ).resolves.toBeTruthy();
});

test("a cookie is no bearer token", async ({ anonymous, person, sessionCookie }) => {
  const cookie = await sessionCookie(await person());
  const value = cookie.slice(cookie.indexOf("=") + 1);

  const reply = await anonymous.get(ME, { headers: { authorization: `Bearer ${value}` } });

  expect(reply.status).toBe(401);
});

test("another site can't write with the browser's cookie", async ({ anonymous, person, sessionCookie }) => {
  const cookie = await sessionCookie(await person());
  const create = (headers: Record<string, string>) =>
    anonymous.post(
      "/api/v1/tokens",
      { name: "x", scopes: ["events:read"] },
      { headers: { cookie, ...headers } },
    );

  const foreignHeaders: Record<string, string>[] = [
    { origin: "https://evil.example" },
    { origin: "null" },
    { "sec-fetch-site": "cross-site", origin: env.APP_URL },
    { "sec-fetch-site": "same-site" },
  ];
  for (const foreign of foreignHeaders) {
    expect(await create(foreign), JSON.stringify(foreign)).toMatchObject({
      status: 403,
      body: { code: "forbidden" },
    });
  }
  expect((await create({ origin: env.APP_URL })).status).toBe(201);
  expect((await create({ "sec-fetch-site": "same-origin" })).status).toBe(201);
  // Reading is harmless: the answer stays with the browser.
  const read = await anonymous.get(ME, { headers: { cookie, origin: "https://evil.example" } });
  expect(read.status).toBe(200);
  expect(read.headers.get("access-control-allow-origin")).toBeNull();
});

test("a viewer's session can't write", async ({ anonymous, person, sessionCookie }) => {
  const cookie = await sessionCookie(await person({ role: "viewer" }));

  const reply = await anonymous.post(
    "/api/v1/subscriptions",
    { targetUrl: "https://example.com/", eventTypes: ["*"] },
    { headers: { cookie, origin: env.APP_URL } },
  );

  expect(reply).toMatchObject({
    status: 403,
    body: { detail: expect.stringContaining("subscriptions:write") },
  });
});

test("guessing passwords is stopped for the address, not for others", async ({ organization }) => {
  const user = await createUser(organization, { passwordHash: await hashPassword(PASSWORD) });
  const guess = (forwardedFor: string) =>
    signInFrom("127.0.7.1", env.APP_URL, {
      email: `${randomUUID()}@example.com`,
      password: "guess",
      forwardedFor,
    });

  // A claimed address changes nothing: no proxy is trusted.
  const guesses = [];
  for (let count = 1; count <= 21; count++) guesses.push(await guess(`203.0.113.${count}`));

  expect(guesses.slice(0, 20).map((answer) => answer.status)).toEqual(Array(20).fill(302));
  expect(guesses.filter((answer) => answer.hasSession)).toEqual([]);
  expect(guesses[20]).toMatchObject({ status: 429, retryAfter: expect.any(Number) });
  expect(guesses[20]?.retryAfter).toBeGreaterThan(0);
  const elsewhere = await signInFrom("127.0.7.2", env.APP_URL, { email: user.email, password: PASSWORD });
  expect(elsewhere.hasSession).toBe(true);
});
