import { readPath } from "@/lib/own-path";
import { basicScheme } from "./credential";
import { type EventId, jsonIn } from "./scheme";

// https://postmarkapp.com/developer/webhooks/webhooks-overview#protecting-your-webhook
export const postmark = basicScheme({
  label: "Postmark",
  username: "postmark",
  eventId: ({ body }) => inboundId(body),
});

/** Of mail that came in. Opens and clicks of one mail share its id. */
function inboundId(body: Buffer): EventId | null {
  const payload = jsonIn(body.toString("utf8"));
  const value = readPath(payload, "MessageID");
  const isInbound = readPath(payload, "RecordType") === undefined;
  return isInbound && typeof value === "string" ? { value, header: null } : null;
}
