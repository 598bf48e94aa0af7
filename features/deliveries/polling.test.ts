import { describe, expect, it } from "vitest";
import { firstPagePollDelayMs, pollDelayMs } from "@/features/deliveries/polling";

const NOW = Date.parse("2026-01-01T00:00:00Z");

function retryingIn(ms: number) {
  return { status: "retrying" as const, nextAttemptAt: new Date(NOW + ms).toISOString() };
}

function at(status: "pending" | "sending" | "succeeded" | "failed" | "held" | "canceled") {
  return { status, nextAttemptAt: null };
}

describe("pollDelayMs", () => {
  it("stops when nothing will change by itself", () => {
    expect(pollDelayMs([at("succeeded"), at("failed"), at("held"), at("canceled")], NOW)).toBe(false);
    expect(pollDelayMs([], NOW)).toBe(false);
  });

  it("asks every second while something is under way", () => {
    expect(pollDelayMs([at("succeeded"), at("pending")], NOW)).toBe(1_000);
    expect(pollDelayMs([retryingIn(600_000), at("sending")], NOW)).toBe(1_000);
  });

  it("sleeps until just after the nearest planned retry", () => {
    expect(pollDelayMs([retryingIn(600_000), retryingIn(30_000)], NOW)).toBe(30_250);
  });

  it("asks every second around the planned time, and less often when the attempt stays away", () => {
    expect(pollDelayMs([retryingIn(100)], NOW)).toBe(1_000);
    expect(pollDelayMs([retryingIn(-5_000)], NOW)).toBe(1_000);
    expect(pollDelayMs([retryingIn(-60_000)], NOW)).toBe(4_000);
    expect(pollDelayMs([{ ...retryingIn(-60_000), status: "pending" }], NOW)).toBe(4_000);
  });
});

describe("firstPagePollDelayMs", () => {
  it("never stops, because new rows arrive", () => {
    expect(firstPagePollDelayMs([], NOW)).toBe(4_000);
    expect(firstPagePollDelayMs([retryingIn(600_000)], NOW)).toBe(4_000);
    expect(firstPagePollDelayMs([at("pending")], NOW)).toBe(1_000);
  });
});
