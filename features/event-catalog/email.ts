import type { PayloadsOf } from "./define-event";
import { count, describeEvent, id, object, text, time } from "./described-fields";
import { contact, sampleContact, sampleSequence, sequence } from "./outreach-fields";

const emailFields = {
  contact,
  sequence,
  sentEmailId: id("Id of the email of the sequence."),
  emailAccountId: id("Email account that sends for the sequence."),
  subject: text("Subject of the email."),
};

const replyFields = {
  ...emailFields,
  replyMessageId: id("Id of the reply."),
  replyDate: time("When the reply came in"),
  replyText: text("Text of the reply; left out when the status was set by hand."),
};

const accountFields = {
  emailAccountId: id("Email account id."),
  emailAccount: text("Address of the account."),
  provider: text("Email provider, such as `gmail`, `outlook` or `smtp`."),
  error: object("What the provider said.", {
    code: text("Code of the error."),
    message: text("Text of the error."),
  }),
  date: time("When it was noticed"),
};

const sampleEmail = {
  contact: sampleContact,
  sequence: sampleSequence,
  sentEmailId: 774201,
  emailAccountId: 88,
};

const sampleReply = { ...sampleEmail, replyMessageId: 915533, replyDate: "2026-04-06T09:12:44Z" };

const sampleAccount = { emailAccountId: 88, emailAccount: "sales@replify.example", provider: "gmail" };

export const EMAIL_PAYLOADS = {
  email_replied: describeEvent(replyFields, sampleReply),
  email_auto_reply: describeEvent(replyFields, {
    ...sampleReply,
    replyText: "I am out of the office until Monday.",
  }),
  reply_categorized: describeEvent(
    {
      ...replyFields,
      category: text("The new inbox category."),
      previousCategory: text("The category before, if there was one."),
    },
    { ...sampleReply, category: "Interested", previousCategory: null },
  ),
  email_sent: describeEvent(
    { ...emailFields, sentDate: time("When the email was sent") },
    { ...sampleEmail, subject: "A faster way to answer your customers", sentDate: "2026-04-05T08:00:00Z" },
  ),
  email_opened: describeEvent(
    {
      ...emailFields,
      openCount: count("How often the email was opened so far."),
      openDate: time("When the email was opened"),
    },
    { ...sampleEmail, openCount: 1, openDate: "2026-04-05T08:41:19Z" },
  ),
  email_link_clicked: describeEvent(
    {
      ...emailFields,
      link: text("Address behind the link."),
      clickDate: time("When the link was clicked"),
    },
    { ...sampleEmail, link: "https://replify.example/demo", clickDate: "2026-04-05T08:42:03Z" },
  ),
  email_bounced: describeEvent(
    {
      ...emailFields,
      bounceType: text("`hard` when the address can't receive mail, `soft` when it may later."),
      reason: text("What the receiving server said."),
      bounceDate: time("When the email came back"),
    },
    {
      ...sampleEmail,
      bounceType: "hard",
      reason: "550 5.1.1 The email account that you tried to reach does not exist.",
      bounceDate: "2026-04-05T08:00:09Z",
    },
  ),
  email_spam_reported: describeEvent(
    { ...emailFields, reportDate: time("When the report came in") },
    { ...sampleEmail, reportDate: "2026-04-05T10:15:00Z" },
  ),
  contact_opted_out: describeEvent(
    {
      ...emailFields,
      method: text("How they opted out, such as `link`, `reply` or `manual`."),
      optOutDate: time("When they opted out"),
    },
    { ...sampleEmail, method: "link", optOutDate: "2026-04-08T11:05:00Z" },
  ),
  email_account_connection_lost: describeEvent(accountFields, {
    ...sampleAccount,
    error: { code: "invalid_grant", message: "Token has been expired or revoked." },
    date: "2026-04-10T06:00:31Z",
  }),
  email_account_reconnected: describeEvent(accountFields, { ...sampleAccount, date: "2026-04-10T09:20:00Z" }),
  email_account_error: describeEvent(accountFields, {
    ...sampleAccount,
    provider: "smtp",
    error: { code: "452 4.5.3", message: "Too many recipients." },
    date: "2026-04-10T08:00:05Z",
  }),
} satisfies PayloadsOf<"email">;
