import { expect } from "../fixtures";
import { attack } from "./attack";

attack({ attempt: "a token with its last character changed", expected: "401" }, async ({ apiWith }) => {
  const { headers } = await apiWith();
  const [name = "", value = ""] = Object.entries(headers)[0] ?? [];
  const forged = `${value.slice(0, -1)}${value.endsWith("0") ? "1" : "0"}`;
  const response = await fetch(new URL("/api/v1/me", process.env.E2E_URL), { headers: { [name]: forged } });
  expect(response.status).toBe(401);
});
