import { asc, sql } from "drizzle-orm";
import * as fc from "fast-check";
import { afterEach, describe, expect, test, vi } from "vitest";
import { database } from "@/db/client";
import { attempts } from "@/db/schema";
import {
  ctx,
  makeDue,
  receiver,
  subscribe,
  TICKET,
  withOwnDatabaseAndReceiver,
} from "@/features/deliveries/test-set-up";
import { publishEvents } from "@/features/events/publish";
import { type ClaimedDelivery, claimDue } from "@/features/sending/claim";
import { type Outcome, recordOutcomes } from "@/features/sending/record";
import { recordOutcome, recordSoon } from "@/features/sending/record-batches";

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

function outcomeOf(delivery: ClaimedDelivery, result: Partial<Outcome["result"]> = {}): Outcome {
  return {
    delivery,
    result: {
      startedAtMs: delivery.claimedAtMs,
      durationMs: 5,
      statusCode: 200,
      success: true,
      errorClass: null,
      errorMessage: null,
      retryAfterMs: null,
      trigger: delivery.trigger,
      requestedBy: null,
      url: receiver.url,
      requestHeaders: {},
      responseHeaders: null,
      responseBody: null,
      responseTruncated: false,
      timings: null,
      ...result,
    },
    retryAtMs: null,
  };
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
    const outcomes = claimed.map((delivery, index) => outcomeOf(delivery, batch[index]));
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
  const errorMessage = `a\u0000b\u001fc\nd${"e".repeat(2000)}`;
  await recordOutcomes([outcomeOf(delivery, { success: false, url: "", errorMessage })]);
  const [row] = await database().select().from(attempts);
  expect(row).toMatchObject({ url: "", errorMessage: `ab c\nd${"e".repeat(994)}` });
});

test("of two results of one delivery, the one whose lease has passed on harms neither the other nor those beside it", async () => {
  await subscribe();
  await publishEvents(ctx, [TICKET, TICKET]);
  const before = await claimDue({ steady: 2, failing: 0, manual: 0 });
  await makeDue();
  const after = await claimDue({ steady: 1, failing: 0, manual: 0 });
  const late = before.filter(({ id }) => id === after[0]?.id);
  const outcomes = [
    ...late.map((delivery) => outcomeOf(delivery, { success: false })),
    ...after.map((delivery) => outcomeOf(delivery)),
  ];
  const recorded = await recordOutcomes(outcomes);
  expect(outcomes.map(({ delivery }) => recorded.get(delivery)?.success)).toEqual([undefined, true]);
  const rows = await database().select().from(attempts);
  expect(rows).toMatchObject([{ deliveryId: after[0]?.id, number: 1, success: true }]);
});

describe("an outcome that nothing waits for", () => {
  afterEach(() => {
    // Where a test failed, the next one would wait for a timer that never goes off.
    vi.advanceTimersByTime(100);
    vi.useRealTimers();
  });

  /** Two claimed deliveries, and from then on a clock that stands still. */
  async function claimTwo(): Promise<[Outcome, Outcome]> {
    await subscribe();
    await publishEvents(ctx, [TICKET, TICKET]);
    const [first, second] = await claimDue({ steady: 2, failing: 0, manual: 0 });
    if (!first || !second) throw new Error("nothing was claimed");
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
    return [outcomeOf(first), outcomeOf(second)];
  }

  /** How many transactions wrote what is written. */
  async function writes(): Promise<number> {
    const written = await database().selectDistinct({ by: sql`xmin::text` }).from(attempts);
    return written.length;
  }

  test("is written with those of the next tenth of a second", async () => {
    const [first, second] = await claimTwo();
    const recorded = [recordOutcome(first, { isAwaited: false })];
    vi.advanceTimersByTime(90);
    recorded.push(recordOutcome(second, { isAwaited: false }));
    vi.advanceTimersByTime(9);
    expect(await writes()).toBe(0);
    vi.advanceTimersByTime(1);
    expect(await Promise.all(recorded)).toMatchObject([{ success: true }, { success: true }]);
    expect(await writes()).toBe(1);
  });

  test("is written at once with one that something waits for", async () => {
    const [first, second] = await claimTwo();
    const recorded = [recordOutcome(first, { isAwaited: false }), recordOutcome(second, { isAwaited: true })];
    vi.advanceTimersByTime(4);
    expect(await Promise.all(recorded)).toMatchObject([{ success: true }, { success: true }]);
    expect(await writes()).toBe(1);
  });

  test("is written at once when somebody begins to wait, and what comes meanwhile after it", async () => {
    const [first, second] = await claimTwo();
    const recorded = [recordOutcome(first, { isAwaited: false })];
    recordSoon();
    vi.advanceTimersByTime(4);
    recorded.push(recordOutcome(second, { isAwaited: true }));
    vi.advanceTimersByTime(4);
    expect(await Promise.all(recorded)).toMatchObject([{ success: true }, { success: true }]);
    expect(await writes()).toBe(2);
  });
});
