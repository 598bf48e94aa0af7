import { author, changed, describeEvent, id, list, object, person, text, time } from "./described-fields";

/** As outside systems send it, then as the desk does. */
const messageFields = {
  messageId: id("Message id."),
  sender: text("`agent` or `client`."),
  agentId: id("Agent in the conversation."),
  clientId: id("Client in the conversation."),
  content: object("What was sent.", {
    message: text("Text of the message."),
    listings: list("MLS numbers of listings."),
    searches: list("Ids of searches."),
    links: list("Addresses."),
    pictures: list("Addresses of pictures."),
  }),
  id: id("From the desk: the message's id."),
  chatId: id("From the desk: the chat it belongs to."),
  body: text("From the desk: the text of the message."),
  author: { ...author, description: "From the desk: who wrote it." },
  customer: person("From the desk: the customer in the chat."),
  createdAt: time("From the desk: when it was written"),
};

const sampleMessage = {
  messageId: 88120,
  sender: "agent",
  agentId: 909,
  clientId: 3350,
  content: {
    message: "These two are close to the park.",
    listings: ["W8123456", "W8123999"],
    searches: [],
    links: [],
    pictures: [],
  },
};

const customer = {
  id: "01960580-1d80-7c44-8a02-3b6f90d4e2c7",
  name: "Dana Whitfield",
  email: "dana@whitfield-prints.example",
};

const ownSample = {
  id: "019605a3-c4e0-7b02-8f6d-5a19e3d70c28",
  chatId: "019605a2-4a90-7e13-a6c8-1f0d7b92e456",
  body: "One seat is yours, the other is the colleague you invited in March.",
  author: { type: "user", id: 7, name: "Mike Jones", email: "mike.jones@desk.example" },
  customer,
  createdAt: "2026-04-05T14:41:43.000Z",
};

export const MESSAGE_PAYLOADS = {
  "message.created": describeEvent(messageFields, sampleMessage, ownSample),
  "message.updated": describeEvent(
    { ...messageFields, changed, updatedAt: time("From the desk: when it was edited") },
    { ...sampleMessage, content: { ...sampleMessage.content, message: "These two are next to the park." } },
    {
      ...ownSample,
      body: "One seat is yours, the other is your colleague's.",
      changed: { body: { from: ownSample.body, to: "One seat is yours, the other is your colleague's." } },
      updatedAt: "2026-04-05T14:42:10.000Z",
    },
  ),
  "message.deleted": describeEvent(
    { ...messageFields, deletedAt: time("From the desk: when it was deleted") },
    sampleMessage,
    { ...ownSample, deletedAt: "2026-04-05T15:03:27.000Z" },
  ),
};
