import { expect, test } from "vitest";
import { PUBLIC_PAYLOADS } from "@/e2e/public-payloads";
import { getDelivery } from "@/features/deliveries/queries";
import {
  ctx,
  DRAIN_MS,
  onlyDelivery,
  receiver,
  subscribe,
  withOwnDatabaseAndReceiver,
} from "@/features/deliveries/test-set-up";
import type { FilterCondition } from "@/features/event-filter/schema";
import { publishEvents } from "@/features/events/publish";
import { sendAllDue } from "@/features/sending/pump";
import { parseJson } from "@/lib/parse-json";

/** For each of the payloads a condition that it fulfils. */
const FULFILLED: Record<string, FilterCondition> = {
  "call.ended": { path: "transcript.role", operator: "equals", value: "user" },
  email_replied: { path: "replyMessageId", operator: "equals", value: "9007199254740993" },
  linkedin_message_replied: { path: "customFields.key", operator: "in", value: ["Plan"] },
  "agent.created": { path: "boards", operator: "contains", value: 334 },
  "client.created": { path: "preferences.email", operator: "equals", value: true },
  "search.created": { path: "cities", operator: "equals", value: "Toronto" },
  "search.match.created": { path: "listing.listPrice", operator: "greater_than", value: 890_000 },
  "listing.created": { path: "map.latitude", operator: "starts_with", value: "43.64" },
  "listing.updated": { path: "data.taxes.annualAmount", operator: "less_than", value: "5123.11" },
  "message.created": { path: "content.message", operator: "ends_with", value: "park." },
  "message.deleted": { path: "content.searches.0", operator: "exists" },
  "favorite.created": { path: "tags", operator: "not_equals", value: "west end" },
};

withOwnDatabaseAndReceiver();

test.each(Object.entries(PUBLIC_PAYLOADS))(
  "%s in its public shape is filtered, delivered and shown to the digit",
  async (type, data) => {
    const condition = FULFILLED[type];
    if (!condition) throw new Error("no condition");
    const eventTypes = [type];
    await subscribe({ eventTypes, filter: { all: [condition] } });
    await subscribe({
      eventTypes,
      targetUrl: `${receiver.url}/left-out`,
      filter: { all: [condition, { path: "nowhere", operator: "exists" }] },
    });
    // What a record is made of is written as JSON above.
    await publishEvents(ctx, [{ type, data: parseJson(data) as Record<string, unknown> }]);
    await sendAllDue(DRAIN_MS);
    const { id } = await onlyDelivery();
    const { payload } = await getDelivery(ctx, id);
    expect(payload).toContain(`"data":${data}}`);
    expect(receiver.requests.map(({ path, text }) => [path, text])).toEqual([["/hook", payload]]);
  },
);
