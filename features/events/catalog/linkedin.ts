import * as z from "zod";
import { defineEvent, type PayloadsOf } from "./define-event";
import { contact, id, object, sequence, text, time } from "./fields";

const linkedinAccount = object("The LinkedIn account that acts for the sequence.", {
  id: id("LinkedIn account id."),
  name: text("Name on the account."),
});

const linkedinFields = { contact, sequence, linkedinAccount };

const sampleLinkedin = {
  contact: {
    id: 51873,
    email: "omar.haddad@northlight.example",
    firstName: "Omar",
    lastName: "Haddad",
    company: "Northlight",
    linkedinUrl: "https://www.linkedin.com/in/omar-haddad-example",
  },
  sequence: { id: 123, name: "Spring outreach", step: 2 },
  linkedinAccount: { id: 41, name: "Mike Jones" },
};

export const LINKEDIN_PAYLOADS = {
  linkedin_connection_request_sent: defineEvent(
    z.looseObject({
      ...linkedinFields,
      note: text("Note sent with the request."),
      sentAt: time("When the request was sent"),
    }),
    {
      ...sampleLinkedin,
      note: "Hello Omar, I liked your talk on support teams.",
      sentAt: "2026-04-06T10:00:00.000Z",
    },
  ),
  linkedin_message_sent: defineEvent(
    z.looseObject({
      ...linkedinFields,
      message: text("Text of the message."),
      sentAt: time("When the message was sent"),
    }),
    {
      ...sampleLinkedin,
      message: "Thank you for connecting. May I send you a short demo?",
      sentAt: "2026-04-07T10:00:00.000Z",
    },
  ),
  linkedin_connection_request_accepted: defineEvent(
    z.looseObject({ ...linkedinFields, acceptedAt: time("When the request was accepted") }),
    { ...sampleLinkedin, acceptedAt: "2026-04-06T18:22:10.000Z" },
  ),
  linkedin_message_replied: defineEvent(
    z.looseObject({
      ...linkedinFields,
      message: text("Text of the reply."),
      repliedAt: time("When the reply came in"),
    }),
    { ...sampleLinkedin, message: "Please do.", repliedAt: "2026-04-07T11:35:48.000Z" },
  ),
  linkedin_reply_categorized: defineEvent(
    z.looseObject({
      ...linkedinFields,
      category: text("The new category."),
      previousCategory: text("The category before, if there was one."),
      categorizedAt: time("When the category was given"),
    }),
    {
      ...sampleLinkedin,
      category: "Interested",
      previousCategory: null,
      categorizedAt: "2026-04-07T11:36:20.000Z",
    },
  ),
  linkedin_account_alerts: defineEvent(
    z.looseObject({
      linkedinAccount,
      alert: text(
        "`sales_navigator_disconnected`, `connection_request_limit_reached` or `inmail_credits_exhausted`.",
      ),
      message: text("The alert in words."),
      occurredAt: time("When it was noticed"),
    }),
    {
      linkedinAccount: sampleLinkedin.linkedinAccount,
      alert: "connection_request_limit_reached",
      message: "The weekly limit of connection requests is reached. Sending goes on next Monday.",
      occurredAt: "2026-04-09T16:00:00.000Z",
    },
  ),
} satisfies PayloadsOf<"linkedin">;
