import { expect, test } from "vitest";
import type { Subscription } from "@/features/subscriptions/schema";
import { failedText, healthVerdict, savedText } from "@/features/subscriptions/verdict";

type Health = Subscription["health"];

const NOW = "2026-03-02T09:30:00.000Z";

function health({
  recent,
  ...rest
}: Partial<Omit<Health, "recent">> & { recent?: Partial<Health["recent"]> } = {}) {
  return {
    consecutiveFailures: 0,
    failingSince: null,
    pausedUntil: null,
    lastDeliveryAt: NOW,
    lastSuccessAt: NOW,
    ...rest,
    recent: { attempts: 0, failedAttempts: 0, failedDeliveries: 0, firstFailureAt: null, ...recent },
  };
}

test.each([
  ["nothing was ever sent", health({ lastDeliveryAt: null, lastSuccessAt: null }), "untried"],
  ["nothing was sent lately, and all was well before", health(), "healthy"],
  ["all succeeded", health({ recent: { attempts: 1825 } }), "healthy"],
  ["a slip among many", health({ recent: { attempts: 1825, failedAttempts: 1 } }), "healthy"],
  ["two failures are no outage", health({ recent: { attempts: 3, failedAttempts: 2 } }), "healthy"],
  ["one in twenty", health({ recent: { attempts: 100, failedAttempts: 5 } }), "healthy"],
  ["more than one in twenty", health({ recent: { attempts: 100, failedAttempts: 6 } }), "unsteady"],
  [
    "a third failed, though the last one succeeded just now",
    health({ recent: { attempts: 1825, failedAttempts: 626 } }),
    "unsteady",
  ],
  [
    "the last one failed, among many successes",
    health({ consecutiveFailures: 1, failingSince: NOW, recent: { attempts: 1825, failedAttempts: 1 } }),
    "healthy",
  ],
  [
    "the only one failed",
    health({ consecutiveFailures: 1, failingSince: NOW, recent: { attempts: 1, failedAttempts: 1 } }),
    "failing",
  ],
  [
    "three failed in a row, whatever was before",
    health({ consecutiveFailures: 3, failingSince: NOW, recent: { attempts: 1825, failedAttempts: 3 } }),
    "failing",
  ],
  [
    "the last one failed days ago, and nothing was sent since",
    health({ consecutiveFailures: 1, failingSince: NOW }),
    "failing",
  ],
] as const)("%s", (_, given, verdict) => {
  expect(healthVerdict(given)).toBe(verdict);
});

test("says how many failed of how many, and whether retries saved them", () => {
  const { recent } = health({ recent: { attempts: 1825, failedAttempts: 626, failedDeliveries: 0 } });
  expect(failedText(recent)).toBe("626 of 1,825 attempts failed in the last 24 hours");
  expect(savedText(recent)).toBe("Retries save them: no delivery has failed for good.");
  expect(savedText({ ...recent, failedDeliveries: 1 })).toBe("1 delivery failed for good.");
  expect(savedText({ ...recent, failedDeliveries: 1000 })).toBe("1,000+ deliveries failed for good.");
});
