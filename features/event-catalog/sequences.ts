import type { PayloadsOf } from "./define-event";
import { describeEvent, text, time } from "./described-fields";
import { contact, sampleContact, sampleSequence, sequence } from "./outreach-fields";

const sequenceFields = { sequence, date: time("When it happened") };

const sampleChange = { sequence: { id: 123, name: "Spring outreach" }, date: "2026-04-05T07:00:00Z" };

const reason = text("Why, in words or as a code of the sender.");

export const SEQUENCE_PAYLOADS = {
  sequence_started: describeEvent(sequenceFields, sampleChange),
  sequence_paused: describeEvent(
    { ...sequenceFields, reason },
    { ...sampleChange, reason: "manual", date: "2026-04-07T16:00:00Z" },
  ),
  sequence_resumed: describeEvent(sequenceFields, { ...sampleChange, date: "2026-04-08T07:00:00Z" }),
  sequence_stopped: describeEvent(
    { ...sequenceFields, reason },
    { ...sampleChange, reason: "manual", date: "2026-04-12T16:00:00Z" },
  ),
  sequence_completed: describeEvent(sequenceFields, { ...sampleChange, date: "2026-04-20T08:00:00Z" }),
  contact_finished: describeEvent(
    {
      contact,
      sequence,
      reason: text("Why they finished, such as `completed`, `replied` or `manual`."),
      finishDate: time("When the contact finished"),
    },
    {
      contact: sampleContact,
      sequence: { ...sampleSequence, stepNumber: 5 },
      reason: "completed",
      finishDate: "2026-04-20T08:00:00Z",
    },
  ),
  autopilot_stopped: describeEvent(
    { sequence, reason: text("Why Autopilot stopped."), stopDate: time("When Autopilot stopped") },
    {
      sequence: { id: 123, name: "Spring outreach" },
      reason: "No contacts are left that match the audience.",
      stopDate: "2026-04-21T07:30:00Z",
    },
  ),
} satisfies PayloadsOf<"sequences">;
