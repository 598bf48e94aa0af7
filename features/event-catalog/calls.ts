import type { PayloadsOf } from "./define-event";
import { count, describeEvent, flag, id, text, time } from "./described-fields";
import { contact, sampleContact, sampleSequence, sequence } from "./outreach-fields";

export const CALL_PAYLOADS = {
  "call.ended": describeEvent(
    {
      callId: id("Call id."),
      agentId: id("Agent on the call, be it a person or an assistant."),
      agentName: text("Name of the agent."),
      customerPhone: text("Number of the customer."),
      direction: text("`inbound` or `outbound`."),
      startedAt: time("When the call started"),
      endedAt: time("When the call ended"),
      duration: count("Seconds from start to end."),
      status: text("How it ended, such as `completed`, `missed`, `busy` or `voicemail`."),
      transcript: text("What was said."),
      tokenCost: count("What the call cost, in tokens of the sender."),
      recordingUrl: text("Address of the recording."),
      summary: text("What was said, in short."),
    },
    {
      callId: "call_8842",
      agentId: "agent_31",
      agentName: "Front desk",
      customerPhone: "+14165550142",
      direction: "inbound",
      startedAt: "2026-04-05T13:58:20Z",
      endedAt: "2026-04-05T14:04:00Z",
      duration: 340,
      status: "completed",
      transcript: "Agent: Front desk, how can I help? Customer: I need a second seat on my plan.",
      tokenCost: 1250,
      summary: "Dana asked for a second seat on her plan.",
    },
  ),
  contact_called: describeEvent(
    {
      contact,
      sequence,
      callId: id("Call id."),
      logged: flag("True when the call was logged by hand, false when it was made in the cloud."),
      outcome: text("How the call went, such as `positive`, `neutral`, `negative` or `no_answer`."),
      duration: count("Length of the call in seconds."),
      note: text("What the caller wrote down."),
      recordingUrl: text("Address of the recording."),
      callDate: time("When the call took place"),
    },
    {
      contact: sampleContact,
      sequence: { ...sampleSequence, stepNumber: 3 },
      callId: 7719,
      logged: false,
      outcome: "positive",
      duration: 212,
      note: "Wants a demo next Tuesday.",
      recordingUrl: "https://calls.example/recordings/7719.mp3",
      callDate: "2026-04-07T15:10:00Z",
    },
  ),
} satisfies PayloadsOf<"calls">;
