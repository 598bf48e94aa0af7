import type { DeliveryContent, Format } from "./format";
import { replify } from "./replify";
import { resourceOf } from "./subject-links";

export const thin: Format = {
  ...replify,
  label: "Thin",
  description: "Only says what changed, without personal data. The receiver asks the API for the rest.",
  body,
};

function body(delivery: DeliveryContent, appUrl: string): string {
  const { id, eventName, occurredAt } = delivery;
  const object = resourceOf(delivery, appUrl);
  return JSON.stringify({ id, event: eventName, timestamp: occurredAt, object });
}
