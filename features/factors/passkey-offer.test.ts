import { expect, test } from "vitest";
import { passkeyObstacle } from "./passkey-offer";

test.each([
  ["https://desk.example.com", null],
  ["https://localhost", null],
  ["http://localhost:3000", null],
  ["http://desk.localhost:3000", null],
  ["http://desk.example.com", /https/],
  ["https://203.0.113.7", /domain/],
  ["https://[2001:db8::1]", /domain/],
  ["http://127.0.0.1:3000", /domain/],
  ["http://localhost.example.com", /https/],
])("%s", (appUrl, reason) => {
  const obstacle = passkeyObstacle(appUrl);
  if (reason === null) expect(obstacle).toBeNull();
  else expect(obstacle).toMatch(reason);
});
