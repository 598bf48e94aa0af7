import type { DeliveryContent, Format } from "./format";

export const cloudevents: Format = {
  label: "CloudEvents",
  description: "CloudEvents 1.0 in structured JSON, for event routers and serverless platforms.",
  contentType: "application/cloudevents+json",
  needsSecret: true,
  isVerified: false,
  signature: null,
  body,
  headers: () => ({}),
};

function body({ id, organizationId, eventName, occurredAt, subject, data }: DeliveryContent, appUrl: string) {
  const attributes = JSON.stringify({
    specversion: "1.0",
    id,
    source: `${appUrl}/organizations/${organizationId}`,
    type: eventName,
    time: occurredAt,
    subject: subject ? `${subject.type}/${subject.id}` : undefined,
    datacontenttype: "application/json",
  });
  return `${attributes.slice(0, -1)},"data":${data}}`;
}
