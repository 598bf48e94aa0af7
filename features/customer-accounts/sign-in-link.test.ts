import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { database } from "@/db/client";
import {
  createContext,
  createCustomerAccount,
  createOrganization,
  createUser,
  type TestOrganization,
} from "@/db/factories";
import { auditLog, customerLinks, customerSessions } from "@/db/schema";
import { hashPassword } from "@/features/auth/password";
import { systemContext } from "@/features/auth/system-context";
import { acceptInvitation } from "@/features/customer-accounts/invite";
import { findAccountById } from "@/features/customer-accounts/queries";
import { updateCustomerRegistration } from "@/features/customer-accounts/registration-policy";
import { resetPassword } from "@/features/customer-accounts/reset-password";
import { findCustomerSession } from "@/features/customer-accounts/session";
import { requestSignInLink, signInByLink } from "@/features/customer-accounts/sign-in-link";
import { watchLinks } from "@/features/customer-accounts/test-links";
import { createCustomer } from "@/features/customers/service";
import { createLink } from "./one-time-links";

const links = watchLinks();

function visitor() {
  return { ip: `test-${randomUUID()}`, userAgent: "Test" };
}

async function linkFor(organization: TestOrganization, email: string) {
  await requestSignInLink(organization.id, email, visitor());
  await expect.poll(() => links.to(email)).not.toEqual([]);
  const { url, token } = links.to(email).at(-1) ?? {};
  return { path: url?.pathname, token: token ?? "" };
}

test("a link signs in once, also of two who open it at the same time", async () => {
  const organization = await createOrganization();
  const account = await createCustomerAccount(organization);
  const { path, token } = await linkFor(organization, account.email);
  expect(path).toBe("/account/sign-in/link");

  const cookies = await Promise.all([signInByLink(token, visitor()), signInByLink(token, visitor())]);
  const [cookie, ...more] = cookies.filter((one) => one !== null);
  expect(more).toEqual([]);
  expect(await findCustomerSession(cookie ?? "")).toMatchObject({ account: { id: account.id } });
  expect(await signInByLink(token, visitor())).toBeNull();
  const log = await database()
    .select({ action: auditLog.action })
    .from(auditLog)
    .where(eq(auditLog.organizationId, organization.id));
  expect(log).toEqual([{ action: "customer.signed_in" }]);
});

test("nobody learns whether there is an account, and a stranger to the desk gets no mail", async () => {
  const organization = await createOrganization();
  const elsewhere = await createCustomerAccount(await createOrganization());
  for (const email of ["nobody@example.com", elsewhere.email])
    expect(await requestSignInLink(organization.id, email, visitor())).toBeUndefined();
  const account = await createCustomerAccount(organization);
  await linkFor(organization, account.email);
  const sent = await database()
    .select({ email: customerLinks.email })
    .from(customerLinks)
    .where(eq(customerLinks.organizationId, organization.id));
  expect(sent).toEqual([{ email: account.email }]);
});

test("an account whose address is not confirmed gets a link for a new password, as its maker may be somebody else", async () => {
  const organization = await createOrganization();
  const account = await createCustomerAccount(organization, { emailVerifiedAt: null });
  const { path, token } = await linkFor(organization, account.email);
  expect(path).toBe("/oauth/reset");
  expect(await signInByLink(token, visitor())).toBeNull();
});

test("a customer without an account gets a link to make one, by their first address and where they may", async () => {
  const organization = await createOrganization();
  const desk = systemContext("test", organization.id);
  const email = `${randomUUID()}@example.com`;
  const further = `${randomUUID()}@example.com`;
  const { id } = await createCustomer(desk, { email, emails: [email, further] });
  await requestSignInLink(organization.id, further, visitor());
  const { path, token } = await linkFor(organization, email);
  expect(path).toBe("/oauth/invitation");
  const { accountId } = await acceptInvitation(token, { password: "quite a long sentence" }, visitor());
  expect(await findAccountById(accountId)).toMatchObject({ email, customerId: id });
  expect(links.to(further)).toEqual([]);

  const closed = await createOrganization();
  await updateCustomerRegistration(createContext(await createUser(closed)), { policy: "invitation" });
  const other = `${randomUUID()}@example.com`;
  await createCustomer(systemContext("test", closed.id), { email: other });
  await requestSignInLink(closed.id, other, visitor());
  const invited = await createCustomerAccount(closed);
  await linkFor(closed, invited.email);
  expect(links.to(other)).toEqual([]);
});

test("too old, made up or for something else opens nothing", async () => {
  const organization = await createOrganization();
  const account = await createCustomerAccount(organization);
  const { token } = await linkFor(organization, account.email);
  await database()
    .update(customerLinks)
    .set({ expiresAt: new Date(Date.now() - 1) })
    .where(eq(customerLinks.accountId, account.id));
  for (const one of [token, "", "x".repeat(43), `${token}x`])
    expect(await signInByLink(one, visitor())).toBeNull();
});

test("a new password ends the links that are still open, and what one has opened meanwhile", async () => {
  const organization = await createOrganization();
  const account = await createCustomerAccount(organization, { passwordHash: await hashPassword("former") });
  const { token } = await linkFor(organization, account.email);
  const reset = new URL(
    (
      await createLink({
        organizationId: organization.id,
        purpose: "reset_password",
        email: account.email,
        accountId: account.id,
      })
    ).url,
  ).searchParams.get("token");
  await Promise.all([
    resetPassword(reset ?? "", "quite another long sentence", visitor()),
    signInByLink(token, visitor()),
  ]);
  expect(await signInByLink(token, visitor())).toBeNull();
  const open = await database()
    .select()
    .from(customerSessions)
    .where(eq(customerSessions.accountId, account.id));
  expect(open.filter(({ revokedAt }) => revokedAt === null)).toEqual([]);
});
