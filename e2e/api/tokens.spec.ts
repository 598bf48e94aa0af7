import { createToken } from "@/db/factories";
import { createTokenEndpoint, getTokenEndpoint, listTokensEndpoint } from "@/features/tokens/contract";
import { mintToken } from "@/features/tokens/secret";
import { bearer } from "../api";
import { expect, test } from "../fixtures";

const ME = "/api/v1/me";
const TOKENS = "/api/v1/tokens";

test("a token is shown once, works, and stops with its revocation", async ({ api, anonymous, person }) => {
  await person();
  const expiresAt = "2100-01-01T00:00:00.000Z";

  const created = await api.post(TOKENS, { name: "CI", scopes: ["events:write"], expiresAt });

  expect(created.status).toBe(201);
  expect(created.body).toEqual({
    id: expect.any(String),
    name: "CI",
    scopes: ["events:write"],
    prefix: expect.stringMatching(/^rpl_at_\w{4}$/),
    lastFour: expect.stringMatching(/^\w{4}$/),
    status: "active",
    createdBy: { id: expect.any(Number), name: "Ada" },
    expiresAt,
    lastUsedAt: null,
    lastUsedIp: null,
    lastUsedRoute: null,
    revokedAt: null,
    createdAt: expect.any(String),
    token: expect.stringMatching(/^rpl_at_[0-9A-Za-z]{38}$/),
  });
  const { id, token } = createTokenEndpoint.response.parse(created.body);

  expect((await anonymous.get(ME, { headers: bearer(token) })).status).toBe(200);
  expect((await anonymous.get(ME, { headers: { "x-api-key": token } })).status).toBe(200);

  const list = await api.get(TOKENS);
  expect(listTokensEndpoint.response.parse(list.body).data.map((one) => one.id)).toContain(id);
  expect(list.text).not.toContain(token);
  expect(list.text).not.toContain('"hash"');
  await expect
    .poll(async () => (await api.call(getTokenEndpoint, { params: { id } })).lastUsedRoute)
    .toBe(ME);

  expect((await api.delete(`${TOKENS}/${id}`)).status).toBe(204);
  const refused = await anonymous.get(ME, { headers: bearer(token) });
  expect(refused.status).toBe(401);
  expect(refused.headers.get("www-authenticate")).toBe('Bearer error="invalid_token"');
  expect((await api.delete(`${TOKENS}/${id}`)).status).toBe(204);
  expect(await api.call(getTokenEndpoint, { params: { id } })).toMatchObject({ status: "revoked" });
});

test("a token can't exceed its maker", async ({ apiWith, person }) => {
  const developer = await person({ role: "developer" });
  const api = await apiWith({ user: developer, scopes: ["tokens:write", "events:read"] });

  const beyondRole = await api.post(TOKENS, { name: "x", scopes: ["team:write"] });
  const beyondToken = await api.post(TOKENS, { name: "x", scopes: ["events:write"] });
  const within = await api.post(TOKENS, { name: "x", scopes: ["events:read"] });

  for (const refused of [beyondRole, beyondToken]) {
    expect(refused.status).toBe(422);
    expect(refused.body).toMatchObject({ code: "invalid", issues: [{ path: "scopes" }] });
  }
  expect(within.status).toBe(201);
});

test("an expired token is refused", async ({ person, anonymous }) => {
  const token = mintToken();
  await createToken(await person(), { token, expiresAt: new Date(Date.now() - 1000) });

  const reply = await anonymous.get(ME, { headers: bearer(token) });

  expect(reply.status).toBe(401);
});

test("a call with anything but one well-formed token is refused", async ({ person, anonymous }) => {
  const token = mintToken();
  await createToken(await person(), { token });
  const typo = token.slice(0, -1) + (token.endsWith("0") ? "1" : "0");
  const headers: Record<string, string>[] = [
    {},
    bearer(typo),
    bearer(`${token} ${token}`),
    bearer(""),
    bearer("%"),
    bearer("x".repeat(10_000)),
    { authorization: `Basic ${token}` },
    { authorization: token },
    { "x-api-key": "" },
    { "x-api-key": typo },
  ];

  for (const refused of headers) {
    const reply = await anonymous.get(ME, { headers: refused });
    expect(reply.status, JSON.stringify(refused).slice(0, 80)).toBe(401);
    expect(reply.headers.get("www-authenticate")).toMatch(/^Bearer/);
    expect(reply.body).toMatchObject({ code: "unauthorized", status: 401 });
  }
  expect((await anonymous.get(`${ME}?access_token=${token}`)).status).toBe(401);
  expect((await anonymous.get(ME, { headers: { authorization: `bEaReR ${token}` } })).status).toBe(200);
});

test("tokens are refused with the path of what is wrong", async ({ api }) => {
  const valid = { name: "CI", scopes: ["events:read"] };
  const refusals = {
    name: { ...valid, name: " " },
    scopes: { ...valid, scopes: [] },
    "scopes.0": { ...valid, scopes: ["everything"] },
    expiresAt: { ...valid, expiresAt: "2001-01-01T00:00:00Z" },
    admin: { ...valid, admin: true },
  };

  for (const [path, body] of Object.entries(refusals)) {
    const reply = await api.post(TOKENS, body);
    expect(reply.status, path).toBe(422);
    expect(reply.body).toMatchObject({ issues: [{ path, message: expect.any(String) }] });
  }
  expect(await api.call(listTokensEndpoint)).toMatchObject({ data: [{ name: "Test token" }] });
});

test("the list is keyset-paged, newest first, and filtered by status", async ({ api }) => {
  for (const name of ["a", "b", "c"]) await api.post(TOKENS, { name, scopes: ["events:read"] });

  const first = await api.call(listTokensEndpoint, { query: { limit: 2 } });
  const second = await api.call(listTokensEndpoint, { query: { limit: 2, cursor: first.nextCursor ?? "" } });
  const revoked = await api.call(listTokensEndpoint, { query: { status: "revoked" } });

  expect([...first.data, ...second.data].map((token) => token.name)).toEqual(["c", "b", "a", "Test token"]);
  expect(second.nextCursor).toBeNull();
  expect(revoked).toEqual({ data: [], nextCursor: null });
  for (const query of ["limit=0", "limit=101", "limit=1e9", "cursor=x", "status=odd"]) {
    expect((await api.get(`${TOKENS}?${query}`)).status, query).toBe(422);
  }
});
