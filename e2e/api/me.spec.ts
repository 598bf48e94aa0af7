import { SCOPES } from "@/lib/scopes";
import { expect, test } from "../fixtures";

test("a token learns who it acts for and what it may do", async ({ apiWith, person, organization }) => {
  const user = await person({ role: "developer" });
  const api = await apiWith({ user, scopes: ["events:write", "team:write"] });

  const reply = await api.get("/api/v1/me");

  expect(reply.status).toBe(200);
  expect(reply.body).toEqual({
    organization: { id: organization.id, name: organization.name, timeZone: "UTC" },
    user: { id: user.id, name: user.name, email: user.email, role: "developer", hasPassword: false },
    token: {
      id: expect.any(String),
      name: "Test token",
      scopes: ["events:write", "team:write"],
      expiresAt: null,
    },
    // Write includes read, and a developer only reads the team.
    permissions: ["events:read", "events:write", "team:read"],
  });
});

test("a session is told its role's permissions and no token", async ({
  anonymous,
  person,
  sessionCookie,
}) => {
  const admin = await person();
  const cookie = await sessionCookie(admin);
  // Nothing writes the audit log but what is done.
  const permissions = SCOPES.filter((scope) => scope !== "audit_log:write");

  const reply = await anonymous.get("/api/v1/me", { headers: { cookie } });

  expect(reply.status).toBe(200);
  expect(reply.body).toMatchObject({ user: { id: admin.id, role: "admin" }, permissions });
  expect(reply.body).not.toHaveProperty("token");
});
