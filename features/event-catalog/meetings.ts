import type { PayloadsOf } from "./define-event";
import { describeEvent, id, text, time } from "./described-fields";
import { contact, sampleContact, sampleSequence, sequence } from "./outreach-fields";

const meetingFields = {
  contact,
  sequence,
  meetingId: id("Meeting id."),
  title: text("What the meeting is called."),
  startsAt: time("When it begins"),
  endsAt: time("When it ends"),
  timeZone: text("Time zone in which it was booked."),
  location: text("Where it takes place, or the address of the call."),
  hostEmail: text("Email address of who invites."),
};

const sampleMeeting = {
  contact: sampleContact,
  sequence: sampleSequence,
  meetingId: 40127,
  title: "Demo for Northlight",
  startsAt: "2026-04-14T15:00:00Z",
  endsAt: "2026-04-14T15:30:00Z",
  timeZone: "America/Toronto",
  location: "https://meet.example/northlight-demo",
  hostEmail: "mike.jones@desk.example",
};

export const MEETING_PAYLOADS = {
  meeting_booked: describeEvent(meetingFields, sampleMeeting),
  meeting_rescheduled: describeEvent(
    { ...meetingFields, previousStartsAt: time("When it was to begin before") },
    {
      ...sampleMeeting,
      startsAt: "2026-04-15T15:00:00Z",
      endsAt: "2026-04-15T15:30:00Z",
      previousStartsAt: "2026-04-14T15:00:00Z",
    },
  ),
  meeting_cancelled: describeEvent(
    { ...meetingFields, reason: text("Why, if it was said."), cancelledAt: time("When it was cancelled") },
    { ...sampleMeeting, reason: "Conflict in the calendar.", cancelledAt: "2026-04-13T18:40:00Z" },
  ),
  meeting_completed: describeEvent(meetingFields, sampleMeeting),
} satisfies PayloadsOf<"meetings">;
