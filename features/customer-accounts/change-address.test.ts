import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { database } from "@/db/client";
import { createCustomerAccount, createOrganization } from "@/db/factories";
import { auditLog, customerAccounts, customerLinks } from "@/db/schema";
import { hashPassword } from "@/features/auth/password";
import { systemContext } from "@/features/auth/system-context";
import { accountContext } from "@/features/customer-accounts/account-context";
import { acceptInvitation } from "@/features/customer-accounts/invite";
import { createLink } from "@/features/customer-accounts/one-time-links";
import { findAccountById } from "@/features/customer-accounts/queries";
import { requestSignInLink, signInByLink } from "@/features/customer-accounts/sign-in-link";
import { watchLinks } from "@/features/customer-accounts/test-links";
import { readCustomer } from "@/features/customers/queries";
import { createCustomer } from "@/features/customers/service";
import { changeAddressByLink, findAddressChange, requestAddressChange } from "./change-address";

const links = watchLinks();
const PASSWORD = "the former long sentence";

function visitor() {
  return { ip: `test-${randomUUID()}`, userAgent: "Test" };
}

function address() {
  return `${randomUUID()}@example.com`;
}

async function owner() {
  const organization = await createOrganization();
  const account = await createCustomerAccount(organization, {
    passwordHash: await hashPassword(PASSWORD),
  });
  const ctx = accountContext(account, visitor());
  return { organization, account, ctx, desk: systemContext("test", organization.id) };
}

function tokenOf({ url }: { url: string }): string {
  return new URL(url).searchParams.get("token") ?? "";
}

async function linkTo(email: string): Promise<string> {
  await expect.poll(() => links.to(email)).not.toEqual([]);
  return links.to(email).at(-1)?.token ?? "";
}

test("an address changes once its mailbox has confirmed it; the former one stays the customer's too", async () => {
  const { account, ctx, desk } = await owner();
  const email = address();
  await requestAddressChange(ctx, account, { email, currentPassword: PASSWORD });
  const token = await linkTo(email);
  expect(await findAccountById(account.id)).toMatchObject({ email: account.email });
  expect(await findAddressChange(token)).toMatchObject({ email, account: { id: account.id } });

  await changeAddressByLink(token, visitor());
  expect(await findAccountById(account.id)).toMatchObject({ email, emailVerifiedAt: expect.any(Date) });
  const customer = await readCustomer(desk, account.customerId);
  expect(customer.email).toBe(email);
  expect(customer.emails.toSorted()).toEqual([account.email, email].toSorted());
  const log = await database()
    .select({ action: auditLog.action })
    .from(auditLog)
    .where(eq(auditLog.organizationId, account.organizationId));
  expect(log.map(({ action }) => action)).toContain("customer.address_changed");
  await expect(changeAddressByLink(token, visitor())).rejects.toMatchObject({ code: "conflict" });
});

test("what the desk knows of somebody by the new address becomes the account's", async () => {
  const { account, ctx, desk } = await owner();
  const email = address();
  const known = await createCustomer(desk, { email });
  await requestAddressChange(ctx, account, { email, currentPassword: PASSWORD });
  await changeAddressByLink(await linkTo(email), visitor());
  expect(await findAccountById(account.id)).toMatchObject({ email, customerId: known.id });
});

test("without the password no mail goes out, and one's own address is no change", async () => {
  const { account, ctx } = await owner();
  await expect(
    requestAddressChange(ctx, account, { email: address(), currentPassword: "wrong" }),
  ).rejects.toMatchObject({ issues: [{ path: "currentPassword" }] });
  await expect(
    requestAddressChange(ctx, account, { email: account.email, currentPassword: PASSWORD }),
  ).rejects.toMatchObject({ issues: [{ path: "email" }] });
  expect(
    await database().select().from(customerLinks).where(eq(customerLinks.accountId, account.id)),
  ).toEqual([]);
});

test("the address of another account is not taken, also when that account was made meanwhile", async () => {
  const { organization, account, ctx } = await owner();
  const email = address();
  await requestAddressChange(ctx, account, { email, currentPassword: PASSWORD });
  const token = await linkTo(email);
  await createCustomerAccount(organization, { email });
  await expect(changeAddressByLink(token, visitor())).rejects.toMatchObject({ code: "conflict" });
  expect(await findAccountById(account.id)).toMatchObject({ email: account.email });
});

test("of two that open links to one address at once, one gets it", async () => {
  const one = await owner();
  const other = await createCustomerAccount(one.organization, { passwordHash: await hashPassword(PASSWORD) });
  const email = address();
  const tokens: string[] = [];
  for (const { account, ctx } of [one, { account: other, ctx: accountContext(other, visitor()) }]) {
    const before = links.to(email).length;
    await requestAddressChange(ctx, account, { email, currentPassword: PASSWORD });
    await expect.poll(() => links.to(email).length).toBe(before + 1);
    tokens.push(links.to(email).at(-1)?.token ?? "");
  }
  const results = await Promise.allSettled(tokens.map((token) => changeAddressByLink(token, visitor())));
  expect(results.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  const holders = await database()
    .select({ id: customerAccounts.id })
    .from(customerAccounts)
    .where(eq(customerAccounts.email, email));
  expect(holders).toHaveLength(1);
});

test("what was mailed to the former address opens nothing, however late it was made", async () => {
  const { organization, account, ctx, desk } = await owner();
  const invitation = { organizationId: organization.id, purpose: "invitation", accountId: null } as const;
  const early = await createLink({ ...invitation, email: account.email });
  const email = address();
  await requestAddressChange(ctx, account, { email, currentPassword: PASSWORD });
  await changeAddressByLink(await linkTo(email), visitor());
  const former = { organizationId: organization.id, email: account.email, accountId: account.id };
  const late = await createLink({ ...former, purpose: "sign_in" });
  expect(await signInByLink(tokenOf(late), visitor())).toBeNull();
  const choice = { password: "quite another long sentence" };
  await expect(acceptInvitation(tokenOf(early), choice, visitor())).rejects.toMatchObject({
    code: "conflict",
  });

  // Whoever reads the former mailbox now may have an account, but of their own.
  const again = await createLink({ ...invitation, email: account.email });
  const { accountId } = await acceptInvitation(tokenOf(again), choice, visitor());
  const stranger = await findAccountById(accountId);
  expect(stranger?.customerId).not.toBe(account.customerId);
  expect((await readCustomer(desk, account.customerId)).emails).toEqual([email]);
});

test("nobody has the desk mail one stranger after the other", async () => {
  const { account, ctx } = await owner();
  const ask = () => requestAddressChange(ctx, account, { email: address(), currentPassword: PASSWORD });
  for (let times = 0; times < 5; times++) await ask();
  await expect(ask()).rejects.toMatchObject({ code: "rate_limited" });
});

test("a change ends the links that were mailed to the former address, and each of its own but one", async () => {
  const { organization, account, ctx } = await owner();
  await requestSignInLink(organization.id, account.email, visitor());
  const former = await linkTo(account.email);
  const [email, better] = [address(), address()];
  await requestAddressChange(ctx, account, { email, currentPassword: PASSWORD });
  const token = await linkTo(email);
  await requestAddressChange(ctx, account, { email: better, currentPassword: PASSWORD });
  await changeAddressByLink(await linkTo(better), visitor());
  expect(await signInByLink(former, visitor())).toBeNull();
  expect(await findAddressChange(token)).toBeNull();
});
