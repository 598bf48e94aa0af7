import { expect } from "../fixtures";
import { attack } from "./attack";

const SOMEBODY = "018f0000-0000-7000-8000-000000000000";

attack(
  { attempt: "a token with every scope changes people in every way", expected: "403, and nobody changed" },
  async ({ apiWith, apiAs, person }) => {
    const [token, admin, grace] = [await apiWith(), await apiAs(), await person({ role: "viewer" })];
    const user = `/api/v1/users/${grace.id}`;
    // Not alike: what of second factors a token is not told.
    const listed = async () =>
      Promise.all([admin, token].map(async (api) => (await api.get("/api/v1/users")).body));
    const before = await listed();
    const calls: [string, string, unknown?][] = [
      ["PATCH", user, { role: "admin" }],
      ["PATCH", user, { status: "disabled" }],
      ["DELETE", user],
      ["POST", "/api/v1/invitations", { emails: ["eve@example.com"], role: "admin" }],
      ["POST", `/api/v1/invitations/${SOMEBODY}/resend`],
      ["DELETE", `/api/v1/invitations/${SOMEBODY}`],
      ["POST", "/api/v1/teams", { name: "Theirs" }],
    ];
    for (const [method, path, json] of calls) {
      const reply = await token.request(method, path, { json });
      expect(reply, `${method} ${path}`).toMatchObject({ status: 403, body: { code: "forbidden" } });
    }
    expect(await listed()).toEqual(before);
  },
);
