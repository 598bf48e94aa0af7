import "server-only";
import { and, eq, isNull, sql } from "drizzle-orm";
import { afterCommit, database } from "@/db/client";
import { users } from "@/db/schema";
import { describeDevice } from "@/features/auth/device";
import { type RateLimit, takeFromRateLimit } from "@/features/limits/rate-limit";
import type { Client } from "@/lib/context";
import { env } from "@/lib/env";
import { isMailConfigured, onOneLine, sendMails } from "@/lib/mail";
import { DAY_MS, SECOND_MS } from "@/lib/time";

/** A program that signs in without ever keeping a cookie is told of once a day, as long as nothing about it changes. */
const PER_CLIENT: RateLimit = { name: "new-device:client", max: 1, windowSeconds: DAY_MS / SECOND_MS };

/** Mails the person that somebody signed in with a browser that has never been signed in to their account; not at their very first sign-in. */
export async function warnOfNewDevice(
  userId: number,
  { ip, userAgent, isKnown }: Client & { isKnown: boolean },
): Promise<void> {
  const first = await database()
    .update(users)
    .set({ firstSignedInAt: sql`now()` })
    .where(and(eq(users.id, userId), isNull(users.firstSignedInAt)))
    .returning({ id: users.id });
  if (first.length > 0 || isKnown || !isMailConfigured()) return;
  if (!(await takeFromRateLimit(PER_CLIENT, `${userId}|${ip}|${userAgent}`, 1))) return;
  const [user] = await database().select({ email: users.email }).from(users).where(eq(users.id, userId));
  if (user) afterCommit(() => sendMails([{ to: user.email, ...textOf({ ip, userAgent }) }]));
}

function textOf({ ip, userAgent }: Client) {
  const when = new Date().toISOString().slice(0, 16).replace("T", " ");
  return {
    subject: "New sign-in to Replify",
    text: [
      "Somebody signed in to your account with a browser that was not used for it before.",
      [
        `When: ${when} UTC`,
        `Browser: ${onOneLine(describeDevice(userAgent))}`,
        `Address: ${ip ?? "unknown"}`,
      ].join("\n"),
      "If it was you, there is nothing to do.",
      `If it was not you, open your profile, sign out everywhere else, then change your password and look at your second factors:\n${env.APP_URL}/settings/profile`,
      "If you can't sign in any more, ask an admin of your workspace to disable your account.",
    ].join("\n\n"),
  };
}
