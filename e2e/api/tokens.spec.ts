import { createToken } from "@/db/factories";
import {
  createTokenEndpoint,
  endTokenOverlapEndpoint,
  getTokenEndpoint,
  getTokenUsageEndpoint,
  listTokensEndpoint,
  rotateTokenEndpoint,
} from "@/features/tokens/contract";
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
    allowedCidrs: [],
    expiresAt,
    lastUsedAt: null,
    lastUsedIp: null,
    lastUsedRoute: null,
    isUnused: false,
    awaitsReveal: false,
    previousLastFour: null,
    previousExpiresAt: null,
    previousLastUsedAt: null,
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
  const twice = { ...bearer(token), "x-api-key": token };
  expect((await anonymous.get(ME, { headers: twice })).body).toMatchObject({
    status: 400,
    code: "malformed",
  });
  expect((await anonymous.get(`${ME}?api_key=${token}`, { headers: bearer(token) })).status).toBe(400);
  expect((await anonymous.get(ME, { headers: { authorization: `bEaReR ${token}` } })).status).toBe(200);
});

test("a token with an allow-list is refused elsewhere, and told from where it called", async ({ api }) => {
  const { body: created } = await api.post(TOKENS, {
    name: "CI",
    scopes: ["events:read"],
    allowedCidrs: ["203.0.113.77/24", "2001:DB8::/32"],
  });
  const { id, token, allowedCidrs } = createTokenEndpoint.response.parse(created);
  expect(allowedCidrs).toEqual(["203.0.113.0/24", "2001:db8::/32"]);

  // A claimed address is worth nothing.
  const headers = {
    ...bearer(token),
    "x-forwarded-for": "203.0.113.5",
    "x-replify-client-address": "203.0.113.5",
  };
  const refused = await api.get(ME, { headers });
  expect(refused).toMatchObject({ status: 403, body: { code: "forbidden" } });
  expect(refused.text).toContain("127.0.0.1");

  expect((await api.patch(`${TOKENS}/${id}`, { allowedCidrs: ["127.0.0.0/8"] })).status).toBe(200);
  expect((await api.get(ME, { headers: bearer(token) })).status).toBe(200);
});

test("a call without the scope is told which, with the link to a token that has it", async ({ apiWith }) => {
  const api = await apiWith({ scopes: ["events:write", "tickets:read"] });

  const refused = await api.get(TOKENS);

  expect(refused.status).toBe(403);
  expect(refused.body).toMatchObject({
    code: "forbidden",
    missingScope: "tokens:read",
    createTokenUrl: expect.stringMatching(
      /\/settings\/api\/tokens\/new\?name=Test\+token&scopes=events%3Awrite%2Ctokens%3Aread%2Ctickets%3Aread$/,
    ),
  });
});

test("a rotated token overlaps with its successor until the overlap is ended", async ({ api, anonymous }) => {
  const { body: created } = await api.post(TOKENS, { name: "CI", scopes: ["events:read"] });
  const { id, token: old } = createTokenEndpoint.response.parse(created);
  const statusWith = async (token: string) => (await anonymous.get(ME, { headers: bearer(token) })).status;

  const { token } = await api.call(rotateTokenEndpoint, { params: { id } });
  expect(await api.call(getTokenEndpoint, { params: { id } })).toMatchObject({
    status: "overlap",
    lastFour: token.slice(-4),
    previousLastFour: old.slice(-4),
  });
  expect([await statusWith(old), await statusWith(token)]).toEqual([200, 200]);
  expect(await api.post(`${TOKENS}/${id}/rotate`, { overlapSeconds: 60 })).toMatchObject({ status: 409 });

  await api.call(endTokenOverlapEndpoint, { params: { id } });
  expect([await statusWith(old), await statusWith(token)]).toEqual([401, 200]);
  const atOnce = await api.call(rotateTokenEndpoint, { params: { id }, body: { overlapSeconds: 0 } });
  expect([await statusWith(token), await statusWith(atOnce.token)]).toEqual([401, 200]);
  for (const overlapSeconds of [-1, 604_801, 1.5, "60"]) {
    expect((await api.post(`${TOKENS}/${id}/rotate`, { overlapSeconds })).status).toBe(422);
  }
  const list = await api.get(TOKENS);
  for (const secret of [old, token, atOnce.token]) expect(list.text).not.toContain(secret.slice(11, -4));
});

test("a token's calls are counted by day", async ({ api, anonymous }) => {
  const { body: created } = await api.post(TOKENS, { name: "CI", scopes: ["events:read"] });
  const { id, token } = createTokenEndpoint.response.parse(created);
  for (let n = 0; n < 3; n++) await anonymous.get(ME, { headers: bearer(token) });

  const usage = async (days = 30) =>
    (await api.call(getTokenUsageEndpoint, { params: { id }, query: { days } })).data;
  await expect.poll(async () => (await usage()).at(-1)?.requests).toBe(3);
  expect(await usage(2)).toHaveLength(2);
  expect((await usage()).slice(0, -1).every(({ requests }) => requests === 0)).toBe(true);
  expect((await api.get(`${TOKENS}/${id}/usage?days=0`)).status).toBe(422);
});

test("a token is changed, and not once it is revoked", async ({ api, apiWith, person }) => {
  const { body: created } = await api.post(TOKENS, { name: "CI", scopes: ["events:read"] });
  const { id } = createTokenEndpoint.response.parse(created);

  const changed = await api.patch(`${TOKENS}/${id}`, { name: "Build", scopes: ["events:write"] });
  expect(changed).toMatchObject({ status: 200, body: { id, name: "Build", scopes: ["events:write"] } });
  const wrong = await api.patch(`${TOKENS}/${id}`, { expiresAt: "2001-01-01T00:00:00Z", hash: "x" });
  expect(wrong).toMatchObject({ status: 422, body: { issues: [{ path: "expiresAt" }, { path: "hash" }] } });
  const developer = await apiWith({ user: await person({ role: "developer" }), scopes: ["tokens:write"] });
  expect((await developer.patch(`${TOKENS}/${id}`, { name: "Mine" })).status).toBe(403);
  expect((await developer.post(`${TOKENS}/${id}/rotate`, {})).status).toBe(403);

  await api.delete(`${TOKENS}/${id}`);
  expect((await api.patch(`${TOKENS}/${id}`, { name: "x" })).status).toBe(409);
  expect((await api.post(`${TOKENS}/${id}/rotate`, {})).status).toBe(409);
});

test("tokens are refused with the path of what is wrong", async ({ api }) => {
  const valid = { name: "CI", scopes: ["events:read"] };
  const refusals = {
    name: { ...valid, name: " " },
    scopes: { ...valid, scopes: [] },
    "scopes.0": { ...valid, scopes: ["everything"] },
    expiresAt: { ...valid, expiresAt: "2001-01-01T00:00:00Z" },
    admin: { ...valid, admin: true },
    "allowedCidrs.0": { ...valid, allowedCidrs: ["10.0.0.0/33"] },
    "allowedCidrs.1": { ...valid, allowedCidrs: ["10.0.0.0/8", "example.com"] },
    allowedCidrs: { ...valid, allowedCidrs: Array(51).fill("10.0.0.1") },
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
  const odd = ["status=odd", "owner=nobody", "owner=0", "scope=all", "unused=maybe"];
  for (const query of ["limit=0", "limit=101", "limit=1e9", "cursor=x", ...odd]) {
    expect((await api.get(`${TOKENS}?${query}`)).status, query).toBe(422);
  }
});
