import * as z from "zod";
import { defineEvent, type PayloadsOf } from "./define-event";
import { contact, count, flag, id, person, sequence, text, time } from "./fields";

export const CALL_PAYLOADS = {
  "call.ended": defineEvent(
    z.looseObject({
      id: id("Call id."),
      direction: text("`inbound` or `outbound`."),
      outcome: text("How it ended, such as `completed`, `missed`, `busy` or `voicemail`."),
      from: text("Number that called."),
      to: text("Number that was called."),
      agent: person("The agent on the call."),
      customer: person("The customer on the call."),
      startedAt: time("When the call started"),
      endedAt: time("When the call ended"),
      durationSeconds: count("Seconds from start to end."),
      recordingUrl: text("Address of the recording."),
      summary: text("What was said, in short."),
    }),
    {
      id: "call_8842",
      direction: "inbound",
      outcome: "completed",
      from: "+14165550142",
      to: "+16475556666",
      agent: { id: 7, name: "Mike Jones", email: "mike.jones@desk.example" },
      customer: {
        id: "01960580-1d80-7c44-8a02-3b6f90d4e2c7",
        name: "Dana Whitfield",
        email: "dana@whitfield-prints.example",
      },
      startedAt: "2026-04-05T13:58:20.000Z",
      endedAt: "2026-04-05T14:04:00.000Z",
      durationSeconds: 340,
      recordingUrl: "https://calls.example/recordings/8842.mp3",
      summary: "Dana asked for a second seat on her plan. Mike will send the offer today.",
    },
  ),
  contact_called: defineEvent(
    z.looseObject({
      contact,
      sequence,
      callId: id("Call id."),
      logged: flag("True when the call was logged by hand, false when it was made in the cloud."),
      outcome: text("How the call went, such as `positive`, `neutral`, `negative` or `no_answer`."),
      durationSeconds: count("Length of the call in seconds."),
      note: text("What the caller wrote down."),
      recordingUrl: text("Address of the recording."),
      calledAt: time("When the call took place"),
    }),
    {
      contact: {
        id: 51873,
        email: "omar.haddad@northlight.example",
        firstName: "Omar",
        lastName: "Haddad",
        company: "Northlight",
        linkedinUrl: "https://www.linkedin.com/in/omar-haddad-example",
      },
      sequence: { id: 123, name: "Spring outreach", step: 3 },
      callId: 7719,
      logged: false,
      outcome: "positive",
      durationSeconds: 212,
      note: "Wants a demo next Tuesday.",
      recordingUrl: "https://calls.example/recordings/7719.mp3",
      calledAt: "2026-04-07T15:10:00.000Z",
    },
  ),
} satisfies PayloadsOf<"calls">;
