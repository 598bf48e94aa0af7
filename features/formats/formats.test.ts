import fc from "fast-check";
import { expect, test } from "vitest";
import { DELIVERY_FORMATS } from "@/db/enums";
import { EVENT_TYPES, eventDefinition } from "@/features/event-catalog/catalog";
import type { DeliveryContent } from "./format";
import { FORMATS } from "./formats";
import { sampleDeliveries } from "./samples";

const APP_URL = "https://desk.example";

const TICKET: DeliveryContent = {
  id: "0190aaaa-0000-7000-8000-000000000001",
  organizationId: 7,
  subscriptionId: "0190aaaa-0000-7000-8000-000000000002",
  eventId: "0190aaaa-0000-7000-8000-000000000003",
  eventType: "ticket.created",
  eventName: "ticket.created",
  occurredAt: "2026-04-05T14:04:00.000Z",
  data: '{"subject":"Blank page","total":1.0,"order":12345678901234567890}',
  subject: { type: "ticket", id: "0190aaaa-0000-7000-8000-000000000004" },
  actorName: "Mike Jones",
};

const REPLIED: DeliveryContent = {
  ...TICKET,
  eventType: "email_replied",
  eventName: "email_replied",
  subject: null,
  data: '{"replyDate":"2026-04-06","contact":{"id":12345678901234567890},"sequence":{"id":1.0},"customFields":[],"sentEmailId":1e2}',
};

const START = `"id":"${TICKET.id}","event":"ticket.created","timestamp":"${TICKET.occurredAt}"`;
const ENVELOPE = `{${START},"data":${TICKET.data}}`;

test.each([
  ["replify", TICKET, ENVELOPE],
  ["replicer", TICKET, ENVELOPE],
  ["rest_hooks", TICKET, `[${TICKET.data}]`],
  [
    "reply_v3",
    REPLIED,
    `{"event":{"id":"${TICKET.eventId}","type":"email_replied","timestamp":"${TICKET.occurredAt}"},` +
      `"subscription":{"id":"${TICKET.subscriptionId}","workspaceId":7},` +
      '"payload":{"contact":{"id":12345678901234567890},"sequence":{"id":1.0},"customFields":[],' +
      '"data":{"replyDate":"2026-04-06","sentEmailId":1e2}},"attempt":1}',
  ],
  [
    "reply_v3",
    TICKET,
    `{"event":{"id":"${TICKET.eventId}","type":"ticket.created","timestamp":"${TICKET.occurredAt}"},` +
      `"subscription":{"id":"${TICKET.subscriptionId}","workspaceId":7},"payload":{"data":${TICKET.data}},"attempt":1}`,
  ],
  [
    "cloudevents",
    TICKET,
    `{"specversion":"1.0","id":"${TICKET.id}","source":"${APP_URL}/organizations/7","type":"ticket.created",` +
      `"time":"${TICKET.occurredAt}","subject":"ticket/${TICKET.subject?.id}","datacontenttype":"application/json","data":${TICKET.data}}`,
  ],
  [
    "cloudevents",
    REPLIED,
    `{"specversion":"1.0","id":"${TICKET.id}","source":"${APP_URL}/organizations/7","type":"email_replied",` +
      `"time":"${TICKET.occurredAt}","datacontenttype":"application/json","data":${REPLIED.data}}`,
  ],
  [
    "thin",
    TICKET,
    `{${START},"object":{"type":"ticket","id":"${TICKET.subject?.id}","url":"${APP_URL}/api/v1/tickets/${TICKET.subject?.id}"}}`,
  ],
  [
    "thin",
    { ...REPLIED, eventName: "ticket.created" },
    `{${START},"object":{"type":"event","id":"${TICKET.eventId}","url":"${APP_URL}/api/v1/events/${TICKET.eventId}"}}`,
  ],
] as const)("%s has exactly these bytes", (format, delivery, body) => {
  expect(FORMATS[format].body(delivery, APP_URL)).toBe(body);
});

test.each(DELIVERY_FORMATS)("%s is JSON for every type of the catalog", (format) => {
  for (const type of EVENT_TYPES) {
    const data = JSON.stringify(eventDefinition(type).sample);
    expect(sampleDeliveries({ type, data }, format, APP_URL)).toHaveLength(1);
  }
});

/** Numbers as no double holds them. */
const digits = fc
  .tuple(fc.bigInt({ min: 10n ** 17n, max: 10n ** 40n }), fc.nat(9))
  .map(([whole, decimal]) => `${whole}.${decimal}0`);
const key = fc.oneof(fc.string(), fc.constantFrom("__proto__", "contact", "sequence", "customFields", "0"));

test.each(["replify", "replicer", "reply_v3", "rest_hooks", "cloudevents"] as const)(
  "%s is JSON that holds each digit of the data",
  (format) => {
    fc.assert(
      fc.property(fc.dictionary(key, digits), fc.json(), (numbers, rest) => {
        const fields = Object.entries(numbers).map(
          ([name, value]) => `${JSON.stringify(name)}:{"n":${value}}`,
        );
        const data = `{${[...fields, `"rest":${rest}`].join(",")}}`;
        const body = FORMATS[format].body({ ...TICKET, data }, APP_URL);
        expect(JSON.parse(body)).toBeTruthy();
        for (const value of Object.values(numbers)) expect(body).toContain(`{"n":${value}}`);
      }),
    );
  },
);

test.each(["slack", "discord", "thin"] as const)("%s is JSON whatever the data", (format) => {
  fc.assert(
    fc.property(fc.dictionary(key, fc.json()), fc.string(), (fields, eventType) => {
      const entries = Object.entries(fields).map(([name, value]) => `${JSON.stringify(name)}:${value}`);
      const delivery = { ...TICKET, eventType, eventName: eventType, data: `{${entries.join(",")}}` };
      expect(JSON.parse(FORMATS[format].body(delivery, APP_URL))).toBeTruthy();
    }),
  );
});

test("thin tells nothing of the data", () => {
  for (const type of EVENT_TYPES) {
    const sample = eventDefinition(type).sample;
    const [body] = sampleDeliveries({ type, data: JSON.stringify(sample) }, "thin", APP_URL);
    expect(Object.keys(Object(body))).toEqual(["id", "event", "timestamp", "object"]);
  }
});
