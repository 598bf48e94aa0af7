import { expect, test } from "vitest";
import { stillHeldText, waitingRequests } from "./waiting";

test("what waits is what was held and what is queued", () => {
  expect(waitingRequests({ heldRequests: 1, queuedRequests: 0 })).toEqual({
    waiting: 1,
    count: "1",
    isOne: true,
  });
  expect(waitingRequests({ heldRequests: 2, queuedRequests: 3 })).toMatchObject({ waiting: 5, isOne: false });
});

test("a count that stopped at the limit says that there may be more", () => {
  expect(waitingRequests({ heldRequests: 1000, queuedRequests: 1 }).count).toBe("1,001+");
  expect(stillHeldText({ heldRequests: 1 })).toBe("1 request goes on waiting.");
  expect(stillHeldText({ heldRequests: 999 })).toBe("999 requests go on waiting.");
  expect(stillHeldText({ heldRequests: 1000 })).toBe("1,000+ requests go on waiting.");
});
