import * as z from "zod";
import { defineEvent, type PayloadsOf } from "./define-event";
import { changed, flag, id, list, text, time } from "./fields";

// The names are those outside systems already send, hence `agentid` and `fname`. Their `password` is deliberately not listed.
const agentFields = {
  agentid: id("Agent id; the user id when the agent is a user of this desk."),
  fname: text("First name."),
  lname: text("Last name."),
  phone: text("Phone number."),
  email: text("Email address."),
  avatar: text("Address of the agent's picture."),
  status: flag("True while the agent is active."),
  role: text("Role in the desk: `admin`, `developer`, `agent` or `viewer`."),
  brokerage: text("Brokerage the agent works for."),
  designation: text("Professional title."),
  boards: list(z.union([z.number(), z.string()]), "Ids of the boards the agent belongs to."),
};

const sampleAgent = {
  agentid: 909,
  fname: "Mike",
  lname: "Jones",
  phone: "16475556666",
  email: "mike.jones@abcrealestate.example",
  avatar: "https://abcrealestate.example/images/mikejones.jpg",
  status: true,
  role: "agent",
  brokerage: "The Best Real Estate Brokerage",
  designation: "Broker",
  boards: [4442, 3333, 334, 36],
};

export const AGENT_PAYLOADS = {
  "agent.created": defineEvent(z.looseObject(agentFields), sampleAgent),
  "agent.updated": defineEvent(z.looseObject({ ...agentFields, changed }), {
    ...sampleAgent,
    designation: "Managing broker",
    changed: { designation: { from: "Broker", to: "Managing broker" } },
  }),
  "agent.deleted": defineEvent(
    z.looseObject({ ...agentFields, deletedAt: time("When the agent was removed") }),
    { ...sampleAgent, status: false, deletedAt: "2026-06-30T17:00:00.000Z" },
  ),
} satisfies PayloadsOf<"agents">;
