import type { PayloadsOf } from "./define-event";
import { attributes, changed, describeEvent, id, list, object, text, time } from "./described-fields";

/** As outside systems send it. */
const publicFields = {
  clientId: id("Client id."),
  agentId: id("Agent who looks after the client."),
  fname: text("First name."),
  lname: text("Last name."),
  phone: text("Phone number."),
  email: text("Email address."),
  proxyEmail: text("Address that forwards to theirs."),
  status: id("Whether the client is active."),
  lastActivity: time("When the client last did something"),
  tags: text("Tags: a text from outside systems, a list of texts from the desk."),
  preferences: object("How they may be reached.", {
    email: id("Whether by email."),
    sms: id("Whether by SMS."),
    unsubscribe: id("Whether they want nothing."),
    whatsapp: id("Whether by WhatsApp."),
  }),
  expiryDate: time("Until when they are a client"),
  createdOn: time("When the client was added"),
  externalId: id("Id of the client in the system they came from."),
};

/** As the desk sends it; `email`, `phone`, `agentId`, `externalId` and `tags` are called the same. */
const ownFields = {
  id: id("From the desk: the customer's id."),
  name: text("From the desk: the full name."),
  company: text("From the desk: the company."),
  attributes: attributes("From the desk: further attributes, as their sender structured them."),
  createdAt: time("From the desk: when the customer was added"),
  updatedAt: time("From the desk: when the customer last changed"),
};

const clientFields = { ...publicFields, ...ownFields };

const sampleClient = {
  clientId: 3350,
  agentId: 909,
  fname: "Dana",
  lname: "Whitfield",
  phone: "14165550142",
  email: "dana@whitfield-prints.example",
  proxyEmail: "c3350@clients.abcrealestate.example",
  status: true,
  lastActivity: "2026-04-05T14:02:46.000Z",
  tags: "buyer",
  preferences: { email: true, sms: false, unsubscribe: false, whatsapp: false },
  expiryDate: "2027-04-05T00:00:00.000Z",
  createdOn: "2026-04-01T14:02:46.000Z",
  externalId: "crm-20817",
};

const ownSample = {
  id: "01960580-1d80-7c44-8a02-3b6f90d4e2c7",
  externalId: "crm-20817",
  name: "Dana Whitfield",
  email: "dana@whitfield-prints.example",
  phone: "+14165550142",
  company: "Whitfield Prints",
  agentId: 7,
  tags: ["retail"],
  attributes: { plan: "pro", seats: 2 },
  createdAt: "2026-04-05T14:02:46.000Z",
  updatedAt: "2026-04-05T14:02:46.000Z",
};

const connectionFields = {
  ...ownFields,
  externalId: publicFields.externalId,
  email: publicFields.email,
  phone: publicFields.phone,
  agentId: publicFields.agentId,
  tags: list("Tags.", text("Tag.")),
  app: object("The app.", { clientId: id("Its client id."), name: text("Its name.") }),
  session: object("What the customer granted.", {
    id: id("Session id."),
    scopes: list("What the app may do for the customer.", text("Scope.")),
    host: text("The site it was connected from."),
    origin: text("`authorization_code`, `device_code` or `password`."),
    createdAt: time("When the customer connected"),
  }),
};

const sampleConnection = {
  ...ownSample,
  app: { clientId: "app_4f1c9a7e0d3b48a28f6c5e7b90d1a2c3", name: "Troubleshooter" },
  session: {
    id: "01960590-6a3e-7b19-9c55-0f8d21e4a6b7",
    scopes: ["troubleshooter", "profile"],
    host: "shop.whitfield-prints.example",
    origin: "authorization_code",
    createdAt: "2026-04-05T14:10:12.000Z",
  },
};

export const CUSTOMER_PAYLOADS = {
  "client.created": describeEvent(clientFields, sampleClient, ownSample),
  "client.updated": describeEvent(
    { ...clientFields, changed },
    { ...sampleClient, phone: "14165550199" },
    {
      ...ownSample,
      phone: "+14165550199",
      updatedAt: "2026-04-09T09:30:00.000Z",
      changed: { phone: { from: "+14165550142", to: "+14165550199" } },
    },
  ),
  "client.deleted": describeEvent(
    { ...clientFields, deletedAt: time("From the desk: when the customer was deleted") },
    { ...sampleClient, status: false },
    { ...ownSample, deletedAt: "2026-06-01T10:00:00.000Z" },
  ),
  "client.connected": describeEvent(connectionFields, sampleConnection),
  "client.disconnected": describeEvent(
    {
      ...connectionFields,
      reason: text(
        "Who or what ended it: `customer`, `admin`, `client` for the app itself, `reuse` of a spent code or token, `account` when its password was reset or the customer erased.",
      ),
      disconnectedAt: time("When it ended"),
    },
    { ...sampleConnection, reason: "customer", disconnectedAt: "2026-05-02T08:15:00.000Z" },
  ),
} satisfies PayloadsOf<"customers">;
