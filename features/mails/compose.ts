import "server-only";
import { accountTicketHref } from "@/features/account/links";
import type { MailContent } from "@/features/mails/content";
import { threadId } from "@/features/mails/message-id";
import { oneClickUrl, switchOffUrl } from "@/features/mails/switch-off-link";
import { env } from "@/lib/env";
import type { ThreadedMail } from "@/lib/mail";

/** The mail as it is sent. Whatever anybody typed is text in it, and no header begins with it. */
export function composeMail(content: MailContent): ThreadedMail {
  const { email, subject, messageId, earlier, ticketId, customerId } = content;
  const thread = threadId(ticketId, messageId);
  const parts = partsOf(content);
  return {
    to: email,
    subject,
    messageId,
    inReplyTo: earlier.at(-1) ?? thread,
    references: [thread, ...earlier],
    headers: {
      // RFC 3834: whoever answers by itself leaves this one alone.
      "Auto-Submitted": "auto-generated",
      // What Exchange understands of it; reports of what could not be delivered are welcome.
      "X-Auto-Response-Suppress": "DR, RN, NRN, OOF, AutoReply",
      // RFC 8058
      "List-Unsubscribe": `<${oneClickUrl(customerId)}>`,
      "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    },
    text: toText(parts),
    html: toHtml(parts),
  };
}

interface Parts {
  title: string;
  answers: MailContent["answers"];
  more: string | null;
  ticketUrl: string;
  hint: string;
  footer: string;
  offUrl: string;
}

function partsOf({ desk, number, answers, hasMore, ticketId, customerId }: MailContent): Parts {
  return {
    title: `${desk} answered your ticket #${number}.`,
    answers,
    more: hasMore ? "There are more answers on the ticket’s page." : null,
    ticketUrl: new URL(accountTicketHref(ticketId), env.APP_URL).href,
    hint: "Answer on that page: what is sent back to this mail may not be read.",
    footer: `You get this mail because you asked ${desk} for help.`,
    offUrl: switchOffUrl(customerId),
  };
}

function toText({ title, answers, more, ticketUrl, hint, footer, offUrl }: Parts): string {
  return [
    title,
    ...answers.map(({ author, body }) => `${author} wrote:\n\n${body}`),
    ...(more ? [more] : []),
    `Read all of it and answer:\n${ticketUrl}`,
    hint,
    // RFC 3676 §4.3: what follows is a signature.
    `-- \n${footer}\nSwitch these mails off: ${offUrl}`,
  ].join("\n\n");
}

function toHtml({ title, answers, more, ticketUrl, hint, footer, offUrl }: Parts): string {
  return [
    "<!doctype html>",
    `<html><body style="font-family:sans-serif;font-size:16px;line-height:1.5">`,
    `<p>${escaped(title)}</p>`,
    ...answers.map(
      ({ author, body }) =>
        `<p><strong>${escaped(author)}</strong></p><div dir="auto" style="white-space:pre-wrap;border-left:3px solid #ccc;padding-left:12px">${escaped(body)}</div>`,
    ),
    ...(more ? [`<p>${escaped(more)}</p>`] : []),
    `<p><a href="${escaped(ticketUrl)}">Read all of it and answer</a></p>`,
    `<p>${escaped(hint)}</p>`,
    `<p style="font-size:13px;color:#666">${escaped(footer)} <a href="${escaped(offUrl)}">Switch these mails off</a></p>`,
    "</body></html>",
  ].join("\n");
}

const ENTITIES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? "");
}
