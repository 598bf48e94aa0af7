import { createOrganization, createToken, createUser } from "@/db/factories";
import { hashPassword } from "@/features/auth/password";
import { mintToken } from "@/features/tokens/secret";
import { expect, test } from "../fixtures";

const USERS = "/api/v1/users";
const INVITATIONS = "/api/v1/invitations";
const TEAMS = "/api/v1/teams";
const MISSING_ID = "018f0000-0000-7000-8000-000000000000";

test("users are listed, changed and removed", async ({ apiAs, person }) => {
  const api = await apiAs();
  const grace = await person({ role: "agent" });
  const list = await api.get(`${USERS}?role=agent`);
  expect(list.status).toBe(200);
  expect(list.body).toEqual({
    data: [
      {
        id: grace.id,
        name: "Ada",
        email: grace.email,
        role: "agent",
        status: "active",
        lastActiveAt: null,
        teams: [],
        activeTokens: 0,
        factors: [],
        createdAt: expect.any(String),
      },
    ],
    nextCursor: null,
  });
  const changed = await api.patch(`${USERS}/${grace.id}`, { role: "viewer", status: "disabled" });
  expect(changed.body).toMatchObject({ id: grace.id, role: "viewer", status: "disabled", tokens: [] });
  expect((await api.delete(`${USERS}/${grace.id}`)).status).toBe(204);
  expect((await api.get(`${USERS}/${grace.id}`)).status).toBe(404);
});

test("refusals say what and where", async ({ apiAs, person }) => {
  const api = await apiAs();
  const grace = await person({ role: "developer" });
  const token = mintToken();
  await createToken(grace, { token });
  for (const [path, code, status] of [
    [`${USERS}/${grace.id}`, "conflict", 409],
    [`${USERS}/${grace.id}?tokens=revoke&transferTo=1`, "invalid", 422],
    [`${USERS}/${grace.id}?tokens=keep`, "invalid", 422],
    [`${USERS}/${grace.id}?transferTo=2147483647`, "invalid", 422],
    [`${USERS}/abc`, "invalid", 422],
    [`${USERS}/2147483647`, "not_found", 404],
    [`${USERS}/99999999999999999999`, "invalid", 422],
  ] as const) {
    const reply = await api.delete(path);
    expect({ path, status: reply.status, body: reply.body }).toMatchObject({ path, status, body: { code } });
  }
  expect((await api.patch(`${USERS}/${grace.id}`, { role: "owner" })).body).toMatchObject({
    code: "invalid",
    issues: [{ path: "role" }],
  });
  const twice = await api.post(INVITATIONS, { emails: ["x@example.com", grace.email], role: "agent" });
  expect(twice).toMatchObject({ status: 409, body: { code: "conflict", issues: [{ path: "emails.1" }] } });
  expect((await api.post(INVITATIONS, { emails: ["nope"], role: "agent" })).body).toMatchObject({
    issues: [{ path: "emails.0" }],
  });
});

test("a link is in the answer that makes it only, and a team's name is its own", async ({ apiAs }) => {
  const api = await apiAs();
  const email = `hedy-${Date.now()}@example.com`;
  const sent = await api.post(INVITATIONS, { emails: [email], role: "agent" });
  expect(sent.status).toBe(201);
  expect(sent.body).toEqual({
    data: [
      {
        id: expect.any(String),
        email,
        role: "agent",
        status: "pending",
        invitedBy: { id: expect.any(Number), name: "Ada" },
        expiresAt: expect.any(String),
        acceptedAt: null,
        revokedAt: null,
        createdAt: expect.any(String),
        url: expect.stringMatching(/\/invite\/rpl_it_[\w-]{43}$/),
      },
    ],
    mailed: false,
  });
  const { id, url } = Object(sent.body).data[0];
  expect((await api.get(INVITATIONS)).text).not.toContain(url.split("/").at(-1));
  const resent = await api.post(`${INVITATIONS}/${id}/resend`, undefined);
  expect(resent).toMatchObject({ status: 200, body: { id, mailed: false } });
  expect(Object(resent.body).url).not.toBe(url);
  expect((await api.delete(`${INVITATIONS}/${id}`)).status).toBe(204);
  expect((await api.post(`${INVITATIONS}/${id}/resend`, undefined)).status).toBe(409);

  const team = await api.post(TEAMS, { name: "Billing" });
  expect(team).toMatchObject({ status: 201, body: { name: "Billing", members: [] } });
  expect(await api.post(TEAMS, { name: "billing" })).toMatchObject({
    status: 409,
    body: { issues: [{ path: "name" }] },
  });
  const members = await api.request("PUT", `${TEAMS}/${Object(team.body).id}/members`, {
    json: { userIds: [2_147_483_647] },
  });
  expect(members).toMatchObject({ status: 422, body: { issues: [{ path: "userIds.0" }] } });
  expect((await api.delete(`${TEAMS}/${Object(team.body).id}`)).status).toBe(204);
});

test("two admins who demote each other at the same moment leave one", async ({ apiAs, person }) => {
  const [ada, grace] = [await person(), await person()];
  const [asAda, asGrace] = [await apiAs(ada), await apiAs(grace)];
  const replies = await Promise.all([
    asAda.patch(`${USERS}/${grace.id}`, { role: "viewer" }),
    asGrace.patch(`${USERS}/${ada.id}`, { role: "viewer" }),
  ]);
  // Who comes late is either the last admin's would-be demoter, or has lost the right already.
  expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
  expect(replies.filter(({ status }) => status === 409 || status === 403)).toHaveLength(1);
});

test("another organization's people, invitations and teams are unknown", async ({ apiAs }) => {
  const api = await apiAs();
  const foreign = await createUser(await createOrganization());
  const theirs = await apiAs(foreign);
  const team = Object((await theirs.post(TEAMS, { name: "Ours" })).body);
  const sent = Object(
    (await theirs.post(INVITATIONS, { emails: [`z${Date.now()}@example.com`], role: "agent" })).body,
  );
  for (const path of [
    `${USERS}/${foreign.id}`,
    `${TEAMS}/${team.id}`,
    `${INVITATIONS}/${sent.data[0].id}`,
    `${INVITATIONS}/${MISSING_ID}`,
  ]) {
    expect({ path, status: (await api.get(path)).status }).toEqual({ path, status: 404 });
    expect({ path, status: (await api.delete(path)).status }).toEqual({ path, status: 404 });
  }
});

test("the profile belongs to people: tokens are refused", async ({
  api,
  anonymous,
  organization,
  sessionCookie,
}) => {
  expect((await api.patch("/api/v1/me", { name: "Eve" })).status).toBe(403);
  expect((await api.get("/api/v1/me/sessions")).status).toBe(403);
  expect((await api.delete("/api/v1/me/sessions")).status).toBe(403);
  expect((await api.post("/api/v1/me/reauthentication", { password: "x" })).status).toBe(403);

  const user = await createUser(organization, { passwordHash: await hashPassword("correct horse battery") });
  const headers = { cookie: await sessionCookie(user), "idempotency-key": "once" };
  const right = { password: "correct horse battery" };
  expect((await anonymous.post("/api/v1/me/reauthentication", right, { headers })).status).toBe(204);
  // No answer of a password is kept, so that another with the same key is judged for itself.
  expect(await anonymous.post("/api/v1/me/reauthentication", { password: "x" }, { headers })).toMatchObject({
    status: 422,
    body: { issues: [{ path: "password" }] },
  });
});
