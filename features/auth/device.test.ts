import fc from "fast-check";
import { expect, test } from "vitest";
import { describeDevice } from "./device";

test.each([
  ["Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux"],
  [
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0",
    "Edge on Windows",
  ],
  [
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36",
    "Chrome on macOS",
  ],
  [
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1",
    "Safari on iPhone",
  ],
  [
    "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile Safari/537.36",
    "Chrome on Android",
  ],
  ["curl/8.5.0", "curl"],
  ["", "Unknown device"],
  [null, "Unknown device"],
  [" / ", "Unknown device"],
])("%j is %s", (userAgent, device) => {
  expect(describeDevice(userAgent)).toBe(device);
});

test("whatever a header says, there is a short name", () => {
  fc.assert(
    fc.property(fc.string(), (userAgent) => {
      const device = describeDevice(userAgent);
      expect(device.length).toBeGreaterThan(0);
      expect(device.length).toBeLessThanOrEqual(40);
    }),
  );
});
