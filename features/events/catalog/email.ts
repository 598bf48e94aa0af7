import * as z from "zod";
import { defineEvent, type PayloadsOf } from "./define-event";
import { contact, count, id, object, sequence, text, time } from "./fields";

const emailAccount = object("The email account that sends for the sequence.", {
  id: id("Email account id."),
  email: text("Address of the account."),
});

const emailFields = {
  contact,
  sequence,
  emailAccount,
  messageId: text("Message-ID of the email."),
  subject: text("Subject of the email."),
};

const accountFields = {
  emailAccount,
  provider: text("Email provider, such as `gmail`, `outlook` or `smtp`."),
  error: object("What the provider said.", {
    code: text("Code of the error."),
    message: text("Text of the error."),
  }),
  occurredAt: time("When it was noticed"),
};

const sampleEmail = {
  contact: {
    id: 51873,
    email: "omar.haddad@northlight.example",
    firstName: "Omar",
    lastName: "Haddad",
    company: "Northlight",
    linkedinUrl: "https://www.linkedin.com/in/omar-haddad-example",
  },
  sequence: { id: 123, name: "Spring outreach", step: 1 },
  emailAccount: { id: 88, email: "sales@replify.example" },
  messageId: "<a1f40c72@mail.replify.example>",
  subject: "A faster way to answer your customers",
};

export const EMAIL_PAYLOADS = {
  email_replied: defineEvent(
    z.looseObject({
      ...emailFields,
      body: text("Text of the reply; null when the status was set by hand."),
      repliedAt: time("When the reply came in"),
    }),
    {
      ...sampleEmail,
      subject: "Re: A faster way to answer your customers",
      body: "Sounds good. Could you show it to us on Tuesday?",
      repliedAt: "2026-04-06T09:12:44.000Z",
    },
  ),
  reply_categorized: defineEvent(
    z.looseObject({
      ...emailFields,
      category: text("The new inbox category."),
      previousCategory: text("The category before, if there was one."),
      categorizedAt: time("When the category was given"),
    }),
    {
      ...sampleEmail,
      category: "Interested",
      previousCategory: null,
      categorizedAt: "2026-04-06T09:13:02.000Z",
    },
  ),
  email_sent: defineEvent(
    z.looseObject({
      ...emailFields,
      body: text("Text of the email."),
      sentAt: time("When the email was sent"),
    }),
    {
      ...sampleEmail,
      body: "Hello Omar, may I show you how your team could answer twice as fast?",
      sentAt: "2026-04-05T08:00:00.000Z",
    },
  ),
  email_opened: defineEvent(
    z.looseObject({
      ...emailFields,
      openCount: count("How often the email was opened so far."),
      openedAt: time("When the email was opened"),
    }),
    { ...sampleEmail, openCount: 1, openedAt: "2026-04-05T08:41:19.000Z" },
  ),
  contact_opted_out: defineEvent(
    z.looseObject({
      ...emailFields,
      method: text("How they opted out, such as `link`, `reply` or `manual`."),
      optedOutAt: time("When they opted out"),
    }),
    { ...sampleEmail, method: "link", optedOutAt: "2026-04-08T11:05:00.000Z" },
  ),
  email_link_clicked: defineEvent(
    z.looseObject({
      ...emailFields,
      url: text("Address behind the link."),
      clickedAt: time("When the link was clicked"),
    }),
    { ...sampleEmail, url: "https://replify.example/demo", clickedAt: "2026-04-05T08:42:03.000Z" },
  ),
  email_account_connection_lost: defineEvent(z.looseObject(accountFields), {
    emailAccount: sampleEmail.emailAccount,
    provider: "gmail",
    error: { code: "invalid_grant", message: "Token has been expired or revoked." },
    occurredAt: "2026-04-10T06:00:31.000Z",
  }),
  email_account_error: defineEvent(z.looseObject(accountFields), {
    emailAccount: sampleEmail.emailAccount,
    provider: "smtp",
    error: { code: "452 4.5.3", message: "Too many recipients." },
    occurredAt: "2026-04-10T08:00:05.000Z",
  }),
  email_bounced: defineEvent(
    z.looseObject({
      ...emailFields,
      bounceType: text("`hard` when the address can't receive mail, `soft` when it may later."),
      reason: text("What the receiving server said."),
      bouncedAt: time("When the email came back"),
    }),
    {
      ...sampleEmail,
      bounceType: "hard",
      reason: "550 5.1.1 The email account that you tried to reach does not exist.",
      bouncedAt: "2026-04-05T08:00:09.000Z",
    },
  ),
} satisfies PayloadsOf<"email">;
