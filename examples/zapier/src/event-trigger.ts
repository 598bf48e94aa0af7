import type { Bundle, Trigger, ZObject } from "zapier-platform-core";
import { apiUrl } from "./authentication.js";
import { eventTypesTrigger } from "./event-types-trigger.js";

type Chosen = Bundle<{ eventType?: string }>;

export const eventTrigger = {
  key: "event" as const,
  noun: "Event",
  display: { label: "New Event", description: "Triggers when something happens in your Replify." },
  operation: {
    type: "hook",
    inputFields: [
      {
        key: "eventType",
        label: "Event",
        type: "string",
        required: true,
        dynamic: `${eventTypesTrigger.key}.id.name`,
      },
    ],
    performSubscribe: subscribe,
    performUnsubscribe: unsubscribe,
    perform: (_z: ZObject, bundle: Chosen) => [bundle.cleanedRequest],
    performList: listSamples,
    sample: {
      id: "01960586-07b1-7c3e-9a55-1f0d6be24c90",
      event: "ticket.created",
      timestamp: "2026-03-02T09:30:00.412Z",
      data: { subject: "Checkout shows a blank page", priority: "high" },
    },
    outputFields: [
      { key: "id", label: "Delivery ID", primary: true },
      { key: "event", label: "Event" },
      { key: "timestamp", label: "Happened at", type: "datetime" },
    ],
  },
} satisfies Trigger;

/** What is returned comes back as `subscribeData`. The signing secret stays out of it: Zapier keeps its hook URLs secret instead. */
async function subscribe(z: ZObject, bundle: Chosen) {
  const response = await z.request({
    method: "POST",
    url: apiUrl(bundle, "subscriptions"),
    body: { name: "Zapier", targetUrl: bundle.targetUrl, eventTypes: [bundle.inputData.eventType] },
  });
  return { id: response.data.id };
}

/** A subscription that is gone already is no error: somebody deleted it in Replify. */
async function unsubscribe(z: ZObject, bundle: Chosen) {
  const response = await z.request({
    method: "DELETE",
    url: apiUrl(bundle, `subscriptions/${bundle.subscribeData?.id}`),
    skipThrowForStatus: true,
  });
  if (response.status !== 404) response.throwForStatus();
  return {};
}

/** Of exactly the shape that deliveries have. */
async function listSamples(z: ZObject, bundle: Chosen) {
  const response = await z.request(apiUrl(bundle, `event-types/${bundle.inputData.eventType}/samples`));
  return response.data;
}
