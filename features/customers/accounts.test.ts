import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { database, transaction } from "@/db/client";
import { createContext, createCustomerAccount, createOrganization, createUser } from "@/db/factories";
import { customerAccounts, customerLinks, customerSessions } from "@/db/schema";
import { confirmAddress } from "@/features/customer-accounts/confirm";
import { inviteCustomer } from "@/features/customer-accounts/invite";
import { createCustomerSession, findCustomerSession } from "@/features/customer-accounts/session";
import { eraseCustomer } from "@/features/customers/erase";
import { identifyCustomer } from "@/features/customers/identify";
import { mergeCustomer } from "@/features/customers/merge";
import { splitCustomerSchema } from "@/features/customers/schema";
import { deleteCustomer, updateCustomer } from "@/features/customers/service";
import { splitCustomer } from "@/features/customers/split";
import type { Context } from "@/lib/context";
import { AppError } from "@/lib/errors";

const CLIENT = { ip: "127.0.0.1", userAgent: "Test" };

async function openDesk() {
  const organization = await createOrganization();
  return { organization, ctx: createContext(await createUser(organization)) };
}

async function customerOf(accountId: string): Promise<string | undefined> {
  const [row] = await database().select().from(customerAccounts).where(eq(customerAccounts.id, accountId));
  return row?.customerId;
}

test("a confirmed account goes along when its customer is merged, and back with its address", async () => {
  const { organization, ctx } = await openDesk();
  const account = await createCustomerAccount(organization);
  const knownId = await transaction(() => identifyCustomer(ctx, { externalId: "crm-1" }));
  await mergeCustomer(ctx, account.customerId, knownId);
  expect(await customerOf(account.id)).toBe(knownId);

  const back = splitCustomerSchema.parse({ intoId: account.customerId, emails: [account.email] });
  await splitCustomer(ctx, knownId, back);
  expect(await customerOf(account.id)).toBe(account.customerId);
});

test("an account whose address is not confirmed stays apart: no merge either way, no address, id or number", async () => {
  const { organization, ctx } = await openDesk();
  const account = await createCustomerAccount(organization, { emailVerifiedAt: null });
  const knownId = await transaction(() => identifyCustomer(ctx, { email: account.email }));
  const refusal = { code: "conflict", message: expect.stringContaining("not confirmed") };
  await expect(mergeCustomer(ctx, account.customerId, knownId)).rejects.toMatchObject(refusal);
  await expect(mergeCustomer(ctx, knownId, account.customerId)).rejects.toMatchObject(refusal);
  for (const more of [{ emails: ["x@example.com"] }, { externalIds: ["crm-2"] }, { phone: "+14165550142" }])
    await expect(updateCustomer(ctx, account.customerId, more)).rejects.toMatchObject(refusal);
  expect(await updateCustomer(ctx, account.customerId, { company: "Acme" })).toMatchObject({
    company: "Acme",
  });
});

test.each([
  ["erasing", eraseCustomer],
  ["deleting", deleteCustomer],
])("%s a customer deletes the account, and nobody stays signed in", async (_, remove) => {
  const { organization, ctx } = await openDesk();
  const account = await createCustomerAccount(organization);
  const cookie = (await createCustomerSession(account.id, CLIENT)) ?? "";
  expect(await findCustomerSession(cookie)).toMatchObject({ account: { id: account.id } });
  await remove(ctx, account.customerId);
  expect(await findCustomerSession(cookie)).toBeNull();
  expect(await customerOf(account.id)).toBeUndefined();
  const sessions = eq(customerSessions.accountId, account.id);
  expect(await database().select().from(customerSessions).where(sessions)).toEqual([]);
});

test.each([
  ["erased", eraseCustomer],
  ["merged", (ctx: Context, id: string, otherId: string) => mergeCustomer(ctx, id, otherId)],
  ["changed", (ctx: Context, id: string) => updateCustomer(ctx, id, { name: "Renamed" })],
])(
  "an address is confirmed while its customer is %s, and neither waits for the other in a circle",
  async (_, change) => {
    for (let round = 0; round < 5; round++) {
      const { organization, ctx } = await openDesk();
      const account = await createCustomerAccount(organization, { emailVerifiedAt: null });
      const knownId = await transaction(() => identifyCustomer(ctx, { email: account.email }));
      const otherId = await transaction(() => identifyCustomer(ctx, { externalId: "crm-1" }));
      const outcomes = await Promise.allSettled([
        transaction(() => confirmAddress(account.id, CLIENT)),
        change(ctx, knownId, otherId),
        change(ctx, account.customerId, otherId),
      ]);
      // What came second may be refused, as one of the two is gone by then.
      for (const outcome of outcomes)
        if (outcome.status === "rejected") expect(outcome.reason).toBeInstanceOf(AppError);
    }
  },
);

test("erasing a customer forgets to which address they were invited", async () => {
  const { ctx } = await openDesk();
  const email = `${randomUUID()}@customer.example`;
  const id = await transaction(() => identifyCustomer(ctx, { email }));
  await inviteCustomer(ctx, id);
  await eraseCustomer(ctx, id);
  expect(await database().select().from(customerLinks).where(eq(customerLinks.email, email))).toEqual([]);
});
