import { eq, sql } from "drizzle-orm";
import { OPERATIONS } from "@/app/api/_lib/endpoints";
import { database } from "@/db/client";
import { sessions } from "@/db/schema";
import { env } from "@/lib/env";
import { expect } from "../fixtures";
import { attack } from "./attack";

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
      expect(await asked.json(), id).toMatchObject({ code: "reauthentication_required" });
      // A token is never asked: it fails for what else is wrong with the call, if at all.
      if (endpoint.method === "POST") {
        const { status } = await fetch(url, { method: "POST", headers: token, body: "{" });
        expect(status, id).not.toBe(403);
      }
    }
  },
);
