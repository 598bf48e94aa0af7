import { expect, test, vi } from "vitest";
import { createContext, createCustomerAccount, createOrganization, createUser } from "@/db/factories";
import { inviteCustomer } from "@/features/customer-accounts/invite";
import { createCustomer } from "@/features/customers/service";

test("a link for an address that anybody may have registered is mailed to it, and shown to nobody", async () => {
  // Before anything reads the settings, which happens once. Nobody listens there.
  vi.stubEnv("SMTP_URL", "smtp://127.0.0.1:1");
  vi.stubEnv("MAIL_FROM", "Replify <replify@example.com>");
  const organization = await createOrganization();
  const ctx = createContext(await createUser(organization));
  const account = await createCustomerAccount(organization, { emailVerifiedAt: null });
  const mailed = { email: account.email, url: null, mailed: true };
  expect(await inviteCustomer(ctx, account.customerId)).toMatchObject(mailed);
  const { id } = await createCustomer(ctx, { email: "dana@customer.example" });
  expect(await inviteCustomer(ctx, id)).toMatchObject({
    url: expect.stringContaining("token="),
    mailed: true,
  });
});
