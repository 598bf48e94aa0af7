import * as z from "zod";
import { defineEvent, type PayloadsOf } from "./define-event";
import { author, count, list, requiredId, text, time } from "./fields";

const subscriptionFields = {
  id: requiredId("Subscription id."),
  name: text("Name of the subscription."),
  targetUrl: text("Address it delivers to."),
  eventTypes: list(z.string(), "What it listens to: types, and wildcards such as `ticket.*`."),
};

const sampleSubscription = {
  id: "01960577-9a10-7f35-b8d2-7e41c05a9b63",
  name: "Warehouse sync",
  targetUrl: "https://hooks.warehouse.example/replify",
  eventTypes: ["ticket.*", "client.created"],
};

export const SYSTEM_PAYLOADS = {
  "subscription.disabled": defineEvent(
    z.looseObject({
      ...subscriptionFields,
      reason: text("`failing` after lasting failure, `gone` after a 410 answer, or `manual`."),
      detail: text("The reason in words."),
      failingSince: time("When the failures began"),
      failedDeliveries: count("Number of deliveries that failed since then."),
      lastStatusCode: count("Status of the last answer; null when there was none."),
      disabledAt: time("When it was switched off"),
    }),
    {
      ...sampleSubscription,
      reason: "failing",
      detail: "Every delivery failed for 5 days. The last answer was 503 Service Unavailable.",
      failingSince: "2026-04-05T14:02:00.000Z",
      failedDeliveries: 412,
      lastStatusCode: 503,
      disabledAt: "2026-04-10T14:02:00.000Z",
    },
  ),
  "subscription.enabled": defineEvent(
    z.looseObject({
      ...subscriptionFields,
      enabledBy: author.describe("Who switched it on."),
      heldDeliveries: count("Number of held deliveries that now go out."),
      enabledAt: time("When it was switched on"),
    }),
    {
      ...sampleSubscription,
      enabledBy: { type: "user", id: 1, name: "Priya Raman", email: "priya.raman@desk.example" },
      heldDeliveries: 36,
      enabledAt: "2026-04-10T16:20:00.000Z",
    },
  ),
} satisfies PayloadsOf<"system">;
