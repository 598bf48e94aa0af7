import * as z from "zod";
import { defineEvent, type PayloadsOf } from "./define-event";
import { author, count, id, object, person, requiredId, requiredText, text, time } from "./fields";
import { MESSAGE_PAYLOADS } from "./messages";

const chatFields = {
  id: requiredId("Chat id."),
  subject: text("What the chat is about."),
  status: text("`open` or `ended`."),
  customer: person("The customer in the chat."),
  assignee: person("The agent in the chat; null until one joins."),
  teamId: id("Team the chat belongs to."),
  ticketId: id("Ticket that the chat was turned into."),
  startedAt: time("When the chat started"),
};

const messageFields = {
  id: id("Message id."),
  chatId: id("Chat the message belongs to."),
  body: text("Text of the message."),
  author,
  customer: person("The customer in the chat."),
  createdAt: time("When the message was written"),
};

const newMessage = z.looseObject({ ...messageFields, body: requiredText("Text of the message.") });

const sampleCustomer = {
  id: "01960580-1d80-7c44-8a02-3b6f90d4e2c7",
  name: "Dana Whitfield",
  email: "dana@whitfield-prints.example",
};
const sampleAgent = { id: 7, name: "Mike Jones", email: "mike.jones@desk.example" };

const sampleChat = {
  id: "019605a2-4a90-7e13-a6c8-1f0d7b92e456",
  subject: "Question about an invoice",
  status: "open",
  customer: sampleCustomer,
  assignee: sampleAgent,
  teamId: 3,
  ticketId: null,
  startedAt: "2026-04-05T14:40:06.000Z",
};

const sampleMessage = {
  id: "019605a3-1b58-7740-92d4-c8e5f06a3b71",
  chatId: sampleChat.id,
  body: "Hello, why does my invoice list two seats?",
  author: { type: "customer", ...sampleCustomer },
  customer: sampleCustomer,
  createdAt: "2026-04-05T14:40:59.000Z",
};

export const CHAT_PAYLOADS = {
  "chat.started": defineEvent(
    z.looseObject({
      ...chatFields,
      id: id("Chat id."),
      page: object("The page on which the customer opened the chat.", {
        url: text("Address of the page."),
        title: text("Title of the page."),
      }),
    }),
    {
      ...sampleChat,
      assignee: null,
      page: { url: "https://shop.example/account/invoices", title: "Invoices" },
    },
  ),
  "chat.ended": defineEvent(
    z.looseObject({
      ...chatFields,
      endedAt: time("When the chat ended"),
      endedBy: author.describe("Who ended the chat."),
      durationSeconds: count("Seconds from start to end."),
      messageCount: count("Number of messages in the chat."),
    }),
    {
      ...sampleChat,
      status: "ended",
      endedAt: "2026-04-05T14:52:36.000Z",
      endedBy: { type: "user", ...sampleAgent },
      durationSeconds: 750,
      messageCount: 11,
    },
  ),
  "message.received": defineEvent(newMessage, sampleMessage),
  ...MESSAGE_PAYLOADS,
} satisfies PayloadsOf<"chats">;
