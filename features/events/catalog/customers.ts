import * as z from "zod";
import { defineEvent, type PayloadsOf } from "./define-event";
import { attributes, changed, id, list, object, text, time } from "./fields";

const clientFields = {
  id: id("Customer id."),
  externalId: id("Id of the customer in the system they came from."),
  name: text("Full name."),
  email: text("Email address."),
  phone: text("Phone number."),
  company: text("Company."),
  agentId: id("Agent who looks after the customer."),
  tags: list(z.string(), "Tags."),
  attributes: attributes("Further attributes, as the sender structured them."),
  createdAt: time("When the customer was added"),
  updatedAt: time("When the customer last changed"),
};

const sampleClient = {
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
  app: object("The app.", { clientId: id("Its client id."), name: text("Its name.") }),
  session: object("What the customer granted.", {
    id: id("Session id."),
    scopes: list(z.string(), "What the app may do for the customer."),
    host: text("The site it was connected from."),
    origin: text("`authorization_code`, `device_code` or `password`."),
    createdAt: time("When the customer connected"),
  }),
};

const sampleConnection = {
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
  "client.created": defineEvent(z.looseObject(clientFields), sampleClient),
  "client.updated": defineEvent(z.looseObject({ ...clientFields, changed }), {
    ...sampleClient,
    phone: "+14165550199",
    updatedAt: "2026-04-09T09:30:00.000Z",
    changed: { phone: { from: "+14165550142", to: "+14165550199" } },
  }),
  "client.deleted": defineEvent(
    z.looseObject({ ...clientFields, deletedAt: time("When the customer was deleted") }),
    { ...sampleClient, deletedAt: "2026-06-01T10:00:00.000Z" },
  ),
  "client.connected": defineEvent(z.looseObject({ ...clientFields, ...connectionFields }), {
    ...sampleClient,
    ...sampleConnection,
  }),
  "client.disconnected": defineEvent(
    z.looseObject({
      ...clientFields,
      ...connectionFields,
      reason: text(
        "Who or what ended it: `customer`, `admin`, `client` for the app itself, `reuse` of a spent code or token, `account` when its password was reset or the customer erased.",
      ),
      disconnectedAt: time("When it ended"),
    }),
    {
      ...sampleClient,
      ...sampleConnection,
      reason: "customer",
      disconnectedAt: "2026-05-02T08:15:00.000Z",
    },
  ),
} satisfies PayloadsOf<"customers">;
