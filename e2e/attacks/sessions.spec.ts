import { randomUUID } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import { OPERATIONS } from "@/app/api/_lib/endpoints";
import { database } from "@/db/client";
import { createUser } from "@/db/factories";
import { sessions } from "@/db/schema";
import { hashPassword } from "@/features/auth/password";
import { env } from "@/lib/env";
import { cookiesOf, postCredentials } from "../../scripts/password-sign-in";
import { expect } from "../fixtures";
import { signInFrom } from "../sign-in-from";
import { attack } from "./attack";

const PASSWORD = `${randomUUID()} is long`;
const REAUTHENTICATION = "/api/v1/me/reauthentication";
const ID = "0199d0c0-0000-7000-8000-000000000000";

attack(
  {
    attempt: "every sensitive call with a session whose sign-in is three hours old",
    expected: "403, confirm that it is you",
  },
  async ({ person, sessionCookie, apiWith }) => {
    const user = await person();
    const headers = { cookie: await sessionCookie(user), origin: env.APP_URL };
    await database()
      .update(sessions)
      .set({ authenticatedAt: sql`now() - interval '3 hours'` })
      .where(eq(sessions.userId, user.id));
    const sensitive = OPERATIONS.filter(({ endpoint }) => endpoint.sensitivity);
    expect(sensitive.length).toBeGreaterThan(20);

    const token = (await apiWith({ user })).headers;
    for (const { id, endpoint } of sensitive) {
      const url = new URL(endpoint.path.replace(/\{\w+\}/g, ID), env.APP_URL);
      const asked = await fetch(url, { method: endpoint.method, headers });
      // Each dialect says it in its own coat; all name the way to confirm.
      expect(await asked.text(), id).toContain("POST /api/v1/me/reauthentication");
      // A token is never asked: it fails for what else is wrong with the call, if at all.
      if (endpoint.method === "POST") {
        const refused = await fetch(url, { method: "POST", headers: token, body: "{" });
        expect(await refused.json(), id).not.toMatchObject({ code: "reauthentication_required" });
      }
    }
  },
);

attack(
  {
    attempt: "a copy of the cookie from before its owner confirmed, in two tabs at once",
    expected: "nothing sensitive, then 401; both tabs stay signed in",
  },
  async ({ organization, sessionCookie, anonymous }) => {
    const user = await createUser(organization, { passwordHash: await hashPassword(PASSWORD) });
    const stolen = await sessionCookie(user);
    await database()
      .update(sessions)
      .set({ authenticatedAt: sql`now() - interval '3 hours'` })
      .where(eq(sessions.userId, user.id));
    const as = (cookie: string) => ({ headers: { cookie, origin: env.APP_URL } });
    const [confirmed, other] = await Promise.all([
      anonymous.post(REAUTHENTICATION, { password: PASSWORD }, as(stolen)),
      anonymous.post(REAUTHENTICATION, { password: PASSWORD }, as(stolen)),
      anonymous.get("/api/v1/me/sessions", as(stolen)),
    ]);
    expect([confirmed.status, other.status]).toEqual([204, 204]);
    const fresh = [confirmed, other].map(({ headers }) => headers.getSetCookie()[0]?.split(";")[0] ?? "");

    const subscription = { targetUrl: "https://example.com/", eventTypes: ["*"] };
    const create = (cookie: string) => anonymous.post("/api/v1/subscriptions", subscription, as(cookie));
    expect(await create(stolen)).toMatchObject({ status: 403, body: { code: "reauthentication_required" } });
    for (const cookie of fresh) expect((await create(cookie)).status).toBe(201);

    await database().update(sessions).set({ previousEndsAt: sql`now()` }).where(eq(sessions.userId, user.id));
    expect((await anonymous.get("/api/v1/me", as(stolen))).status).toBe(401);
    for (const cookie of fresh) expect((await anonymous.get("/api/v1/me", as(cookie))).status).toBe(200);
  },
);

attack(
  {
    attempt: "a copy of the cookie, after its owner signed in again in the same browser",
    expected: "401; other devices stay signed in",
  },
  async ({ organization, sessionCookie, anonymous }) => {
    const user = await createUser(organization, { passwordHash: await hashPassword(PASSWORD) });
    const [stolen, elsewhere] = [await sessionCookie(user), await sessionCookie(user)];
    const credentials = { email: user.email, password: PASSWORD };
    const answer = await postCredentials(env.APP_URL, credentials, { cookie: stolen });
    const statusOf = async (cookie: string) =>
      (await anonymous.get("/api/v1/me", { headers: { cookie } })).status;
    expect(await statusOf(cookiesOf(answer))).toBe(200);
    expect(await statusOf(stolen)).toBe(401);
    expect(await statusOf(elsewhere)).toBe(200);
  },
);

attack(
  {
    attempt: "locking somebody out with wrong passwords from a new address each",
    expected: "429 for new places; the person's own browser signs in from anywhere",
  },
  async ({ organization }) => {
    const user = await createUser(organization, { passwordHash: await hashPassword(PASSWORD) });
    const right = { email: user.email, password: PASSWORD };
    const cookie = cookiesOf(await postCredentials(env.APP_URL, right));
    const device = cookie.split("; ").find((one) => one.includes("device=")) ?? "";
    const guesses = [];
    for (let host = 1; host <= 14; host++) {
      const wrong = { email: user.email, password: "not it at all" };
      guesses.push(await signInFrom(`127.0.17.${host}`, env.APP_URL, wrong));
    }
    expect(guesses.filter(({ hasSession }) => hasSession)).toEqual([]);
    const slowed = guesses.find(({ status }) => status === 429);
    expect(slowed?.retryAfter).toBeLessThanOrEqual(60);
    const known = await signInFrom("127.0.17.200", env.APP_URL, { ...right, cookie: device });
    expect(known.hasSession).toBe(true);
  },
);
