import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { GET as listTickets } from "@/app/api/v1/tickets/route";
import { GET as listTokens } from "@/app/api/v1/tokens/route";
import { database } from "@/db/client";
import { createOrganization, createToken, createUser, type TestUser } from "@/db/factories";
import { memberships, refusedCalls } from "@/db/schema";
import { mintToken } from "@/features/tokens/secret";
import type { Role } from "@/lib/roles";
import type { Scope } from "@/lib/scopes";

async function tokenOf(user: TestUser, scopes: Scope[]): Promise<string> {
  const token = mintToken();
  await createToken(user, { token, scopes });
  return token;
}

async function call(handler: typeof listTokens, token: string): Promise<unknown> {
  const headers = { authorization: `Bearer ${token}`, "x-replify-client-address": "10.9.8.7" };
  const request = new Request("http://localhost:3000/api/v1/x", { headers });
  return (await handler(request, { params: Promise.resolve({}) })).json();
}

async function setRole(user: TestUser, role: Role): Promise<void> {
  await database().update(memberships).set({ role }).where(eq(memberships.userId, user.id));
}

async function refusalsOf(user: TestUser): Promise<Record<string, number>> {
  const rows = await database().select().from(refusedCalls).where(eq(refusedCalls.userId, user.id));
  return Object.fromEntries(rows.map(({ kind, calls }) => [kind, calls]));
}

test("a token is told whether it lacks the scope itself, or its owner's role does", async () => {
  const user = await createUser(await createOrganization());
  const token = await tokenOf(user, ["tokens:read"]);
  expect(await call(listTokens, token)).toHaveProperty("data");

  const lacking = await call(listTickets, token);
  expect(lacking).toMatchObject({
    detail: expect.stringMatching(/^This token lacks the scope tickets:read\./),
    missingScope: "tickets:read",
    createTokenUrl: expect.any(String),
  });
  expect(await refusalsOf(user)).toEqual({ scope: 1 });

  await setRole(user, "agent");
  const demoted = await call(listTokens, token);
  expect(demoted).toMatchObject({
    detail: expect.stringMatching(/^The role of this token's owner lacks the permission tokens:read/),
    missingScope: "tokens:read",
  });
  // No other token of theirs would do.
  expect(demoted).not.toHaveProperty("createTokenUrl");
  expect(await refusalsOf(user)).toEqual({ scope: 1, role: 1 });

  await setRole(user, "admin");
  expect(await call(listTokens, token)).toHaveProperty("data");
});
