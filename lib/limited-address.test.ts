import { expect, test } from "vitest";
import { limitedAddress } from "./limited-address";

test("an IPv6 address counts with its whole /64, an IPv4 address by itself", () => {
  const counted = limitedAddress("2001:db8:1:2:a:b:c:d");
  expect(limitedAddress("2001:db8:1:2::1")).toBe(counted);
  expect(limitedAddress("2001:db8:1:3::1")).not.toBe(counted);
  expect(limitedAddress("192.0.2.1")).toBe("192.0.2.1");
  expect(limitedAddress(null)).toBe("unknown");
});
