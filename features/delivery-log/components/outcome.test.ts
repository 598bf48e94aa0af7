import { describe, expect, it } from "vitest";
import { DELIVERY_STATUSES } from "@/db/enums";
import type { Attempt, DeliveryDetail } from "@/features/deliveries/schema";
import { deliveryVerdict, earlierLabel, nextAttempt, outcomeLabel, triggerLabel } from "./outcome";

const FAILED_ATTEMPT: Attempt = {
  number: 6,
  startedAt: "2026-01-01T00:00:00.000Z",
  durationMs: 1_240,
  statusCode: 503,
  success: false,
  errorClass: "server_error",
  errorMessage: null,
  explanation: null,
  trigger: "retry",
  requestedBy: null,
  request: { url: "https://api.acme.test/hooks", headers: {}, body: "{}" },
  response: null,
  timings: null,
};

function delivery(change: Partial<DeliveryDetail>): DeliveryDetail {
  return {
    id: "01890a5d-ac96-774b-bcce-b302099a8057",
    eventId: "01890a5d-ac96-774b-bcce-b302099a8058",
    subscriptionId: "01890a5d-ac96-774b-bcce-b302099a8059",
    subscriptionName: "Acme",
    eventType: "ticket.created",
    subject: null,
    format: "replify",
    contentType: "application/json",
    status: "failed",
    heldReason: null,
    withheld: null,
    isTest: false,
    attemptCount: 6,
    maxAttempts: 6,
    nextAttemptAt: null,
    lastStatusCode: 503,
    lastErrorClass: "server_error",
    lastDurationMs: 1_240,
    createdAt: "2026-01-01T00:00:00.000Z",
    completedAt: null,
    targetUrl: "https://api.acme.test/hooks",
    targetPausedUntil: null,
    payload: "{}",
    plannedAttempts: [],
    attempts: [FAILED_ATTEMPT],
    ...change,
  };
}

describe("deliveryVerdict", () => {
  it("says what failed, how often and where it is now", () => {
    expect(deliveryVerdict(delivery({}))).toBe(
      "Failed after 6 of 6 attempts. Last: 503 Service Unavailable from api.acme.test in 1.2\u00a0s. Resend it once the target works.",
    );
  });

  it("tells the reader of a failed test that it was the only try", () => {
    expect(deliveryVerdict(delivery({ isTest: true }))).toContain("Tests are not retried.");
  });

  it("says why a first attempt waits", () => {
    const waiting = { status: "pending", attemptCount: 0, attempts: [] } as const;
    expect(deliveryVerdict(delivery({ ...waiting, attempts: [] }))).toBe("Waiting for its first attempt.");
    const targetPausedUntil = "2026-01-01T00:01:00.000Z";
    expect(deliveryVerdict(delivery({ ...waiting, attempts: [], targetPausedUntil }))).toContain(
      "keeps failing",
    );
  });

  it("tells until when a retry really waits", () => {
    const nextAttemptAt = "2026-01-01T00:00:30.000Z";
    const retrying = { status: "retrying", attemptCount: 1, nextAttemptAt } as const;
    const soon = "2026-01-01T00:00:20.000Z";
    const later = "2026-01-01T00:05:00.000Z";
    expect(nextAttempt(delivery({ ...retrying, targetPausedUntil: soon }))).toEqual({
      at: nextAttemptAt,
      waitsForTarget: false,
    });
    expect(nextAttempt(delivery({ ...retrying, targetPausedUntil: later }))).toEqual({
      at: later,
      waitsForTarget: true,
    });
    expect(nextAttempt(delivery({ ...retrying, status: "sending" }))).toBeNull();
  });

  it("names the failure when there was no answer", () => {
    const attempts = [{ ...FAILED_ATTEMPT, statusCode: null, errorClass: "dns_not_found" }];
    expect(deliveryVerdict(delivery({ status: "retrying", attemptCount: 2, attempts }))).toBe(
      "Attempt 2 of 6 failed: Unknown host (api.acme.test, after 1.2\u00a0s).",
    );
  });

  it.each(DELIVERY_STATUSES)("has a sentence for %s without any attempt", (status) => {
    const text = deliveryVerdict(delivery({ status, attemptCount: 0, attempts: [] }));
    expect(text).toMatch(/^[A-Z].*[^:]\.$/);
    expect(text).not.toContain("undefined");
  });

  it("tells a first success from a late one", () => {
    const attempts = [{ ...FAILED_ATTEMPT, statusCode: 200, success: true, errorClass: null }];
    expect(deliveryVerdict(delivery({ status: "succeeded", attemptCount: 1, attempts }))).toMatch(
      /^Delivered at the first attempt: 200 OK from/,
    );
    expect(deliveryVerdict(delivery({ status: "succeeded", attemptCount: 3, attempts }))).toMatch(
      /^Delivered at attempt 3: 200 OK from/,
    );
  });
});

describe("outcomeLabel", () => {
  it("falls back to the class of an unregistered status", () => {
    expect(outcomeLabel({ statusCode: 599, errorClass: null })).toBe("599 Server Error");
    expect(outcomeLabel({ statusCode: null, errorClass: "unheard_of" })).toBe("No answer");
  });

  it("does not blame a target that was never asked", () => {
    const labels = ["proxy_failed", "proxy_denied", "echo_deleted", "internal_error"].map((errorClass) =>
      outcomeLabel({ statusCode: null, errorClass }),
    );
    expect(labels).toEqual(["Proxy failed", "Denied by proxy", "Receiver deleted", "Replify failed"]);
  });
});

describe("triggerLabel", () => {
  it("names the person behind a resend", () => {
    expect(triggerLabel({ trigger: "manual", requestedBy: "Ada" })).toBe("by hand, Ada");
    expect(triggerLabel({ trigger: "manual", requestedBy: null })).toBe("by hand");
    expect(triggerLabel({ trigger: "first", requestedBy: null })).toBe("automatic");
  });
});

describe("earlierLabel", () => {
  it.each([
    [[], null],
    [[2, 1], null],
    [[3, 2], "Attempt 1 is not shown"],
    [[250, 249, 151], "Attempts 1 to 150 are not shown"],
  ])("of %j is %j", (numbers, label) => {
    expect(earlierLabel({ attempts: numbers.map((number) => ({ ...FAILED_ATTEMPT, number })) })).toBe(label);
  });
});
