import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { transaction } from "@/db/client";
import { createContext, createCustomerAccount, createOrganization, createUser } from "@/db/factories";
import { acceptInvitation, inviteCustomer } from "@/features/customer-accounts/invite";
import { createCustomerSession, findCustomerSession } from "@/features/customer-accounts/session";
import { verifyAccount } from "@/features/customer-accounts/sign-in";
import { identifyCustomer } from "@/features/customers/identify";
import { createCustomer } from "@/features/customers/service";

const PASSWORD = "a sentence that nobody guesses";
const CLIENT = { ip: "127.0.0.1", userAgent: "Test" };

async function openDesk() {
  const organization = await createOrganization();
  return { organization, ctx: createContext(await createUser(organization)) };
}

function tokenOf({ url }: { url: string | null }): string {
  return new URL(url ?? "").searchParams.get("token") ?? "";
}

test("who is invited is that customer from the first sign-in, by a link that works once", async () => {
  const { organization, ctx } = await openDesk();
  const email = `${randomUUID()}@customer.example`;
  const id = await transaction(() => identifyCustomer(ctx, { email }));
  const sent = await inviteCustomer(ctx, id);
  expect(sent).toMatchObject({ email, mailed: false });
  const accept = () => acceptInvitation(tokenOf(sent), { password: PASSWORD, name: "Dana" }, CLIENT);
  const outcomes = await Promise.allSettled([accept(), accept(), accept()]);
  expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect(await verifyAccount(organization.id, email, PASSWORD, CLIENT)).toMatchObject({
    customerId: id,
    emailVerifiedAt: expect.any(Date),
  });
  await expect(inviteCustomer(ctx, id)).rejects.toMatchObject({ code: "conflict" });
});

test("an account that a stranger made for the address becomes that of who was invited", async () => {
  const { organization, ctx } = await openDesk();
  const squatted = await createCustomerAccount(organization, { emailVerifiedAt: null });
  const cookie = (await createCustomerSession(squatted.id, CLIENT)) ?? "";
  const id = await transaction(() => identifyCustomer(ctx, { email: squatted.email }));
  await acceptInvitation(tokenOf(await inviteCustomer(ctx, id)), { password: PASSWORD }, CLIENT);
  expect(await findCustomerSession(cookie)).toBeNull();
  expect(await verifyAccount(organization.id, squatted.email, PASSWORD, CLIENT)).toMatchObject({
    id: squatted.id,
    customerId: id,
  });
});

test("who registered, and got no mail, confirms the address by an invitation", async () => {
  const { organization, ctx } = await openDesk();
  const account = await createCustomerAccount(organization, { emailVerifiedAt: null });
  const sent = await inviteCustomer(ctx, account.customerId);
  await acceptInvitation(tokenOf(sent), { password: PASSWORD }, CLIENT);
  expect(await verifyAccount(organization.id, account.email, PASSWORD, CLIENT)).toMatchObject({
    customerId: account.customerId,
    emailVerifiedAt: expect.any(Date),
  });
});

test("nobody is invited without an address", async () => {
  const { ctx } = await openDesk();
  const { id } = await createCustomer(ctx, { name: "Dana" });
  await expect(inviteCustomer(ctx, id)).rejects.toMatchObject({ code: "conflict" });
});
