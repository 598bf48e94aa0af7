import { createTransport } from "nodemailer";
import { parseConnectionUrl } from "nodemailer/lib/shared/index.js";
import type SMTPTransport from "nodemailer/lib/smtp-transport";
import { credentialsOf, openTunnel } from "@/lib/egress/proxy";
import { proxyTo } from "@/lib/egress/rule";
import { env } from "@/lib/env";
import { log } from "@/lib/log";
import { SECOND_MS } from "@/lib/time";

export interface Mail {
  to: string;
  subject: string;
  /** Plain text, in which nothing that somebody else typed can pose as ours. */
  text: string;
}

/** With all that makes it part of a conversation. */
export interface ThreadedMail extends Mail {
  /** The same in HTML, escaped. */
  html: string;
  /** In angle brackets, as in the two below. */
  messageId: string;
  inReplyTo: string;
  references: string[];
  headers: Record<string, string>;
}

/** Why a mail was not taken, in the mail server's words. `address`: there is nobody at it. `refused`: it will never be taken; `temporary`: it may be yet. */
export interface MailFailure {
  kind: "address" | "refused" | "temporary";
  reason: string;
}

const CONNECT_TIMEOUT_MS = 10 * SECOND_MS;
const IDLE_TIMEOUT_MS = 30 * SECOND_MS;
const REASON_MAX = 300;
/** Commands whose refusal is about the mail itself. */
const ABOUT_THE_MAIL = new Set(["MAIL FROM", "RCPT TO", "DATA"]);
/** RFC 3463: the server's own rules, not the address, e.g. that it relays nothing for us. */
const IS_POLICY = /^5\d\d[ -]5\.7\.\d/;

/** Whether there is a mail server to send with; without one, links are passed on by hand. */
export function isMailConfigured(): boolean {
  return env.SMTP_URL !== undefined;
}

/** Sends in the background, one after another over one connection. What fails is logged by its subject, never with its text. */
export function sendMails(mails: Mail[]): void {
  void deliver(mails);
}

async function deliver(mails: Mail[]): Promise<void> {
  const transport = createTransport({ ...transportOptions(), pool: true, maxConnections: 1 });
  for (const mail of mails) {
    try {
      await transport.sendMail({ from: env.MAIL_FROM, ...mail });
    } catch (error) {
      log.error({ err: error, subject: mail.subject }, "could not send a mail");
    }
  }
  transport.close();
}

/** Sends one and waits; null once the mail server has taken it. */
export async function sendMail({ to, ...mail }: ThreadedMail): Promise<MailFailure | null> {
  const transport = createTransport(transportOptions());
  try {
    await transport.sendMail({
      from: env.MAIL_FROM,
      // As one address, whatever is in it.
      to: { name: "", address: to },
      ...mail,
    });
    return null;
  } catch (error) {
    return toFailure(error);
  } finally {
    transport.close();
  }
}

/** A name that somebody chose can't begin a line of its own in a mail. */
export function onOneLine(text: string): string {
  return text.replace(/[\s\p{C}]+/gu, " ").trim();
}

function transportOptions() {
  const url = new URL(env.SMTP_URL ?? "");
  const { user, password } = credentialsOf(url);
  return {
    // Read here, as createTransport ignores everything beside a URL.
    ...parseConnectionUrl(url.href),
    // It takes a colon of the user's name for the end of it.
    ...(user !== "" && { auth: { user, pass: password } }),
    connectionTimeout: CONNECT_TIMEOUT_MS,
    greetingTimeout: CONNECT_TIMEOUT_MS,
    socketTimeout: IDLE_TIMEOUT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
    ...proxyOptions(url),
  };
}

function proxyOptions({ protocol, hostname, port }: URL): Pick<SMTPTransport.Options, "getSocket"> {
  const proxy = proxyTo(hostname);
  if (!proxy) return {};
  const server = { hostname, port: Number(port) || (protocol === "smtps:" ? 465 : 587) };
  return {
    getSocket(_, callback) {
      openTunnel(proxy, server, AbortSignal.timeout(CONNECT_TIMEOUT_MS)).then(
        (connection) => callback(null, { connection }),
        (error: Error) => callback(error, null),
      );
    },
  };
}

function toFailure(error: unknown): MailFailure {
  const told: SmtpError = error instanceof Error ? error : new Error(String(error));
  const { responseCode, response = "", command = "", code = "" } = told;
  const reason = onOneLine(response || told.message).slice(0, REASON_MAX);
  // Without an answer of the server: what is not written as an address.
  if (code === "EENVELOPE" && responseCode === undefined) return { kind: "refused", reason };
  // Greeting and signing in are about us: whoever mends that finds the mail still waiting.
  if ((responseCode ?? 0) < 500 || !ABOUT_THE_MAIL.has(command)) return { kind: "temporary", reason };
  return { kind: command === "RCPT TO" && !IS_POLICY.test(response) ? "address" : "refused", reason };
}

/** What nodemailer adds to an error. */
interface SmtpError extends Error {
  responseCode?: number;
  response?: string;
  command?: string;
  code?: string;
}
