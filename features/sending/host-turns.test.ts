import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { ClaimedDelivery, ClaimLimits, Lane } from "@/features/sending/claim";
import { HostTurns } from "@/features/sending/host-turns";
import { createHostRates } from "@/lib/egress/host-rates";

const HOST = "slow.test";
const NEVER_MS = 60_000;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function setUp(rate: number) {
  const rates = createHostRates(new Map([[HOST, rate]]), () => Date.now());
  const onTurn = vi.fn();
  return { rates, onTurn, turns: new HostTurns(onTurn, () => rates) };
}

/** What HostTurns looks at of a claim. */
function claimed(subscriptionId: string, count: number, lane: Lane = "steady") {
  const delivery: Pick<ClaimedDelivery, "subscriptionId" | "lane"> = { subscriptionId, lane };
  return Array.from({ length: count }, () => delivery as ClaimedDelivery);
}

function useUp({ rates }: ReturnType<typeof setUp>): void {
  while (rates.take(HOST) !== null) {
    // The next one.
  }
}

test("nothing is claimed for a host without turns, and then as much as there are, in few claims", () => {
  const { turns, onTurn, ...rest } = setUp(100);
  expect(turns.limits().size).toBe(0);
  useUp({ turns, onTurn, ...rest });
  turns.putOff("a", HOST);
  expect(turns.limits().get("a")).toEqual({ byItself: 0, byHand: 100 });
  vi.advanceTimersByTime(499);
  expect(onTurn).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(onTurn).toHaveBeenCalledTimes(1);
  const limits = turns.limits();
  expect(limits.get("a")?.byItself).toBe(50);
  turns.claimed(limits, claimed("a", 50));
  // It goes on as long as there is more.
  for (let taken = 0; taken < 50; taken++) rest.rates.take(HOST);
  vi.advanceTimersByTime(500);
  expect(onTurn).toHaveBeenCalledTimes(2);
});

test("a host with few turns is looked at when it has one, and no sooner", () => {
  const { turns, onTurn, rates } = setUp(0.1);
  rates.take(HOST);
  expect(rates.take(HOST)).toBeNull();
  turns.putOff("a", HOST);
  vi.advanceTimersByTime(8_999);
  expect(onTurn).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(onTurn).toHaveBeenCalledTimes(1);
  expect(turns.limits().get("a")?.byItself).toBe(1);
});

test("subscriptions of one host share its turns, and one with nothing more to send leaves its share to the others", () => {
  const { turns, onTurn, rates } = setUp(100);
  useUp({ turns, onTurn, rates });
  for (const id of ["a", "b", "c"]) turns.putOff(id, HOST);
  vi.advanceTimersByTime(300);
  const limits: ClaimLimits = turns.limits();
  expect([...limits.values()].map(({ byItself }) => byItself)).toEqual([10, 10, 10]);
  turns.claimed(limits, [...claimed("a", 10), ...claimed("b", 3)]);
  expect([...turns.limits()].map(([id, { byItself }]) => [id, byItself])).toEqual([["a", 30]]);
});

test("one that waits with what a person asked for is not forgotten", () => {
  const { turns, onTurn, rates } = setUp(2);
  useUp({ turns, onTurn, rates });
  while (rates.takeAhead(HOST)) {
    // The next one.
  }
  turns.putOff("a", HOST);
  expect(turns.limits().get("a")).toEqual({ byItself: 0, byHand: 0 });
  vi.advanceTimersByTime(500);
  const limits = turns.limits();
  expect(limits.get("a")?.byHand).toBe(1);
  turns.claimed(limits, claimed("a", 1, "manual"));
  expect(turns.limits().has("a")).toBe(true);
});

test("once nothing has gone to the host for a while, all is as before", () => {
  const { turns, onTurn, rates } = setUp(10);
  useUp({ turns, onTurn, rates });
  turns.putOff("a", HOST);
  vi.advanceTimersByTime(NEVER_MS);
  expect(turns.limits().size).toBe(0);
  onTurn.mockClear();
  vi.advanceTimersByTime(NEVER_MS);
  expect(onTurn).not.toHaveBeenCalled();
});

test("after the end nothing is looked for", () => {
  const { turns, onTurn, rates } = setUp(10);
  useUp({ turns, onTurn, rates });
  turns.putOff("a", HOST);
  turns.stop();
  vi.advanceTimersByTime(NEVER_MS);
  expect(onTurn).not.toHaveBeenCalled();
});
