import { randomUUID } from "node:crypto";
import { and, eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { database } from "@/db/client";
import {
  createContext,
  createCustomerAccount,
  createOAuthClient,
  createOrganization,
  createUser,
  type TestOrganization,
} from "@/db/factories";
import { auditLog, comments, customers, events } from "@/db/schema";
import { atOnce } from "@/e2e/held-row";
import { customerContext } from "@/features/auth/customer-context";
import { hashPassword } from "@/features/auth/password";
import { changeAccountPassword } from "@/features/customer-accounts/change-password";
import { createLink } from "@/features/customer-accounts/one-time-links";
import { resetPassword } from "@/features/customer-accounts/reset-password";
import { createCustomerSession, findCustomerSession } from "@/features/customer-accounts/session";
import { PasswordReplacedError, verifyAccount } from "@/features/customer-accounts/sign-in";
import { openSession } from "@/features/oauth-sessions/open";
import { verifyAccessToken } from "@/features/oauth-sessions/verify";
import { addComment } from "@/features/tickets/service";
import type { Context } from "@/lib/context";
import { exportAccount } from "./export";
import { eraseSelf, renameSelf } from "./profile";
import { openAccountTicket, replyToAccountTicket } from "./tickets";

const OLD = "a sentence that nobody guesses";
const NEW = "quite another long sentence";

let organization: TestOrganization;
let agent: Context;
let dana: Awaited<ReturnType<typeof customer>>;

beforeEach(async () => {
  organization = await createOrganization();
  agent = createContext(await createUser(organization));
  dana = await customer("Dana");
});

function visitor() {
  return { ip: `test-${randomUUID()}`, userAgent: "Test" };
}

async function customer(name: string) {
  const account = await createCustomerAccount(organization, { name, passwordHash: await hashPassword(OLD) });
  const acting = { ...account, name, sessionId: randomUUID() };
  return { account, name, ctx: customerContext(acting, "req_test", visitor()) };
}

async function connect() {
  const client = await createOAuthClient(organization);
  const opening = { client, accountId: dana.account.id, scopes: client.scopes, host: "shop.example" };
  return openSession({ ...opening, origin: "authorization_code" }, visitor());
}

async function withTicket() {
  const ticket = { key: randomUUID(), subject: "Blank page", body: "Since today." };
  const id = await openAccountTicket(dana, ticket);
  await replyToAccountTicket(dana, { key: randomUUID(), ticketId: id, body: "Hello?" });
  await addComment(agent, id, { body: "Which browser?", visibility: "public" });
  await addComment(agent, id, { body: "A difficult one.", visibility: "internal" });
  return id;
}

const actions = async (action: string) =>
  database()
    .select({ action: auditLog.action, actorType: auditLog.actorType })
    .from(auditLog)
    .where(and(eq(auditLog.organizationId, organization.id), eq(auditLog.action, action)));

test("a new name is the desk's too, on record without the name", async () => {
  await renameSelf(dana.ctx, "Dana Whitfield");
  const [row] = await database().select().from(customers).where(eq(customers.id, dana.account.customerId));
  expect(row?.name).toBe("Dana Whitfield");
  expect(await actions("customer.updated")).toEqual([{ action: "customer.updated", actorType: "customer" }]);
});

test("a new password takes the current one, and ends every other browser and site", async () => {
  const { account } = dana;
  const elsewhere = (await createCustomerSession(account.id, visitor())) ?? "";
  const { access_token: token } = await connect();
  const wrong = { currentPassword: "not it at all", password: NEW };
  await expect(changeAccountPassword(dana.ctx, account, wrong)).rejects.toMatchObject({
    issues: [{ path: "currentPassword" }],
  });
  expect(await findCustomerSession(elsewhere)).not.toBeNull();

  const cookie = await changeAccountPassword(dana.ctx, account, { currentPassword: OLD, password: NEW });
  expect(await findCustomerSession(cookie)).toMatchObject({ account: { id: account.id } });
  expect(await findCustomerSession(elsewhere)).toBeNull();
  expect(await verifyAccessToken(token, visitor())).toBeNull();
  expect(await verifyAccount(organization.id, account.email, OLD, visitor())).toBeNull();
  expect(await verifyAccount(organization.id, account.email, NEW, visitor())).not.toBeNull();
  expect(await actions("customer.password_changed")).toHaveLength(1);
});

test("of two changes at once with the same current password, one counts", async () => {
  const change = (password: string) =>
    changeAccountPassword(dana.ctx, dana.account, { currentPassword: OLD, password });
  const changed = await Promise.allSettled([change(NEW), change("a third sentence of one's own")]);
  expect(changed.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
});

test("the export has what is the customer's own, and no note of the desk nor another customer's word", async () => {
  const id = await withTicket();
  await connect();
  const eve = await customer("Eve");
  await openAccountTicket(eve, { key: randomUUID(), subject: "Eve's own", body: "Secret." });

  const text = (await Array.fromAsync(await exportAccount(dana))).join("");
  expect(JSON.parse(text)).toMatchObject({
    profile: { name: "Dana", email: dana.account.email },
    account: { email: dana.account.email, isConfirmed: true },
    tickets: [{ id, subject: "Blank page", comments: [{ body: "Hello?" }, { body: "Which browser?" }] }],
    connectedSites: [{ app: "Troubleshooter", host: "shop.example" }],
  });
  expect(text).not.toMatch(/A difficult one|Eve|Secret/);
});

test("an export is written one comment at a time, however long a conversation is", async () => {
  await withTicket();
  const pieces = await Array.fromAsync(await exportAccount(dana));
  expect(pieces.filter((piece) => (piece.match(/"author"/g) ?? []).length > 1)).toEqual([]);
});

test("a password that is replaced meanwhile deletes nothing", async () => {
  const { organizationId, customerId, id: accountId, email } = dana.account;
  const { url } = await createLink({ organizationId, purpose: "reset_password", email, accountId });
  const [, refusal] = await atOnce<unknown>({ table: "customers", column: "id", value: customerId }, [
    () => resetPassword(new URL(url).searchParams.get("token") ?? "", NEW, visitor()),
    () => eraseSelf(dana, OLD).catch((error: unknown) => error),
  ]);
  expect(refusal).toBeInstanceOf(PasswordReplacedError);
  const [row] = await database().select().from(customers).where(eq(customers.id, customerId));
  expect(row).toMatchObject({ name: "Dana", erasedAt: null });
});

test("deleting takes the password, and erases as the desk does: sites, sessions and names go, tickets stay", async () => {
  const id = await withTicket();
  const { access_token: token } = await connect();
  const cookie = (await createCustomerSession(dana.account.id, visitor())) ?? "";
  await expect(eraseSelf(dana, "not it at all")).rejects.toMatchObject({ issues: [{ path: "password" }] });
  expect(await findCustomerSession(cookie)).not.toBeNull();

  await eraseSelf(dana, OLD);
  expect(await findCustomerSession(cookie)).toBeNull();
  expect(await verifyAccessToken(token, visitor())).toBeNull();
  expect(await verifyAccount(organization.id, dana.account.email, OLD, visitor())).toBeNull();
  const [row] = await database().select().from(customers).where(eq(customers.id, dana.account.customerId));
  expect(row).toMatchObject({ name: null, email: null, erasedAt: expect.any(Date) });
  const said = await database().select().from(comments).where(eq(comments.ticketId, id));
  expect(said.map(({ authorName }) => authorName)).not.toContain("Dana");
  expect(said).toHaveLength(3);
  expect(await actions("customer.erased")).toEqual([{ action: "customer.erased", actorType: "customer" }]);
  const told = await database().select().from(events).where(eq(events.organizationId, organization.id));
  expect(told.map(({ type }) => type)).toEqual(
    expect.arrayContaining(["client.deleted", "client.disconnected"]),
  );
});
