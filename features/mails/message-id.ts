import "server-only";
import { randomUUID } from "node:crypto";
import { env } from "@/lib/env";

/** RFC 5322, in angle brackets: unique in the world, and of the domain that sends. */
export function newMessageId(): string {
  return `<${randomUUID()}@${domain()}>`;
}

/** What all mails of a ticket refer to, so that they are one conversation even where the first of them is gone. */
export function threadId(ticketId: string, messageId: string): string {
  return `<ticket-${ticketId}${messageId.slice(messageId.indexOf("@"))}`;
}

function domain(): string {
  const [, sender] = /@([a-z0-9.-]+)>?\s*$/i.exec(env.MAIL_FROM ?? "") ?? [];
  return sender ?? new URL(env.APP_URL).hostname;
}
