import type { PayloadsOf } from "./define-event";
import { describeEvent, id, text, time } from "./described-fields";
import { contact, sampleContact, sampleSequence, sequence } from "./outreach-fields";

const linkedinFields = {
  contact,
  sequence,
  linkedInAccountId: id("LinkedIn account that acts for the sequence."),
};

const sampleLinkedin = {
  contact: sampleContact,
  sequence: { ...sampleSequence, stepNumber: 2 },
  linkedInAccountId: 41,
};

export const LINKEDIN_PAYLOADS = {
  linkedin_connection_request_sent: describeEvent(
    { ...linkedinFields, note: text("Note sent with the request."), sentDate: time("When it was sent") },
    {
      ...sampleLinkedin,
      note: "Hello Omar, I liked your talk on support teams.",
      sentDate: "2026-04-06T10:00:00Z",
    },
  ),
  linkedin_message_sent: describeEvent(
    { ...linkedinFields, message: text("Text of the message."), sentDate: time("When it was sent") },
    {
      ...sampleLinkedin,
      message: "Thank you for connecting. May I send you a short demo?",
      sentDate: "2026-04-07T10:00:00Z",
    },
  ),
  linkedin_connection_request_accepted: describeEvent(
    { ...linkedinFields, acceptDate: time("When the request was accepted") },
    { ...sampleLinkedin, acceptDate: "2026-04-06T18:22:10Z" },
  ),
  linkedin_message_replied: describeEvent(
    { ...linkedinFields, message: text("Text of the reply."), replyDate: time("When the reply came in") },
    { ...sampleLinkedin, message: "Please do.", replyDate: "2026-04-07T11:35:48Z" },
  ),
  linkedin_reply_categorized: describeEvent(
    {
      ...linkedinFields,
      category: text("The new category."),
      previousCategory: text("The category before, if there was one."),
      replyDate: time("When the reply came in"),
    },
    {
      ...sampleLinkedin,
      category: "Interested",
      previousCategory: null,
      replyDate: "2026-04-07T11:35:48Z",
    },
  ),
  linkedin_account_alerts: describeEvent(
    {
      linkedInAccountId: id("LinkedIn account id."),
      alert: text(
        "`sales_navigator_disconnected`, `connection_request_limit_reached` or `inmail_credits_exhausted`.",
      ),
      message: text("The alert in words."),
      date: time("When it was noticed"),
    },
    {
      linkedInAccountId: 41,
      alert: "connection_request_limit_reached",
      message: "The weekly limit of connection requests is reached. Sending goes on next Monday.",
      date: "2026-04-09T16:00:00Z",
    },
  ),
} satisfies PayloadsOf<"linkedin">;
