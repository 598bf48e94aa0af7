import { createToken } from "@/db/factories";
import { mintToken } from "@/features/tokens/secret";
import { bearer } from "../api";
import { expect } from "../fixtures";
import { attack } from "./attack";

attack({ attempt: "a token with its last character changed", expected: "401" }, async ({ apiWith }) => {
  const { headers } = await apiWith();
  const [name = "", value = ""] = Object.entries(headers)[0] ?? [];
  const forged = `${value.slice(0, -1)}${value.endsWith("0") ? "1" : "0"}`;
  const response = await fetch(new URL("/api/v1/me", process.env.E2E_URL), { headers: { [name]: forged } });
  expect(response.status).toBe(401);
});

const TOKENS = "/api/v1/tokens";
const MINE = { name: "Mine", scopes: ["team:write", "customers:write"], expiresAt: null, allowedCidrs: [] };

attack(
  {
    attempt: "a one-hour token rotates an endless one of its owner's",
    expected: "403, and the secret stays",
  },
  async ({ person, anonymous }) => {
    const owner = await person();
    const [short, endless] = [mintToken(), mintToken()];
    await createToken(owner, { token: short, expiresAt: new Date(Date.now() + 3_600_000) });
    const { id } = await createToken(owner, { token: endless });
    const headers = bearer(short);
    for (const [path, body] of [
      [`${TOKENS}/${id}/rotate`, { overlapSeconds: 0 }],
      [`${TOKENS}/${id}/extend-overlap`, { overlapSeconds: 60 }],
      [`${TOKENS}/${id}/reveal`, undefined],
    ] as const)
      expect(await anonymous.post(path, body, { headers }), path).toMatchObject({ status: 403 });
    const made = await anonymous.post(TOKENS, { ...MINE, scopes: ["events:read"] }, { headers });
    expect(made).toMatchObject({ status: 422, body: { issues: [{ path: "expiresAt" }] } });
    expect((await anonymous.get("/api/v1/me", { headers: bearer(endless) })).status).toBe(200);
  },
);

attack(
  {
    attempt: "a developer widens an admin's token, takes its secret and is removed",
    expected: "403 at each step, and every secret they were shown ends",
  },
  async ({ person, apiAs, anonymous }) => {
    const [admin, developer] = [await person(), await person({ role: "developer" })];
    const theirs = mintToken();
    const { id } = await createToken(admin, { token: theirs, scopes: ["events:read"] });
    const attacker = await apiAs(developer);
    expect((await attacker.patch(`${TOKENS}/${id}`, MINE)).status).toBe(403);
    expect((await attacker.post(`${TOKENS}/${id}/rotate`, { overlapSeconds: 0 })).status).toBe(403);
    const own = await attacker.post(TOKENS, { name: "Back door", scopes: ["events:write"] });
    const { token: known } = Object(own.body);
    const removed = await (await apiAs(admin)).delete(
      `/api/v1/users/${developer.id}?transferTo=${admin.id}&overlapSeconds=0`,
    );
    expect(removed.status).toBe(204);
    const statusWith = async (token: string) =>
      (await anonymous.get("/api/v1/me", { headers: bearer(token) })).status;
    expect([await statusWith(known), await statusWith(theirs)]).toEqual([401, 200]);
  },
);
