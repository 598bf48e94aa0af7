import { asc } from "drizzle-orm";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { database } from "@/db/client";
import { attempts } from "@/db/schema";
import { claimDue } from "@/features/deliveries/claim";
import { type Outcome, recordOutcomes } from "@/features/deliveries/record";
import {
  ctx,
  receiver,
  subscribe,
  TICKET,
  withOwnDatabaseAndReceiver,
} from "@/features/deliveries/test-set-up";
import { publishEvents } from "@/features/events/publish";

withOwnDatabaseAndReceiver();

const headers = fc.dictionary(
  fc.stringMatching(/^[a-z-]{1,12}$/),
  fc.string({ unit: "binary" }).filter(isStorable),
);
const logged = fc.record({
  requestHeaders: headers,
  responseHeaders: fc.option(headers),
  responseBody: fc.option(fc.uint8Array({ minLength: 1 }).map((bytes) => Buffer.from(bytes))),
  errorMessage: fc.option(fc.string({ minLength: 1, unit: "grapheme" })),
  statusCode: fc.option(fc.integer({ min: 100, max: 599 })),
});

/** As headers are on the wire. */
function isStorable(text: string): boolean {
  return !text.includes("\u0000");
}

test("whatever is sent, answered or goes wrong stands in the log as it was, each with its own delivery", async () => {
  await subscribe({ maxInFlight: 200 });
  const batches = fc.sample(fc.array(logged, { minLength: 1, maxLength: 8 }), 20);
  for (const batch of batches) {
    await publishEvents(
      ctx,
      batch.map(() => TICKET),
    );
    const claimed = await claimDue({ steady: 8, failing: 8, manual: 0 });
    const outcomes: Outcome[] = claimed.map((delivery, index) => ({
      delivery,
      result: {
        ...{ startedAtMs: delivery.claimedAtMs, durationMs: 5, success: true, errorClass: null },
        ...{ retryAfterMs: null, trigger: delivery.trigger, requestedBy: null, url: receiver.url },
        ...{
          requestHeaders: {},
          responseHeaders: null,
          responseBody: null,
          errorMessage: null,
          statusCode: 200,
        },
        ...batch[index],
        ...{ responseTruncated: false, timings: null },
      },
      retryAtMs: null,
    }));
    expect(await recordOutcomes(outcomes)).toHaveProperty("size", batch.length);
    const rows = await database().select().from(attempts).orderBy(asc(attempts.deliveryId));
    expect(rows).toMatchObject(
      outcomes
        .toSorted((a, b) => (a.delivery.id < b.delivery.id ? -1 : 1))
        .map(({ delivery, result }) => ({
          deliveryId: delivery.id,
          requestHeaders: result.requestHeaders,
          responseHeaders: result.responseHeaders,
          responseBody: result.responseBody,
          errorMessage: result.errorMessage,
          statusCode: result.statusCode,
        })),
    );
    await database().delete(attempts);
  }
});

test("an error message that nothing could store is stored without what is wrong with it", async () => {
  await subscribe();
  await publishEvents(ctx, [TICKET]);
  const [delivery] = await claimDue({ steady: 1, failing: 0, manual: 0 });
  if (!delivery) throw new Error("nothing was claimed");
  const result = {
    ...{
      startedAtMs: delivery.claimedAtMs,
      durationMs: 5,
      success: false,
      errorClass: "invalid_response" as const,
    },
    ...{
      retryAfterMs: null,
      trigger: delivery.trigger,
      requestedBy: null,
      url: "",
      requestHeaders: {},
      statusCode: null,
    },
    ...{ responseHeaders: null, responseBody: null, responseTruncated: false, timings: null },
    errorMessage: `a\u0000b\u001fc\nd${"e".repeat(2000)}`,
  };
  await recordOutcomes([{ delivery, result, retryAtMs: null }]);
  const [row] = await database().select().from(attempts);
  expect(row).toMatchObject({ url: "", errorMessage: `ab c\nd${"e".repeat(994)}` });
});
