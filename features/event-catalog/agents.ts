import type { PayloadsOf } from "./define-event";
import { changed, describeEvent, flag, id, list, text, time } from "./described-fields";

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
  boards: list("Ids of the boards the agent belongs to.", id("Board id.")),
};

const sampleAgent = {
  agentid: 909,
  fname: "Mike",
  lname: "Jones",
  phone: "16475556666",
  email: "mike.jones@abcrealestate.example",
  avatar: "https://abcrealestate.example/images/mikejones.jpg",
  status: true,
  brokerage: "The Best Real Estate Brokerage",
  designation: "Broker",
  boards: [4442, 3333, 334, 36],
};

const ownSample = {
  agentid: 7,
  fname: "Mike",
  lname: "Jones",
  email: "mike.jones@desk.example",
  status: true,
  role: "agent",
};

export const AGENT_PAYLOADS = {
  "agent.created": describeEvent(agentFields, sampleAgent, ownSample),
  "agent.updated": describeEvent(
    { ...agentFields, changed },
    { ...sampleAgent, designation: "Managing broker" },
    { ...ownSample, changed: { role: { from: "viewer", to: "agent" } } },
  ),
  "agent.deleted": describeEvent(
    { ...agentFields, deletedAt: time("When the agent was removed") },
    { ...sampleAgent, status: false },
    { ...ownSample, status: false, deletedAt: "2026-06-30T17:00:00.000Z" },
  ),
} satisfies PayloadsOf<"agents">;
