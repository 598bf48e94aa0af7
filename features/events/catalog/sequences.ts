import * as z from "zod";
import { defineEvent, type PayloadsOf } from "./define-event";
import { contact, sequence, text, time } from "./fields";

export const SEQUENCE_PAYLOADS = {
  contact_finished: defineEvent(
    z.looseObject({
      contact,
      sequence,
      reason: text("Why they finished, such as `completed`, `replied` or `manual`."),
      finishedAt: time("When the contact finished"),
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
      sequence: { id: 123, name: "Spring outreach", step: 5 },
      reason: "completed",
      finishedAt: "2026-04-20T08:00:00.000Z",
    },
  ),
  autopilot_stopped: defineEvent(
    z.looseObject({
      sequence,
      reason: text("Why Autopilot stopped."),
      stoppedAt: time("When Autopilot stopped"),
    }),
    {
      sequence: { id: 123, name: "Spring outreach", step: null },
      reason: "No contacts are left that match the audience.",
      stoppedAt: "2026-04-21T07:30:00.000Z",
    },
  ),
} satisfies PayloadsOf<"sequences">;
