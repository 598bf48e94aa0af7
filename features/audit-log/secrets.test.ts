import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { database, transaction } from "@/db/client";
import { createContext, createOrganization, createUser } from "@/db/factories";
import { useOwnDatabase } from "@/db/own-database";
import { auditLog } from "@/db/schema";
import { recordAudit } from "@/features/audit/record";
import { signInWithPassword } from "@/features/auth/sign-in";
import { completeSetup } from "@/features/sign-in/setup";
import { createSubscriptionSchema } from "@/features/subscriptions/schema";
import { createSubscription, deleteSubscription, updateSubscription } from "@/features/subscriptions/service";
import { createInvitations, resendInvitation } from "@/features/team/invite";
import { rotateToken } from "@/features/tokens/rotation";
import { createToken, revokeToken, updateToken } from "@/features/tokens/service";
import type { Context } from "@/lib/context";

const PASSWORD = "correct horse battery staple";
const CLIENT = { ip: "203.0.113.7", userAgent: "Test" };

let dropDatabase: () => Promise<void>;

beforeAll(async () => {
  // Set-up wants a database without users.
  dropDatabase = await useOwnDatabase();
});

afterAll(() => dropDatabase());

test("no mutation that makes, takes or replaces a secret writes it to the audit log", async () => {
  const secrets = [...(await setUpAndSignIn())];
  const ctx = createContext(await createUser(await createOrganization()));
  for (const service of [useTokens, useSubscriptions, useInvitations]) secrets.push(...(await service(ctx)));
  const rows = await database().select().from(auditLog);
  const text = JSON.stringify(rows);

  expect(new Set(secrets).size).toBeGreaterThan(10);
  for (const secret of secrets) expect(text).not.toContain(secret);
  expect(text).not.toMatch(/argon2|rpl_(at|it)_\w{20}|whsec_/);
  const actions = new Set(rows.map(({ action }) => action));
  for (const action of ["token.rotated", "subscription.updated", "invitation.resent", "session.refused"]) {
    expect(actions).toContain(action);
  }
});

test("a secret that a service hands over by mistake, or a person as a name, is cut out", async () => {
  const ctx = createContext(await createUser(await createOrganization()));
  const { token } = await createToken(ctx, { name: "CI", scopes: ["events:read"] });
  await transaction(() =>
    recordAudit(ctx, {
      action: "token.created",
      target: { type: "token", id: "1", name: `mine ${token}` },
      changes: { token: { from: null, to: token } },
    }),
  );
  const rows = await database()
    .select()
    .from(auditLog)
    .where(eq(auditLog.organizationId, ctx.organizationId));
  expect(JSON.stringify(rows)).not.toContain(token);
  expect(rows.map(({ targetName }) => targetName)).toContain("mine [secret]");
});

async function setUpAndSignIn(): Promise<string[]> {
  const email = "root@example.com";
  await completeSetup(
    {
      name: "Root",
      email,
      password: PASSWORD,
      passwordConfirmation: PASSWORD,
      organizationName: "Acme",
      timeZone: "UTC",
    },
    { isLoopback: true, ip: null },
  );
  await signInWithPassword({ email, password: "not the password" }, CLIENT);
  await signInWithPassword({ email, password: PASSWORD }, CLIENT);
  return [PASSWORD, "not the password"];
}

async function useTokens(ctx: Context): Promise<string[]> {
  const created = await createToken(ctx, { name: "CI", scopes: ["events:read"] });
  await updateToken(ctx, created.id, { name: "CI 2" });
  const rotated = await rotateToken(ctx, created.id, { overlapSeconds: 60 });
  await revokeToken(ctx, created.id);
  return [created.token, rotated.token].flatMap((token) => [token, token.slice(11, -4)]);
}

async function useSubscriptions(ctx: Context): Promise<string[]> {
  const base = { targetUrl: "https://93.184.215.14/hook", eventTypes: ["ticket.created"] };
  const own = "a secret that the caller chose";
  const headers = { Authorization: "Bearer first-header-value" };
  const made = await createSubscription(ctx, createSubscriptionSchema.parse(base));
  const given = await createSubscription(
    ctx,
    createSubscriptionSchema.parse({ ...base, secret: own, headers }),
  );
  await updateSubscription(ctx, given.id, { headers: { Authorization: "Bearer second-header-value" } });
  await deleteSubscription(ctx, given.id);
  return [made.secret ?? "", own, "first-header-value", "second-header-value"];
}

async function useInvitations(ctx: Context): Promise<string[]> {
  const { data } = await createInvitations(ctx, { emails: ["eve@example.com"], role: "viewer" });
  const [first] = data;
  if (!first) throw new Error("nobody was invited");
  const again = await resendInvitation(ctx, first.id);
  return [first, again].flatMap(({ url }) => [url, url.split("/").at(-1) ?? url]);
}
