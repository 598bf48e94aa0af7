import "server-only";
import { afterCommit } from "@/db/client";
import { takeFromRateLimit } from "@/features/limits/rate-limit";
import { isLocal } from "@/lib/env";
import { log } from "@/lib/log";
import { isMailConfigured, sendMails } from "@/lib/mail";
import { HOUR_MS, SECOND_MS } from "@/lib/time";

/** What one mailbox gets at most, whoever asks for it. */
const PER_MAILBOX = { name: "customer-mail:mailbox", max: 6, windowSeconds: HOUR_MS / SECOND_MS };

/** How links reach customers: by mail, or on one's own machine by the log, or not at all. */
export type LinkWay = "mail" | "log" | "none";

export function linkWay(): LinkWay {
  if (isMailConfigured()) return "mail";
  return isLocal() ? "log" : "none";
}

interface Notice {
  to: string;
  subject: string;
  /** Paragraphs. */
  text: string[];
}

interface LinkMail extends Notice {
  /** It stands in one of the paragraphs, too. */
  url: string;
}

/** Sent once the link is committed, without anyone waiting for it. */
export function sendLink({ to, subject, text, url }: LinkMail): void {
  afterCommit(() => {
    if (isMailConfigured()) sendMails([{ to, subject, text: text.join("\n\n") }]);
    else if (isLocal())
      log.info({ to, link: url }, `no mail server is set up, so here is the link: ${subject}`);
    else log.warn({ subject }, "a link for a customer can't be mailed: set SMTP_URL and MAIL_FROM");
  });
}

/** What somebody should know of, with nothing to do for them; sent after the commit, where there is a mail server. */
export function sendNotice({ to, subject, text }: Notice): void {
  afterCommit(() => {
    if (isMailConfigured()) sendMails([{ to, subject, text: text.join("\n\n") }]);
  });
}

/** False once a mailbox has had so many that the next one has to wait. */
export function takeMail(organizationId: number, email: string): Promise<boolean> {
  return takeFromRateLimit(PER_MAILBOX, `${organizationId}|${email}`, 1);
}

/** Never awaited by an answer: the time would tell whether there is such an account. */
export function inBackground(what: string, work: () => Promise<void>): void {
  work().catch((error: unknown) => log.error({ err: error }, `could not ${what}`));
}
