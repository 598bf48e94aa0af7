import "server-only";
import { inngest } from "@/inngest/client";
import { mailDue } from "@/inngest/events";
import { log } from "@/lib/log";

/** Has a run started for the mail when it is due. Safe to lose: the sweep looks every minute. */
export function planMail(mailId: string, dueAt: Date): void {
  const ts = dueAt.getTime();
  inngest
    .send(mailDue.create({ mailId }, { id: `${mailId}:${ts}`, ts }))
    .catch((error: unknown) => log.warn({ err: error }, "could not plan a mail; the sweep will send it"));
}
