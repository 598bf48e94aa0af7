import { createTransport } from "nodemailer";
import { env } from "@/lib/env";
import { log } from "@/lib/log";
import { SECOND_MS } from "@/lib/time";

export interface Mail {
  to: string;
  subject: string;
  /** Plain text, in which nothing that somebody else typed can pose as ours. */
  text: string;
}

const CONNECT_TIMEOUT_MS = 10 * SECOND_MS;
const IDLE_TIMEOUT_MS = 30 * SECOND_MS;

/** Whether there is a mail server to send with; without one, links are passed on by hand. */
export function isMailConfigured(): boolean {
  return env.SMTP_URL !== undefined;
}

/** Sends in the background, one after another over one connection. What fails is logged by its subject, never with its text. */
export function sendMails(mails: Mail[]): void {
  void deliver(mails);
}

async function deliver(mails: Mail[]): Promise<void> {
  const transport = createTransport({
    url: env.SMTP_URL,
    pool: true,
    maxConnections: 1,
    connectionTimeout: CONNECT_TIMEOUT_MS,
    greetingTimeout: CONNECT_TIMEOUT_MS,
    socketTimeout: IDLE_TIMEOUT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  for (const mail of mails) {
    try {
      await transport.sendMail({ from: env.MAIL_FROM, ...mail });
    } catch (error) {
      log.error({ err: error, subject: mail.subject }, "could not send a mail");
    }
  }
  transport.close();
}
