import "server-only";
import { eq } from "drizzle-orm";
import { afterCommit, database } from "@/db/client";
import { users } from "@/db/schema";
import { describeDevice } from "@/features/auth/device";
import type { Client } from "@/lib/context";
import { env } from "@/lib/env";
import { isMailConfigured, onOneLine, sendMails } from "@/lib/mail";

/** Tells the owner of an account, once it is committed, what happened to the second factors, and what to do if it was not them. */
export async function tellOwner(
  userId: number,
  { subject, what }: { subject: string; what: string },
  client: Client | null,
): Promise<void> {
  if (!isMailConfigured()) return;
  const [user] = await database().select({ email: users.email }).from(users).where(eq(users.id, userId));
  if (!user) return;
  const when = new Date().toISOString().slice(0, 16).replace("T", " ");
  const from = client
    ? `\nBrowser: ${onOneLine(describeDevice(client.userAgent))}\nAddress: ${client.ip ?? "unknown"}`
    : "";
  const text = [
    onOneLine(what),
    `When: ${when} UTC${from}`,
    `If you did not expect this, sign in, sign out everywhere else, change your password and look at your second factors:\n${env.APP_URL}/settings/profile`,
    "If you can't sign in any more, ask an admin of your workspace to disable your account.",
  ].join("\n\n");
  afterCommit(() => sendMails([{ to: user.email, subject, text }]));
}
